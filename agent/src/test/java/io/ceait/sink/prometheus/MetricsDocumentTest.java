package io.ceait.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} is made from the catalogue; {@code -Dceait.docs.write=true} makes it again. */
class MetricsDocumentTest {

    private static final Path FILE = Path.of("..", "docs", "metrics.md");

    private static final String HEAD = """
            # Metrics

            Made from the enum `Metric` by `MetricsDocumentTest`; write it again with
            `mvn -pl native,agent test -Dtest=MetricsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dceait.docs.write=true`.

            Served at `http://127.0.0.1:29477/metrics` while a run goes on, as Prometheus text or OpenMetrics by content
            negotiation. Units are base units. Every family has the labels `run_id` and `node` besides those below.

            Pushed with `--otlp` under the names of the last column, with units by UCUM; there `run_id` and `node` are the
            attributes `ceait.run.id` and `host.name` of the resource, and the labels have the names that the second table
            gives. [push.md](push.md) says more.

            | Family | Type | Further labels | Meaning | OpenTelemetry |
            |---|---|---|---|---|
            """;

    private static String document() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Metric metric : Metric.values()) {
            text.append("| `")
                    .append(metric.family())
                    .append("` | ")
                    .append(metric.kind().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(metric.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(metric.help())
                    .append(" | ")
                    .append(openTelemetry(metric))
                    .append(" |\n");
        }
        text.append("\n| Label | Attribute in OpenTelemetry |\n|---|---|\n");
        Arrays.stream(Metric.values())
                .filter(metric -> metric.otelName().isPresent())
                .flatMap(metric -> metric.labels().stream())
                .distinct()
                .forEach(label -> text.append("| `")
                        .append(label)
                        .append("` | `")
                        .append(Metric.otelAttribute(label))
                        .append("` |\n"));
        return text.toString();
    }

    private static String openTelemetry(Metric metric) {
        String unit = metric.unit().ucum().isEmpty() ? "" : ", " + metric.unit().ucum();
        return metric.otelName().map(name -> "`" + name + "`" + unit).orElse("");
    }

    @Test
    void theDocumentIsThatOfTheCatalogue() throws IOException {
        if (Boolean.getBoolean("ceait.docs.write")) {
            Files.writeString(FILE, document());
        }
        assertThat(FILE)
                .as("docs/metrics.md is out of date: write it again with -Dceait.docs.write=true")
                .hasContent(document());
    }
}
