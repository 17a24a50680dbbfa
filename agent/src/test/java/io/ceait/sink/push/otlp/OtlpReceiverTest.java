package io.ceait.sink.push.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.ceait.http.Listener;
import io.ceait.metrics.Metric;
import io.ceait.run.PlannedProgress;
import io.ceait.run.SimulatedRun;
import io.ceait.run.Snapshot;
import io.ceait.sink.push.PushException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets, as the classes that are made from the protocol's own description read it. */
class OtlpReceiverTest {

    private static final Instant START = Instant.parse("2025-06-01T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    @SuppressWarnings("NullAway.Init")
    private Listener collector;

    private final SimulatedRun simulated = new SimulatedRun();

    @BeforeEach
    void listen() throws IOException {
        collector = Listener.start();
        simulated.clock.at(Duration.ofSeconds(36), simulated::endJob);
    }

    @AfterEach
    void close() {
        collector.close();
    }

    private OtlpReceiver receiver(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address().toString());
        OtlpReceiver receiver = new OtlpReceiver(OtlpSettings.of(variables), () -> 0);
        Snapshot snapshot = simulated.execute(out).snapshot();
        receiver.started(() -> snapshot);
        return receiver;
    }

    private ExportMetricsServiceRequest received() throws IOException {
        return ExportMetricsServiceRequest.parseFrom(collector.requests().get(0).body());
    }

    private static Map<String, String> attributes(List<KeyValue> list) {
        return list.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, pair -> pair.getValue().getStringValue(), (one, other) -> one, TreeMap::new));
    }

    private static List<io.opentelemetry.proto.metrics.v1.Metric> metrics(ExportMetricsServiceRequest request) {
        return request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
    }

    private static io.opentelemetry.proto.metrics.v1.Metric metric(ExportMetricsServiceRequest request, String name) {
        return metrics(request).stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<Map<String, String>, Double> values(List<NumberDataPoint> points) {
        return points.stream()
                .collect(
                        Collectors.toMap(point -> attributes(point.getAttributesList()), NumberDataPoint::getAsDouble));
    }

    private static Map<String, String> cpu0(String key, String value) {
        return Map.of("hw.id", "cpu0", "hw.type", "cpu", key, value);
    }

    @Test
    void everyFamilyOfTheCatalogueHasItsNameUnitAndKind() throws Exception {
        PlannedProgress.eightEpochs(simulated);
        receiver(Map.of()).push(false);
        ExportMetricsServiceRequest request = received();
        for (Metric family : Metric.values()) {
            if (family.otelName().isPresent()) {
                io.opentelemetry.proto.metrics.v1.Metric metric =
                        metric(request, family.otelName().get());
                assertThat(metric.getUnit()).isEqualTo(family.unit().ucum());
                assertThat(metric.getDescription()).isEqualTo(family.help());
                assertThat(metric.hasSum()).as(metric.getName()).isEqualTo(family.kind() == Metric.Kind.COUNTER);
                assertThat(metric.hasGauge()).isEqualTo(family.kind() == Metric.Kind.GAUGE);
            }
        }
        assertThat(metrics(request)).hasSize((int) Arrays.stream(Metric.values())
                .filter(family -> family.otelName().isPresent())
                .count());
    }

    @Test
    void theHardwareIsNamedByTheConventions() throws Exception {
        receiver(Map.of()).push(false);
        io.opentelemetry.proto.metrics.v1.Metric energy = metric(received(), "hw.energy");
        assertThat(energy.getUnit()).isEqualTo("J");
        assertThat(values(energy.getSum().getDataPointsList()))
                .containsEntry(
                        Map.of("hw.id", "cpu0", "hw.type", "cpu", "hw.name", "model of cpu0", "ceait.source", "rapl"),
                        3600.0)
                .containsEntry(
                        Map.of(
                                "hw.id",
                                "ram",
                                "hw.type",
                                "memory",
                                "hw.name",
                                "model of ram",
                                "ceait.source",
                                "ram-model"),
                        360.0);
        io.opentelemetry.proto.metrics.v1.Metric power = metric(received(), "hw.power");
        assertThat(power.getUnit()).isEqualTo("W");
        assertThat(power.getGauge().getDataPointsList())
                .extracting(NumberDataPoint::getAsDouble)
                .containsExactly(100.0, 50.0, 10.0);
    }

    @Test
    void theJobsFiguresAreThoseOfTheRun() throws Exception {
        receiver(Map.of()).push(false);
        ExportMetricsServiceRequest request = received();
        assertThat(values(metric(request, "ceait.job.energy").getSum().getDataPointsList()))
                .containsEntry(cpu0("ceait.attribution", "occupancy"), 900.0)
                .containsEntry(cpu0("ceait.attribution", "active"), 1800.0)
                .containsEntry(cpu0("ceait.attribution", "machine"), 3600.0);
        assertThat(values(metric(request, "ceait.job.emissions").getSum().getDataPointsList())
                        .get(Map.of("hw.type", "cpu")))
                .isCloseTo(0.225, within(1e-12));
        assertThat(values(metric(request, "ceait.device.occupancy").getGauge().getDataPointsList()))
                .containsEntry(Map.of("hw.id", "cpu0", "hw.type", "cpu"), 0.25);
        assertThat(values(metric(request, "ceait.source.up").getGauge().getDataPointsList()))
                .containsEntry(Map.of("ceait.source", "rapl"), 1.0);
    }

    @Test
    void sumsAreCumulativeSinceTheFirstSample() throws Exception {
        receiver(Map.of()).push(false);
        long start = START.getEpochSecond() * 1_000_000_000;
        for (io.opentelemetry.proto.metrics.v1.Metric metric : metrics(received())) {
            if (metric.hasSum()) {
                assertThat(metric.getSum().getAggregationTemporality())
                        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
                assertThat(metric.getSum().getIsMonotonic()).isTrue();
            }
            List<NumberDataPoint> points = metric.hasSum()
                    ? metric.getSum().getDataPointsList()
                    : metric.getGauge().getDataPointsList();
            assertThat(points).isNotEmpty().allSatisfy(point -> {
                assertThat(point.getStartTimeUnixNano()).isEqualTo(metric.hasSum() ? start : 0);
                assertThat(point.getTimeUnixNano())
                        .isEqualTo(start + Duration.ofSeconds(36).toNanos());
            });
        }
    }

    @Test
    void theResourceIsTheRunAndTheUserKnowsBetter() throws Exception {
        receiver(Map.of("OTEL_SERVICE_NAME", "digits", "OTEL_RESOURCE_ATTRIBUTES", "host.name=other,team=vision"))
                .push(false);
        assertThat(attributes(received().getResourceMetrics(0).getResource().getAttributesList()))
                .containsEntry("service.name", "digits")
                .containsEntry("service.version", "0.0-test")
                .containsEntry(
                        "service.instance.id",
                        "run-1@node-1:" + ProcessHandle.current().pid())
                .containsEntry("host.name", "other")
                .containsEntry("team", "vision")
                .containsEntry("ceait.run.id", "run-1");
    }

    @Test
    void itIsPostedAsTheProtocolSays() throws Exception {
        receiver(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=a", "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"))
                .push(false);
        Listener.Request request = collector.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/v1/metrics");
        assertThat(request.header("Content-Type")).isEqualTo("application/x-protobuf");
        assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(request.header("x-tenant")).isEqualTo("a");
        ExportMetricsServiceRequest read =
                ExportMetricsServiceRequest.parseFrom(new GZIPInputStream(new ByteArrayInputStream(request.body())));
        assertThat(metric(read, "hw.energy").getSum().getDataPointsCount()).isEqualTo(3);
    }

    @Test
    void aTotalThatFellByARoundingIsNotTold() {
        ExportRequest request = new ExportRequest(Map.of(), "0");
        SimulatedRun shorter = new SimulatedRun();
        shorter.clock.at(Duration.ofSeconds(35), shorter::endJob);
        byte[] more = request.write(simulated.execute(out.resolve("more")).snapshot());
        byte[] less = request.write(shorter.execute(out.resolve("less")).snapshot());
        assertThat(sum(more)).isEqualTo(3600.0);
        assertThat(sum(less)).isEqualTo(3600.0);
    }

    private static double sum(byte[] message) {
        try {
            return metric(ExportMetricsServiceRequest.parseFrom(message), "hw.energy")
                    .getSum()
                    .getDataPoints(0)
                    .getAsDouble();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private PushException failure(OtlpReceiver receiver) {
        return catchThrowableOfType(PushException.class, () -> receiver.push(false));
    }

    @Test
    void pointsThatAreNotTakenAreToldOf() {
        byte[] answer = ExportMetricsServiceResponse.newBuilder()
                .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                        .setRejectedDataPoints(7)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray();
        collector.handle(exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        });
        assertThat(failure(receiver(Map.of())).why()).isEqualTo("did not take 7 of the points");
    }

    @Test
    void aCollectorThatIsBusySaysForHowLong() {
        collector.handle(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "30");
            Listener.answer(exchange, 503, "");
        });
        assertThat(failure(receiver(Map.of())).why()).startsWith("answered 503");
    }
}
