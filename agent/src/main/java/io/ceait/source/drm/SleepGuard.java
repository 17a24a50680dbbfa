package io.ceait.source.drm;

/**
 * Whether an energy counter can be believed across a sleep of its device. Some devices lose their counter when their power
 * is cut, and the driver that extends it to 64 bits then takes the new start for a wrap and adds a whole round of 262 kJ,
 * which a long sleep would make look plausible. So what was added must fit the time that the device was awake, and next
 * to nothing for the rest.
 */
final class SleepGuard {

    /** Assumed, well above what a suspended card draws. A whole round of 262 kJ passes for that of a sleep of three hours. */
    private static final double SLEEPING_WATTS = 25;

    /**
     * Where a device states no limit: the same as the ledger assumes of a GPU without one, more than twice what the largest
     * boards of today are rated for (1000 to 1400 W). It is to tell nonsense from a load, not a high load from a low one.
     */
    static final double ASSUMED_LIMIT_WATTS = 3000;

    /** Limits hold on average; for moments a board draws more. */
    private static final double BURST = 2;

    private final double limitWatts;
    private boolean asleep;
    private boolean based;
    private long last;
    private long lastAt;
    private long sleptAt;
    private long seenAsleepAt;

    SleepGuard(double limitWatts) {
        this.limitWatts = limitWatts;
    }

    void asleep(long nowNanos) {
        if (!asleep) {
            asleep = true;
            sleptAt = nowNanos;
        }
        seenAsleepAt = nowNanos;
    }

    /** Takes a reading; false when it is not a continuation of the one before the sleep. */
    boolean continues(long microjoules, long nowNanos) {
        boolean good = !asleep || !based || isPossible(microjoules - last, nowNanos);
        asleep = false;
        based = true;
        last = microjoules;
        lastAt = nowNanos;
        return good;
    }

    private boolean isPossible(long advance, long nowNanos) {
        double awakeSeconds = ((sleptAt - lastAt) + (nowNanos - seenAsleepAt)) / 1e9;
        double asleepSeconds = (seenAsleepAt - sleptAt) / 1e9;
        double most = (BURST * limitWatts * awakeSeconds + SLEEPING_WATTS * asleepSeconds) * 1e6;
        return advance >= 0 && advance <= most;
    }
}
