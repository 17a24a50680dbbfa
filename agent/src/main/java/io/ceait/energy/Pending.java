package io.ceait.energy;

import io.ceait.energy.CounterIntegrator.Outcome;
import io.ceait.sampling.Sample;
import java.util.Arrays;

/**
 * Intervals of one device that are not booked yet, because its counters stood still or did not answer: the next step may
 * hold their energy.
 */
final class Pending {

    /** A counter that did not move for this long and this often, while its device drew power, is stuck. */
    private static final long STUCK_NANOS = 2_000_000_000L;

    private static final int STUCK_TICKS = 3;

    private final boolean mayStandStill;
    private final boolean fallbackThere;
    private long nanos;
    private int ticks;
    private boolean gap;
    private boolean unread;
    private boolean standInHoles;
    private long busyMicroseconds;
    private long fallbackMicrojoules;
    private long ownMicrojoules;
    private final double[] shareNanos = new double[DeviceInterval.SHARES];
    private final double[] fallbackJob = new double[DeviceInterval.SHARES];

    /**
     * @param mayStandStill whether the device may use so little while the machine is idle that its counter stands still; a
     *     GPU never does
     * @param fallbackThere whether something stands in
     */
    Pending(boolean mayStandStill, boolean fallbackThere) {
        this.mayStandStill = mayStandStill;
        this.fallbackThere = fallbackThere;
    }

    /**
     * @param fallback what stands in says of the interval
     * @param own what some of the device's counters say of it
     * @param failed whether one of them did not answer
     */
    void add(Sample sample, double[] share, long fallback, long own, long busy, boolean failed) {
        nanos += sample.intervalNanos();
        ticks++;
        gap |= sample.isGap() || failed;
        unread |= failed;
        busyMicroseconds += busy;
        fallbackMicrojoules += fallback;
        ownMicrojoules += own;
        for (int p = 0; p < DeviceInterval.SHARES; p++) {
            shareNanos[p] += share[p] * sample.intervalNanos();
            fallbackJob[p] += share[p] * fallback;
        }
    }

    /** How what stands in did in the interval that is about to be added. */
    void standIn(Outcome outcome) {
        standInHoles = switch (outcome) {
            case ADVANCED, UNCHANGED, PENDING -> standInHoles && ticks > 0;
            case BASED, LOST, IMPLAUSIBLE, AMBIGUOUS -> true;
        };
    }

    /** Whether what stands in cannot tell the energy of all of the intervals. */
    boolean standInHasHoles() {
        return standInHoles;
    }

    boolean isStuck(Sample sample, boolean everAdvanced) {
        boolean longEnough = nanos >= STUCK_NANOS && ticks >= STUCK_TICKS;
        boolean wholeRun = sample.isLast() && !everAdvanced;
        boolean shouldMove = !mayStandStill || busyMicroseconds > 0;
        return fallbackThere && fallbackMicrojoules > 0 && shouldMove && (longEnough || wholeRun);
    }

    boolean isEmpty() {
        return ticks == 0;
    }

    long spanNanos() {
        return nanos;
    }

    boolean holdsGap() {
        return gap;
    }

    /** What stands in knows the energy: nothing is missing. */
    void clearGap() {
        gap = false;
    }

    /** Whether a reading failed, so that standing still means nothing. */
    boolean isUnread() {
        return unread;
    }

    long fallbackMicrojoules() {
        return fallbackMicrojoules;
    }

    long ownMicrojoules() {
        return ownMicrojoules;
    }

    void meanShares(double[] into) {
        for (int p = 0; p < DeviceInterval.SHARES; p++) {
            into[p] = nanos == 0 ? 0 : Math.min(1, shareNanos[p] / nanos);
        }
    }

    void fallbackShares(double[] into) {
        for (int p = 0; p < DeviceInterval.SHARES; p++) {
            into[p] = Math.min(1, fallbackJob[p] / fallbackMicrojoules);
        }
    }

    void clear() {
        nanos = 0;
        ticks = 0;
        gap = false;
        unread = false;
        standInHoles = false;
        busyMicroseconds = 0;
        fallbackMicrojoules = 0;
        ownMicrojoules = 0;
        Arrays.fill(shareNanos, 0);
        Arrays.fill(fallbackJob, 0);
    }
}
