package io.ceait.sink.report;

import io.ceait.assessment.Buckets;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceInterval;
import io.ceait.sink.report.PowerSeries.Bucket;
import io.ceait.sink.report.PowerSeries.Range;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one device's power. The mean of a bucket is exact: each interval counts in proportion to the part of it
 * that lies in the bucket, also where a device is booked over several ticks at once.
 *
 * <p>A tick that follows a late one may end an interval much shorter than nominal. Its power says more about the instant at
 * which a counter was read than about the device, so that it counts in the mean and not as a peak.
 */
final class Track {

    private final Buckets buckets;
    private final long shortestPeakNanos;
    private final double[] wattNanos;
    private final long[] nanos;
    private final double[] least;
    private final double[] most;
    private final boolean[] gap;
    private final boolean[] estimated;

    Track(Buckets buckets, Duration nominal) {
        this.buckets = buckets;
        shortestPeakNanos = nominal.toNanos() / 2;
        wattNanos = new double[buckets.count()];
        nanos = new long[buckets.count()];
        least = new double[buckets.count()];
        most = new double[buckets.count()];
        gap = new boolean[buckets.count()];
        estimated = new boolean[buckets.count()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    void interval(long elapsedNanos, DeviceInterval interval) {
        long start = elapsedNanos - interval.spanNanos();
        if (interval.isGap() || !interval.isKnown()) {
            buckets.each(start, elapsedNanos, (bucket, part) -> gap[bucket] = true);
            return;
        }
        if (!interval.isPowerKnown()) {
            return;
        }
        double watts = interval.watts();
        boolean model = interval.quality() == Quality.ESTIMATED;
        boolean peak = interval.spanNanos() >= shortestPeakNanos;
        buckets.each(start, elapsedNanos, (bucket, part) -> {
            wattNanos[bucket] += watts * part;
            nanos[bucket] += part;
            estimated[bucket] |= model;
            if (peak) {
                least[bucket] = Math.min(least[bucket], watts);
                most[bucket] = Math.max(most[bucket], watts);
            }
        });
    }

    List<Bucket> buckets() {
        List<Bucket> list = new ArrayList<>(gap.length);
        for (int i = 0; i < gap.length; i++) {
            list.add(new Bucket(range(i), gap[i], estimated[i]));
        }
        return list;
    }

    private Optional<Range> range(int bucket) {
        if (nanos[bucket] == 0) {
            return Optional.empty();
        }
        double mean = wattNanos[bucket] / nanos[bucket];
        return Optional.of(new Range(
                Power.ofWatts(Math.min(least[bucket], mean)),
                Power.ofWatts(mean),
                Power.ofWatts(Math.max(most[bucket], mean))));
    }
}
