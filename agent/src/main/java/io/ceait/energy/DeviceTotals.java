package io.ceait.energy;

import io.ceait.attribution.Policy;
import io.ceait.source.UseMeans;
import org.jspecify.annotations.Nullable;

/** Running totals of one device; never fall. */
final class DeviceTotals {

    private static final int USE_MEANS = UseMeans.values().length;

    long primaryMicrojoules;
    long fallbackMicrojoules;
    final double[] jobJoules = new double[Policy.COUNT];
    final double[] shareNanos = new double[Policy.COUNT];
    long nanos;
    long gapNanos;
    long fallbackNanos;
    long implausible;
    double lastWatts = Double.NaN;
    final double[] lastShare = new double[Policy.COUNT];
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
            jobJoules[p] += interval.jobJoules[p];
            shareNanos[p] += interval.share[p] * interval.spanNanos;
            lastShare[p] = interval.share[p];
        }
        if (interval.spanNanos > 0) {
            lastWatts = interval.watts();
        }
    }
}
