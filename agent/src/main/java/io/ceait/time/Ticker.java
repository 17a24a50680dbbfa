package io.ceait.time;

/**
 * The schedule of the ticks: slot {@code k} is at {@code start + k × interval}, so that lateness never adds up. Slots
 * that have passed while a tick was late are left out, not made up for.
 */
public final class Ticker {

    private final long startNanos;
    private final long intervalNanos;
    private long slot;

    public Ticker(long startNanos, long intervalNanos) {
        if (intervalNanos <= 0) {
            throw new IllegalArgumentException("an interval is longer than 0 ns, not " + intervalNanos);
        }
        this.startNanos = startNanos;
        this.intervalNanos = intervalNanos;
    }

    /**
     * The first slot that is at least half an interval away. A slot right behind a late tick is left out as well: an energy
     * counter moves in steps, and one step in a sliver of time would look like a leap of power.
     */
    public long next(long nowNanos) {
        slot = Math.max(slot + 1, Math.floorDiv(nowNanos - startNanos + intervalNanos / 2, intervalNanos) + 1);
        return startNanos + slot * intervalNanos;
    }
}
