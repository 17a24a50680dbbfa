package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import io.ceait.source.Unavailable.Reason;
import io.ceait.units.Text;
import java.time.Duration;
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
final class Session implements NvmlSearch {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    static final String THREAD_NAME = "ceait-nvml";

    /** Between two attempts to start a driver that answers with a failure which may pass. */
    private static final Duration RETRY = Duration.ofMillis(250);

    private static final String ANEW = "GPUs do not join a run later: once ceait doctor shows them, start the run anew";

    private static final String PERSISTENCE =
            "; a driver that is slow because it starts up for each program is kept ready by nvidia-smi -pm 1";

    private static final double NANOS_PER_SECOND = 1e9;

    private static @Nullable Thread current;

    private final List<String> candidates;
    private final NvmlOptions options;
    private final LongSupplier clock;
    private final CallLog log;
    private final long began;
    private final Exchange exchange;
    private final CountDownLatch discovered = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Found found;
    private volatile String failure = "";

    /** Of the driver's thread: whether a library that failed may start in a moment. */
    private boolean mayPass;

    private Session(List<String> candidates, NvmlOptions options, LongSupplier clock) {
        this.candidates = candidates;
        this.options = options;
        this.clock = clock;
        this.log = new CallLog(clock);
        this.began = clock.getAsLong();
        this.exchange = new Exchange(began);
        this.thread = new Thread(this::run, THREAD_NAME);
        thread.setDaemon(true);
    }

    static NvmlSearch open(List<String> candidates, NvmlOptions options, LongSupplier clock) {
        Session session = new Session(candidates, options, clock);
        if (!start(session.thread)) {
            return new Over(NvmlSource.without(
                    options, Reason.FAILED, "this process uses the NVIDIA library already, or is stuck in it", ANEW));
        }
        return session;
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

    @Override
    public boolean await(Duration atMost) {
        try {
            return discovered.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return isOver();
        }
    }

    private boolean isOver() {
        return discovered.getCount() == 0;
    }

    @Override
    public NvmlSource end() {
        if (!isOver()) {
            return giveUp();
        }
        Found result = found;
        if (result != null) {
            return NvmlSource.with(result, this, options);
        }
        // The thread has nothing left to do; its place is free once it has ended.
        close();
        return NvmlSource.without(options, Reason.FAILED, failure, ANEW);
    }

    private NvmlSource giveUp() {
        exchange.close();
        CallLog.Out out = log.callOut();
        String problem = failure;
        if (out == null && !problem.isEmpty()) {
            return NvmlSource.without(options, Reason.FAILED, problem, ANEW);
        }
        return NvmlSource.without(
                options,
                Reason.FAILED,
                "the NVIDIA driver did not answer within "
                        + Text.significant((clock.getAsLong() - began) / NANOS_PER_SECOND) + " s"
                        + (out == null ? "" : ": " + out + " has not come back"),
                ANEW + PERSISTENCE);
    }

    /** The whole life of the thread. */
    private void run() {
        Driver driver = null;
        try {
            driver = load();
            if (driver != null) {
                found = new Discovery(driver, options, clock).run();
                exchange.answer(clock.getAsLong());
            }
        } catch (RuntimeException | LinkageError e) {
            failure = "the NVIDIA library cannot be used: " + e;
        } finally {
            discovered.countDown();
        }
        Found result = found;
        try {
            if (driver != null && result != null) {
                new DriverThread(driver, result, exchange, clock, options.interval()).run();
            } else if (driver != null) {
                driver.shutdown();
            }
        } catch (RuntimeException | LinkageError e) {
            // The readings end here; the source says so from the next second on.
            LOG.warn("GPUs are no longer read", e);
        }
    }

    /** The first library that loads and finds its driver, at once or after a failure that passes. */
    private @Nullable Driver load() {
        long again = options.deadlines().failing().dividedBy(RETRY);
        Driver driver = loadOnce();
        while (driver == null && mayPass && again > 0 && exchange.pause(RETRY.toMillis())) {
            again--;
            driver = loadOnce();
        }
        return driver;
    }

    private @Nullable Driver loadOnce() {
        String first = "";
        mayPass = false;
        for (String candidate : candidates) {
            String problem;
            try {
                Driver driver = Driver.load(candidate, log);
                int code = driver.init();
                if (code == NvmlReturn.SUCCESS) {
                    return driver;
                }
                mayPass |= ReturnCode.mayPass(code);
                problem = Call.INIT.symbol() + " of " + candidate + " answered " + ReturnCode.text(code);
            } catch (LinkageError e) {
                problem = candidate + " cannot be loaded: " + e.getMessage();
            }
            first = first.isEmpty() ? problem : first;
        }
        failure = first;
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
