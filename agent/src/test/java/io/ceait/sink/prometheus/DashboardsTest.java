package io.ceait.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code config/grafana} is made from the catalogue; {@code -Dceait.docs.write=true} makes it again. */
class DashboardsTest {

    private static final Pattern FAMILY = Pattern.compile("\\bceait_[a-z_]+");

    static List<Dashboard> shipped() {
        return List.of(Dashboards.run(), Dashboards.fleet());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theFileIsThatOfTheCatalogue(Dashboard dashboard) throws IOException {
        Path file = Path.of("..", "config", "grafana", dashboard.uid() + ".json");
        if (Boolean.getBoolean("ceait.docs.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, dashboard.json());
        }
        assertThat(file)
                .as("the dashboard is out of date: write it again with -Dceait.docs.write=true")
                .hasContent(dashboard.json());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyFamilyInAnExpressionIsServed(Dashboard dashboard) {
        List<String> served = Arrays.stream(Metric.values()).map(Metric::family).toList();
        for (Dashboard.Panel panel : dashboard.panels()) {
            for (Dashboard.Query query : panel.queries()) {
                Matcher family = FAMILY.matcher(query.expression());
                assertThat(family.find()).as(query.expression()).isTrue();
                do {
                    assertThat(served).as(panel.title()).contains(family.group());
                } while (family.find());
            }
        }
    }
}
