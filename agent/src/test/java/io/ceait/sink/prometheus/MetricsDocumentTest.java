package io.ceait.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

            | Family | Type | Further labels | Meaning |
            |---|---|---|---|
            """;

    private static String document() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Metric metric : Metric.values()) {
            text.append("| `")
                    .append(metric.family())
                    .append("` | ")
                    .append(metric.kind.name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(metric.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")))
                    .append(" | ")
                    .append(metric.help)
                    .append(" |\n");
        }
        return text.toString();
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
