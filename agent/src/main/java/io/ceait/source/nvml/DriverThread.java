package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import java.util.function.LongSupplier;

/** The loop of the one thread that calls the driver: quick readings of all GPUs first, then who uses them. */
final class DriverThread {

    private final Driver driver;
    private final Found found;
    private final Exchange exchange;
    private final LongSupplier clock;
    private final ProcessCalls processCalls;
    private final Backoff backoff = Backoff.ofDriver();
    private boolean down;

    DriverThread(Driver driver, Found found, Exchange exchange, LongSupplier clock) {
        this.driver = driver;
        this.found = found;
        this.exchange = exchange;
        this.clock = clock;
        this.processCalls = new ProcessCalls(driver);
    }

    /** Works until the exchange is closed, then shuts the library down. */
    void run() {
        while (exchange.take()) {
            boolean fresh = exchange.takeFresh();
            readGpus(fresh);
            synchronized (exchange) {
                for (int i = 0; i < found.gpus().size(); i++) {
                    found.gpus().get(i).publish();
                }
                exchange.answer(clock.getAsLong());
            }
            pollUses(fresh);
            exchange.settle();
        }
        driver.shutdown();
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
