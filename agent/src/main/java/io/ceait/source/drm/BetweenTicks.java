package io.ceait.source.drm;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Reads power sensors between ticks that lie far apart, on a thread of its own: a load that swings in the pace of the ticks
 * would else be seen at its highest, or at its lowest, each time.
 */
final class BetweenTicks {

    static final String THREAD_NAME = "ceait-drm";

    /** At the end a reading that is out is waited for so long and then left to itself. */
    private static final long PATIENCE_MILLIS = 250;

    private final LongConsumer reading;
    private final LongSupplier clock;
    private final long periodMillis;
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private boolean closing;

    /**
     * @param reading reads the sensors, given the time
     * @param clock that of the ticks, in nanoseconds
     */
    BetweenTicks(LongConsumer reading, LongSupplier clock, Duration period) {
        this.reading = reading;
        this.clock = clock;
        this.periodMillis = period.toMillis();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (pause()) {
            reading.accept(clock.getAsLong());
        }
    }

    private synchronized boolean pause() {
        try {
            if (!closing) {
                wait(periodMillis);
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; it ends when it is told to.
            closing = true;
        }
        return !closing;
    }

    /** Ends the thread; false when it is stuck in a reading. */
    boolean close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
