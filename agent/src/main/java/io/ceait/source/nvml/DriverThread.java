package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import io.ceait.source.nvml.Exchange.Work;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The loop of the one thread that calls the driver: quick readings of all GPUs first, then who uses them. Where ticks lie far
 * apart power sensors are read between them, too: a load that swings in the pace of the ticks would else be seen at its
 * highest, or at its lowest, each time.
 */
final class DriverThread {

    /** How often a power sensor is read at least: no oftener than it changes, and as often as drivers bear well. */
    private static final long POWER_PERIOD_NANOS = 100_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Driver driver;
    private final Found found;
    private final Exchange exchange;
    private final LongSupplier clock;
    private final ProcessCalls processCalls;
    private final Backoff backoff = Backoff.ofDriver();
    private final boolean readsBetween;
    private boolean down;

    /** @param interval between two ticks, nominally */
    DriverThread(Driver driver, Found found, Exchange exchange, LongSupplier clock, Duration interval) {
        this.driver = driver;
        this.found = found;
        this.exchange = exchange;
        this.clock = clock;
        this.processCalls = new ProcessCalls(driver);
        this.readsBetween = interval.toNanos() >= 2 * POWER_PERIOD_NANOS;
    }

    /** Works until the exchange is closed, then shuts the library down. */
    void run() {
        Work work = exchange.take(0);
        while (work != Work.END) {
            if (work == Work.READ) {
                answer(exchange.takeFresh());
            } else {
                readBetween();
            }
            exchange.settle();
            work = exchange.take(millisToNext());
        }
        driver.shutdown();
    }

    private void answer(boolean fresh) {
        readGpus(fresh);
        synchronized (exchange) {
            for (int i = 0; i < found.gpus().size(); i++) {
                found.gpus().get(i).publish();
            }
            exchange.answer(clock.getAsLong());
        }
        pollUses(fresh);
    }

    /** Failures are left to the next tick, which tells of them. */
    private void readBetween() {
        for (int i = 0; i < found.gpus().size() && !down && readsBetween; i++) {
            Gpu gpu = found.gpus().get(i);
            long now = clock.getAsLong();
            if (gpu.nanosToPower(now, POWER_PERIOD_NANOS) <= 0) {
                gpu.readPower(driver, now);
            }
        }
    }

    /** When a sensor is to be read though nobody asks; 0: never. */
    private long millisToNext() {
        if (down || !readsBetween) {
            return 0;
        }
        long now = clock.getAsLong();
        long next = Long.MAX_VALUE;
        for (int i = 0; i < found.gpus().size(); i++) {
            next = Math.min(next, found.gpus().get(i).nanosToPower(now, POWER_PERIOD_NANOS));
        }
        return next == Long.MAX_VALUE ? 0 : Math.max(1, next / NANOS_PER_MILLI);
    }

    private void readGpus(boolean fresh) {
        if (down) {
            restart();
        }
        if (!down && !readAll(fresh)) {
            lose();
            restart();
            // Once more with new handles, if that was all it took.
            if (!down && !readAll(fresh)) {
                lose();
                backoff.failed(clock.getAsLong());
            }
        }
    }

    /** False when the driver must be started anew. */
    private boolean readAll(boolean fresh) {
        for (int i = 0; i < found.gpus().size(); i++) {
            if (found.gpus().get(i).read(driver, clock.getAsLong(), fresh) == NvmlReturn.UNINITIALIZED) {
                return false;
            }
        }
        return true;
    }

    private void pollUses(boolean fresh) {
        for (int i = 0; i < found.polls().size() && !down; i++) {
            if (exchange.hasNext() && !fresh) {
                return;
            }
            UsePoll poll = found.polls().get(i);
            long now = clock.getAsLong();
            int code = poll.poll(driver, processCalls, exchange, now, fresh);
            if (code == NvmlReturn.UNINITIALIZED) {
                lose();
            } else {
                poll.gpu().heed(code, driver.log().last(), now);
            }
        }
    }

    /** Somebody shut the library down, or the driver was unloaded. */
    private void lose() {
        down = true;
        failAll(driver.log().last(), NvmlReturn.UNINITIALIZED);
    }

    private void restart() {
        long now = clock.getAsLong();
        if (!backoff.isDue(now)) {
            return;
        }
        int code = driver.init();
        if (code != NvmlReturn.SUCCESS) {
            backoff.failed(now);
            failAll(Call.INIT, code);
            return;
        }
        down = false;
        backoff.reset();
        for (int i = 0; i < found.gpus().size(); i++) {
            found.gpus().get(i).rediscover(driver, now);
        }
    }

    private void failAll(Call call, int code) {
        for (int i = 0; i < found.gpus().size(); i++) {
            found.gpus().get(i).failAll(call, code);
        }
    }
}
