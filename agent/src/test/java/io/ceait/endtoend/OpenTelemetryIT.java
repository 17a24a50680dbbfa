package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.http.Listener;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run received by the OpenTelemetry protocol. The receiver is the test's own, which reads with the classes that are
 * made from the protocol's description: Debian has none.
 */
class OpenTelemetryIT {

    private static final double JOULES = 3.6e6;

    @TempDir
    private Path dir;

    private static List<NumberDataPoint> points(ExportMetricsServiceRequest request, String name) {
        return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
                .filter(metric -> metric.getName().equals(name))
                .map(Metric::getSum)
                .findFirst()
                .orElseThrow()
                .getDataPointsList();
    }

    private static boolean has(List<KeyValue> attributes, String key, String value) {
        return attributes.stream()
                .anyMatch(pair -> pair.getKey().equals(key)
                        && pair.getValue().getStringValue().equals(value));
    }

    /** Of all points that have the attribute. */
    private static double sum(ExportMetricsServiceRequest request, String name, String key, String value) {
        return points(request, name).stream()
                .filter(point -> has(point.getAttributesList(), key, value))
                .mapToDouble(NumberDataPoint::getAsDouble)
                .sum();
    }

    private static List<ExportMetricsServiceRequest> received(Listener collector) throws IOException {
        List<ExportMetricsServiceRequest> received = new ArrayList<>();
        for (Listener.Request request : collector.requests()) {
            assertThat(request.header("x-tenant")).isEqualTo("vision");
            received.add(ExportMetricsServiceRequest.parseFrom(
                    new GZIPInputStream(new ByteArrayInputStream(request.body()))));
        }
        return received;
    }

    @Test
    void itsTotalsGrowToThoseOfTheSummary() throws Exception {
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("server"));
                Listener collector = Listener.start()) {
            collector.handle(exchange -> {
                boolean first = collector.requests().size() == 1;
                exchange.getResponseHeaders().set("Retry-After", "1");
                Listener.answer(exchange, first ? 503 : 200, "");
            });
            List<String> command = List.of(
                    "env",
                    "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.address(),
                    "OTEL_EXPORTER_OTLP_COMPRESSION=gzip",
                    "OTEL_EXPORTER_OTLP_HEADERS=x-tenant=vision",
                    "OTEL_METRIC_EXPORT_INTERVAL=500",
                    "OTEL_SERVICE_NAME=digits",
                    Agent.JAVA.toString(),
                    "-jar",
                    Agent.JAR.toString());
            Path out = dir.resolve("runs");
            try (Agent agent = Agent.startWith(
                    command,
                    Agent.Redirect.NOTHING,
                    "--machine",
                    "--path.sysfs",
                    server.sysfs(),
                    "--interval",
                    "200ms",
                    "--duration",
                    "3s",
                    "--no-listen",
                    "--otlp",
                    "--out",
                    out,
                    "--run-id",
                    "told")) {
                Agent.Ended ended = agent.await().succeeded();
                assertThat(ended.err()).containsOnlyOnce("answered 503").doesNotContain("did not get the last figures");
            }
            JsonFields summary = new RunOutputs(out.resolve("told")).summary();
            List<ExportMetricsServiceRequest> received = received(collector);
            assertThat(received).hasSizeGreaterThanOrEqualTo(3);
            ExportMetricsServiceRequest last = received.get(received.size() - 1);
            List<KeyValue> resource = last.getResourceMetrics(0).getResource().getAttributesList();
            assertThat(has(resource, "service.name", "digits")).isTrue();
            assertThat(has(resource, "ceait.run.id", "told")).isTrue();
            for (String policy : List.of("occupancy", "active", "machine")) {
                assertThat(sum(last, "ceait.job.energy", "ceait.attribution", policy))
                        .isPositive()
                        .isCloseTo(
                                summary.number("/energy_kwh_by_attribution/" + policy) * JOULES,
                                withinPercentage(1e-7));
            }
            for (String device : summary.column("/devices", "device")) {
                assertThat(sum(last, "hw.energy", "hw.id", device))
                        .isCloseTo(
                                summary.number(summary.element("/devices", "device", device) + "/energy_kwh") * JOULES,
                                withinPercentage(1e-7));
            }
            double before = 0;
            long start = points(last, "hw.energy").get(0).getStartTimeUnixNano();
            for (ExportMetricsServiceRequest request : received) {
                double now = sum(request, "ceait.job.energy", "ceait.attribution", "machine");
                assertThat(now).as("a total never falls").isGreaterThanOrEqualTo(before);
                before = now;
                assertThat(points(request, "hw.energy"))
                        .allSatisfy(point ->
                                assertThat(point.getStartTimeUnixNano()).isEqualTo(start));
            }
        }
    }
}
