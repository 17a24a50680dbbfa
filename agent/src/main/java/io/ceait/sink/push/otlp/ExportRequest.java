package io.ceait.sink.push.otlp;

import io.ceait.device.Device;
import io.ceait.energy.DeviceBooks;
import io.ceait.metrics.Metric;
import io.ceait.metrics.SnapshotSeries;
import io.ceait.run.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a snapshot as the message {@code ExportMetricsServiceRequest} of opentelemetry-proto 1.x; the numbers are those of
 * its fields. Counters are cumulative sums since the first sample.
 */
final class ExportRequest {

    private static final String SCOPE = "io.ceait";

    /** {@code AGGREGATION_TEMPORALITY_CUMULATIVE}. */
    private static final int CUMULATIVE = 2;

    private final Map<String, String> resource;
    private final String version;

    /** What was sent of each counter: a difference of two sums may fall by a rounding, which readers take for a new start. */
    private final Map<List<String>, Double> sent = new HashMap<>();

    /**
     * @param resource attributes of what is measured
     * @param version of this program
     */
    ExportRequest(Map<String, String> resource, String version) {
        this.resource = resource;
        this.version = version;
    }

    private record Point(List<String> labels, double value) {}

    byte[] write(Snapshot snapshot) {
        Map<Metric, List<Point>> families = new EnumMap<>(Metric.class);
        SnapshotSeries.all(
                snapshot,
                (metric, labels, value) -> families.computeIfAbsent(metric, key -> new ArrayList<>())
                        .add(new Point(
                                labels, metric.kind() == Metric.Kind.COUNTER ? rising(metric, labels, value) : value)));
        return new Protobuf()
                .message(1, resourceMetrics -> {
                    resourceMetrics.message(
                            1, message -> resource.forEach((key, value) -> attribute(message, 1, key, value)));
                    resourceMetrics.message(2, scopeMetrics -> {
                        scopeMetrics.message(1, scope -> scope.string(1, SCOPE).string(2, version));
                        families.forEach((metric, points) -> metric.otelName()
                                .ifPresent(name -> scopeMetrics.message(
                                        2, message -> metric(message, name, metric, points, snapshot))));
                    });
                })
                .bytes();
    }

    private double rising(Metric metric, List<String> labels, double value) {
        List<String> series = new ArrayList<>(labels);
        series.add(metric.name());
        return sent.merge(series, value, Math::max);
    }

    private static void metric(Protobuf out, String name, Metric metric, List<Point> points, Snapshot snapshot) {
        out.string(1, name).string(2, metric.help()).string(3, metric.unit().ucum());
        boolean isSum = metric.kind() == Metric.Kind.COUNTER;
        out.message(isSum ? 7 : 5, data -> {
            for (Point point : points) {
                data.message(1, message -> point(message, metric, isSum, point, snapshot));
            }
            if (isSum) {
                data.number(2, CUMULATIVE).number(3, 1);
            }
        });
    }

    /** Times by the distance from the first sample, not by the wall clock, which may have been set back. */
    private static void point(Protobuf out, Metric metric, boolean isSum, Point point, Snapshot snapshot) {
        long start = nanos(snapshot.firstSample());
        for (int i = 0; i < point.labels().size(); i++) {
            label(out, metric.labels().get(i), point.labels().get(i));
        }
        if (metric.isOfTheHardwareConventions()) {
            attribute(out, 7, "hw.name", hardwareName(metric, point, snapshot));
        }
        if (isSum) {
            out.fixed64(2, start);
        }
        out.fixed64(3, start + snapshot.books().elapsedNanos()).real(4, point.value());
    }

    private static void label(Protobuf out, String label, String value) {
        // The conventions call memory so, and have no other name for it.
        String known = label.equals("device_type") && value.equals("ram") ? "memory" : value;
        if (!known.isEmpty()) {
            attribute(out, 7, Metric.otelAttribute(label), known);
        }
    }

    /** What the hardware calls itself; its id where it does not say. */
    private static String hardwareName(Metric metric, Point point, Snapshot snapshot) {
        String id = point.labels().get(metric.labels().indexOf("device"));
        return snapshot.books().devices().stream()
                .map(DeviceBooks::device)
                .filter(device -> device.id().equals(id))
                .map(Device::model)
                .filter(model -> !model.isBlank())
                .findFirst()
                .orElse(id);
    }

    private static void attribute(Protobuf out, int field, String key, String value) {
        out.message(field, pair -> pair.string(1, key).message(2, any -> any.string(1, value)));
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }
}
