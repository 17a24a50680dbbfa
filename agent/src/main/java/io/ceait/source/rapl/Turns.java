package io.ceait.source.rapl;

import io.ceait.source.Channel;

/**
 * Counts how often a counter has gone round, for one that does so within an interval: read often enough, each fall is one
 * turn, and what comes out never goes round.
 */
final class Turns {

    /** Short bursts may pass the limits that hold for seconds. */
    private static final double BURST = 2;

    private final long range;
    private final long turnNanos;
    private boolean based;
    private long last;
    private long lastAt;
    private long before;
    private boolean broken;

    Turns(Channel counter) {
        range = counter.rangeMicrojoules();
        turnNanos = counter.shortestTurnNanos();
    }

    /** The reading as it would be had the counter no end. */
    long count(long microjoules, long nowNanos) {
        if (based && microjoules < last) {
            // What began anew looks like a turn, and as a rule like more than the device can draw.
            double most = BURST * range * ((double) (nowNanos - lastAt) / turnNanos);
            broken |= range - last + microjoules > most;
            before += range;
        }
        broken |= based && nowNanos - lastAt >= turnNanos;
        based = true;
        last = microjoules;
        lastAt = nowNanos;
        return before + microjoules;
    }

    /** Whether a turn may have been missed, or counted wrongly, since this was asked last. */
    boolean wereMissed() {
        boolean missed = broken;
        broken = false;
        return missed;
    }
}
