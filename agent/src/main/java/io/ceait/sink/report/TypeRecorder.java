package io.ceait.sink.report;

import io.ceait.device.Device;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceInterval;
import io.ceait.sink.report.PowerSeries.Bucket;
import io.ceait.sink.report.PowerSeries.Range;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The buckets of one device type. The mean of a bucket is exact: each interval counts in proportion to the part of it that
 * lies in the bucket, also where a device is booked over several ticks at once. Least and most are of the sums over the
 * devices at each tick; a device that is not booked at a tick counts with its last power.
 *
 * <p>A tick that follows a late one may end an interval much shorter than nominal. Its power says more about the instant at
 * which a counter was read than about the device, so that it counts in the mean and not as a peak.
 */
final class TypeRecorder {

    private final long bucketNanos;
    private final long shortestPeakNanos;
    private final double[] least;
    private final double[] most;
    private final boolean[] gap;
    private final boolean[] estimated;
    private final Map<Device, Track> tracks = new HashMap<>();
    private long tickStart;
    private long tickEnd;

    /** What is kept of one device. */
    private static final class Track {
        final double[] wattNanos;
        final long[] nanos;
        double lastWatts = Double.NaN;

        Track(int buckets) {
            wattNanos = new double[buckets];
            nanos = new long[buckets];
        }
    }

    TypeRecorder(int buckets, long bucketNanos, Duration nominal) {
        this.bucketNanos = bucketNanos;
        shortestPeakNanos = nominal.toNanos() / 2;
        least = new double[buckets];
        most = new double[buckets];
        gap = new boolean[buckets];
        estimated = new boolean[buckets];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    void add(Device device) {
        tracks.put(device, new Track(least.length));
    }

    void interval(long elapsedNanos, Device device, DeviceInterval interval) {
        Track track = tracks.get(device);
        if (track == null) {
            return;
        }
        if (elapsedNanos != tickEnd) {
            endTick();
            tickStart = tickEnd;
            tickEnd = elapsedNanos;
        }
        long start = elapsedNanos - interval.spanNanos();
        if (interval.isGap() || !interval.isKnown()) {
            track.lastWatts = Double.NaN;
            each(start, elapsedNanos, (bucket, nanos) -> gap[bucket] = true);
        } else if (interval.spanNanos() > 0) {
            double watts = interval.watts();
            boolean model = interval.quality() == Quality.ESTIMATED;
            track.lastWatts = watts;
            each(start, elapsedNanos, (bucket, nanos) -> {
                track.wattNanos[bucket] += watts * nanos;
                track.nanos[bucket] += nanos;
                estimated[bucket] |= model;
            });
        }
    }

    private void endTick() {
        double sum = 0;
        for (Track track : tracks.values()) {
            sum += track.lastWatts;
        }
        double watts = sum;
        if (!Double.isNaN(watts) && tickEnd - tickStart >= shortestPeakNanos) {
            each(tickStart, tickEnd, (bucket, nanos) -> {
                least[bucket] = Math.min(least[bucket], watts);
                most[bucket] = Math.max(most[bucket], watts);
            });
        }
    }

    @FunctionalInterface
    private interface Part {
        void in(int bucket, long nanos);
    }

    private void each(long start, long end, Part part) {
        long at = Math.max(0, start);
        while (at < end) {
            int bucket = (int) (at / bucketNanos);
            if (bucket >= gap.length) {
                return;
            }
            long until = Math.min(end, (bucket + 1) * bucketNanos);
            part.in(bucket, until - at);
            at = until;
        }
    }

    List<Bucket> buckets() {
        endTick();
        List<Bucket> list = new ArrayList<>(gap.length);
        for (int i = 0; i < gap.length; i++) {
            list.add(new Bucket(range(i), gap[i], estimated[i]));
        }
        return list;
    }

    /** Empty where one of the devices is unknown: the sum of the others is not the power of the type. */
    private Optional<Range> range(int bucket) {
        double mean = 0;
        for (Track track : tracks.values()) {
            if (track.nanos[bucket] == 0) {
                return Optional.empty();
            }
            mean += track.wattNanos[bucket] / track.nanos[bucket];
        }
        return Optional.of(new Range(
                Power.ofWatts(Math.min(least[bucket], mean)),
                Power.ofWatts(mean),
                Power.ofWatts(Math.max(most[bucket], mean))));
    }
}
