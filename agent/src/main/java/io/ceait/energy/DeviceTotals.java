package io.ceait.energy;

import io.ceait.attribution.Policy;
import io.ceait.source.UseMeans;
import org.jspecify.annotations.Nullable;

/** Running totals of one device; never fall. */
final class DeviceTotals {

    private static final int USE_MEANS = UseMeans.values().length;

    long primaryMicrojoules;

    /** Of these, what some of the device's counters told of intervals of which the others lost theirs. */
    long partMicrojoules;

    long fallbackMicrojoules;
    final double[] jobJoules = new double[Policy.COUNT];
    final double[] shareNanos = new double[Policy.COUNT];
    long nanos;
    long gapNanos;

    /** Of these, in which a counter may have gone round more than once. */
    long ambiguousNanos;

    long fallbackNanos;
    long implausible;
    double lastWatts = Double.NaN;
    final double[] lastShare = new double[Policy.COUNT];
    boolean shareKnown;
    final long[] useNanos = new long[USE_MEANS];
    long comparedMicrojoules;
    long comparisonMicrojoules;

    /** How the job's use was known during an interval; null for a device whose use is in every sample. */
    void addUse(@Nullable UseMeans means, long nanos) {
        if (means != null) {
            useNanos[means.ordinal()] += nanos;
        }
    }

    /** Both the device's own counters and what stands beside them know an interval. */
    void compare(long own, long standIn, boolean standInKnown) {
        if (standInKnown) {
            comparedMicrojoules += own;
            comparisonMicrojoules += standIn;
        }
    }

    void add(DeviceInterval interval, boolean byPrimary) {
        if (byPrimary) {
            primaryMicrojoules += interval.microjoules;
        } else {
            fallbackMicrojoules += interval.microjoules;
            fallbackNanos += interval.spanNanos;
        }
        nanos += interval.spanNanos;
        for (int p = 0; p < Policy.COUNT; p++) {
            shareNanos[p] += interval.share[p] * interval.spanNanos;
        }
        addJob(interval);
        if (interval.powerKnown) {
            lastWatts = interval.watts();
        }
    }

    /** Energy of an interval that is a gap nevertheless: it is no part of the time that is known, and makes no power. */
    void addPart(DeviceInterval interval) {
        primaryMicrojoules += interval.microjoules;
        partMicrojoules += interval.microjoules;
        addJob(interval);
    }

    private void addJob(DeviceInterval interval) {
        for (int p = 0; p < Policy.COUNT; p++) {
            jobJoules[p] += interval.jobJoules[p];
            lastShare[p] = interval.share[p];
        }
        shareKnown = true;
    }
}
