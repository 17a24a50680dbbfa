package io.ceait.sink.push.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables as the OpenTelemetry specification describes them. */
class OtlpSettingsTest {

    @Test
    void withoutVariablesItIsACollectorOnThisMachineOnceAMinute() {
        OtlpSettings settings = OtlpSettings.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "));
        assertThat(settings.endpoint()).hasToString("http://localhost:4318/v1/metrics");
        assertThat(settings.headers()).isEmpty();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.compressed()).isFalse();
        assertThat(settings.trust()).isEmpty();
        assertThat(settings.resource()).isEmpty();
        assertThat(settings.disabled()).isFalse();
        assertThat(settings.tellsHeaders()).isFalse();
    }

    @Test
    void whatIsStatedForAllHolds() {
        OtlpSettings settings = OtlpSettings.of(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "https://otlp.example.org/otlp/",
                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20YTpi, x-tenant=a+b",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "2500",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                "OTEL_METRIC_EXPORT_INTERVAL", "5000",
                "OTEL_RESOURCE_ATTRIBUTES", "service.name=other,deployment.environment.name=a%2Cb",
                "OTEL_SERVICE_NAME", "digits"));
        assertThat(settings.endpoint()).hasToString("https://otlp.example.org/otlp/v1/metrics");
        assertThat(settings.headers())
                .containsExactly(Map.entry("Authorization", "Basic YTpi"), Map.entry("x-tenant", "a+b"));
        assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.compressed()).isTrue();
        assertThat(settings.resource())
                .containsEntry("service.name", "digits")
                .containsEntry("deployment.environment.name", "a,b");
    }

    @Test
    void whatIsStatedForMetricsComesFirst() {
        OtlpSettings settings = OtlpSettings.of(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "https://traces.example.org",
                "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://prometheus.example.org:9090/api/v1/otlp/v1/metrics",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf",
                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "none",
                "OTEL_EXPORTER_OTLP_HEADERS", "a=1",
                "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "b=2",
                "OTEL_SDK_DISABLED", "TRUE"));
        assertThat(settings.endpoint()).hasToString("http://prometheus.example.org:9090/api/v1/otlp/v1/metrics");
        assertThat(settings.compressed()).isFalse();
        assertThat(settings.headers()).containsExactly(Map.entry("b", "2"));
        assertThat(settings.tellsHeaders()).isTrue();
        assertThat(settings.disabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4318",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, unix:/run/otel",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
        "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL, http/json",
        "OTEL_EXPORTER_OTLP_COMPRESSION, zstd",
        "OTEL_EXPORTER_OTLP_TIMEOUT, 10s",
        "OTEL_EXPORTER_OTLP_TIMEOUT, 0",
        "OTEL_METRIC_EXPORT_INTERVAL, 5",
        "OTEL_EXPORTER_OTLP_HEADERS, s3cret",
        "OTEL_EXPORTER_OTLP_HEADERS, a b=s3cret",
        "OTEL_EXPORTER_OTLP_HEADERS, host=s3cret",
        "OTEL_EXPORTER_OTLP_HEADERS, a=s3cret%zz",
        "OTEL_EXPORTER_OTLP_HEADERS, a=s3cret%0Ab",
        "OTEL_RESOURCE_ATTRIBUTES, =s3cret",
        "OTEL_EXPORTER_OTLP_CERTIFICATE, /nowhere/ca.pem",
    })
    void whatCannotBeFollowedIsRefusedByTheNameOfItsVariable(String variable, String value) {
        assertThatThrownBy(() -> OtlpSettings.of(Map.of(variable, value)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(variable + ": ")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aFileWithoutCertificatesIsRefused(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\nnone\n");
        assertThatThrownBy(() -> OtlpSettings.of(Map.of("OTEL_EXPORTER_OTLP_CERTIFICATE", file.toString())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no certificate in PEM");
    }
}
