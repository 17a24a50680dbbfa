package io.ceait.sink.report;

import io.ceait.device.Device;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Power of one device over the run, in buckets of equal length, of which there are few however long the run was. */
record PowerSeries(Device device, Duration length, List<Bucket> buckets) {

    /**
     * A stretch of time.
     *
     * @param power empty where nothing is known
     * @param gap whether a reading was missing somewhere in it
     * @param estimated whether a model told some of it
     */
    record Bucket(Optional<Range> power, boolean gap, boolean estimated) {}

    /** The least, mean and most power in a bucket: a peak of one sample is not averaged away. */
    record Range(Power least, Power mean, Power most) {}

    PowerSeries {
        buckets = List.copyOf(buckets);
    }

    /** The most power in any interval; empty when nothing is known. */
    Optional<Power> highest() {
        return buckets.stream()
                .flatMap(b -> b.power().stream())
                .map(Range::most)
                .max(Power::compareTo);
    }

    Optional<Power> lowest() {
        return buckets.stream()
                .flatMap(b -> b.power().stream())
                .map(Range::least)
                .min(Power::compareTo);
    }

    boolean hasGaps() {
        return buckets.stream().anyMatch(Bucket::gap);
    }

    boolean isEstimated() {
        return buckets.stream().anyMatch(Bucket::estimated);
    }
}
