package io.ceait.energy;

import io.ceait.attribution.Policy;

/** Running totals of one device; never fall. */
final class DeviceTotals {

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
