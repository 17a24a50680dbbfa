package io.ceait.energy;

import io.ceait.attribution.Policy;
import io.ceait.device.Quality;

/**
 * What was booked for one device when a tick was taken. Usually the interval since the tick before; a counter that stood
 * still makes it longer, so that its next step is not taken for a leap. One object per device is refilled.
 */
public final class DeviceInterval {

    /** Behind the shares by policy, so that what is averaged over several ticks takes them along. */
    static final int OTHERS = Policy.COUNT;

    static final int HELD = OTHERS + 1;
    static final int SHARES = HELD + 1;

    boolean booked;
    boolean known;
    boolean gap;
    boolean powerKnown;
    long spanNanos;
    long microjoules;
    final double[] jobJoules = new double[Policy.COUNT];
    final double[] share = new double[SHARES];
    String source = "";
    Quality quality = Quality.MEASURED;

    /** Whether this tick ended an interval at all. */
    public boolean isBooked() {
        return booked;
    }

    /** Whether the energy is known; if not, the interval is a gap without a number. */
    public boolean isKnown() {
        return known;
    }

    public boolean isGap() {
        return gap;
    }

    public long spanNanos() {
        return spanNanos;
    }

    /** Energy of the whole device. */
    public long microjoules() {
        return microjoules;
    }

    public double jobJoules(Policy policy) {
        return jobJoules[policy.ordinal()];
    }

    /** The job's share over the interval, 0 to 1. */
    public double share(Policy policy) {
        return share[policy.ordinal()];
    }

    /** The part of its capacity with which a GPU or a processor worked for others than the job, 0 to 1. */
    public double workForOthers() {
        return share[OTHERS];
    }

    /** The part of the time for which a GPU was the job's to use, whether it worked or not, 0 to 1. */
    public double held() {
        return share[HELD];
    }

    /**
     * Whether the energy makes a power: not where some of the device's counters alone told it, nor where the run ended while
     * they stood still, before their next step.
     */
    public boolean isPowerKnown() {
        return powerKnown;
    }

    /** Mean power over the interval, W; only where it is known. */
    public double watts() {
        return microjoules * 1e3 / spanNanos;
    }

    public String source() {
        return source;
    }

    public Quality quality() {
        return quality;
    }
}
