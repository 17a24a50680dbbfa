package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import io.ceait.source.Unavailable.Reason;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One library in use, by one thread. A process has one session at a time: the calls are bound to one library, and a
 * driver may not like to be started over and over. A session whose thread is stuck in the driver holds its place.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    static final String THREAD_NAME = "ceait-nvml";

    private static @Nullable Thread current;

    private final List<String> candidates;
    private final NvmlOptions options;
    private final LongSupplier clock;
    private final CallLog log;
    private final Exchange exchange;
    private final CountDownLatch discovered = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Found found;
    private volatile String failure = "";

    private Session(List<String> candidates, NvmlOptions options, LongSupplier clock) {
        this.candidates = candidates;
        this.options = options;
        this.clock = clock;
        this.log = new CallLog(clock);
        this.exchange = new Exchange(clock.getAsLong());
        this.thread = new Thread(this::run, THREAD_NAME);
        thread.setDaemon(true);
    }

    static NvmlSource open(List<String> candidates, NvmlOptions options, LongSupplier clock) {
        Session session = new Session(candidates, options, clock);
        if (!start(session.thread)) {
            return NvmlSource.without(
                    options, Reason.FAILED, "this process uses the NVIDIA library already, or is stuck in it", "");
        }
        return session.await();
    }

    /** Starts the thread if no other is at work. */
    private static synchronized boolean start(Thread thread) {
        if (current != null && current.isAlive()) {
            return false;
        }
        current = thread;
        thread.start();
        return true;
    }

    private NvmlSource await() {
        boolean done = false;
        try {
            done = discovered.await(options.deadlines().discovery().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Found result = found;
        if (done && result != null) {
            return NvmlSource.with(result, this, options);
        }
        if (done) {
            // The thread has nothing left to do; its place is free once it has ended.
            close();
            return NvmlSource.without(options, Reason.FAILED, failure, "see ceait doctor");
        }
        exchange.close();
        CallLog.Out out = log.callOut();
        return NvmlSource.without(
                options,
                Reason.FAILED,
                "the NVIDIA driver did not answer within "
                        + options.deadlines().discovery().toSeconds() + " s"
                        + (out == null ? "" : ": " + out + " has not come back"),
                "");
    }

    /** The whole life of the thread. */
    private void run() {
        Driver driver = null;
        try {
            driver = load();
            if (driver != null) {
                found = new Discovery(driver, options, clock).run();
            }
        } catch (RuntimeException | LinkageError e) {
            failure = "the NVIDIA library cannot be used: " + e;
        } finally {
            discovered.countDown();
        }
        Found result = found;
        try {
            if (driver != null && result != null) {
                new DriverThread(driver, result, exchange, clock).run();
            } else if (driver != null) {
                driver.shutdown();
            }
        } catch (RuntimeException | LinkageError e) {
            // The readings end here; the source says so from the next second on.
            LOG.warn("GPUs are no longer read", e);
        }
    }

    /** The first library that loads and finds its driver. */
    private @Nullable Driver load() {
        for (String candidate : candidates) {
            String problem;
            try {
                Driver driver = Driver.load(candidate, log);
                int code = driver.init();
                if (code == NvmlReturn.SUCCESS) {
                    return driver;
                }
                problem = Call.INIT.symbol() + " of " + candidate + " answered " + ReturnCode.text(code);
            } catch (LinkageError e) {
                problem = candidate + " cannot be loaded: " + e.getMessage();
            }
            if (failure.isEmpty()) {
                failure = problem;
            }
        }
        return null;
    }

    Exchange exchange() {
        return exchange;
    }

    CallLog.@Nullable Out callOut() {
        return log.callOut();
    }

    /** Lets the thread shut the library down, and leaves it to itself when a call is out. */
    void close() {
        exchange.close();
        try {
            thread.join(options.deadlines().fresh().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
