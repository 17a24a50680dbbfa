package io.ceait.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.PlannedProgress;
import io.ceait.run.SimulatedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionSectionTest {

    @TempDir
    private Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    /** The section in a language, tags left out. */
    private String section(String language) throws IOException {
        simulated.sinks.add(new HtmlReports());
        String page = Files.readString(simulated.execute(out).file("report." + language + ".html"));
        int from = page.indexOf("<section id=\"prediction\">");
        return from < 0
                ? ""
                : page.substring(from, page.indexOf("</section>", from)).replaceAll("(<[^>]*>|\\s*\n)+", "|");
    }

    @Test
    void everyPredictionStandsBesideTheMeasuredFigure() throws IOException {
        PlannedProgress.eightEpochs(simulated);
        String text = section("en");
        assertThat(text)
                .contains("Prediction while running", "in epochs: 8 of 8, 100 %", "it used another 38.75 J")
                .contains("|50 %|last stable window|Energy, without PUE|794.4 J|794.4 J – 794.4 J|794.4 J|")
                .contains("|50 %|Carbontracker&#39;s|Energy, without PUE|775 J|–|794.4 J|-2.44 %|–|");
        assertThat(text.split("last stable window\\|", -1))
                .as("three quantities at three milestones")
                .hasSize(10);
    }

    @Test
    void inChineseToo() throws IOException {
        PlannedProgress.eightEpochs(simulated);
        assertThat(section("zh")).contains("运行期间的预测", "（轮次）：已完成 8，共 8", "|最近稳定窗口|能耗（不含 PUE）|794.4 J|");
    }

    @Test
    void aJobThatEndsEarlySaysSo() throws IOException {
        PlannedProgress.eightEpochs(simulated);
        simulated.duration = Optional.of(Duration.ofSeconds(9));
        assertThat(section("en")).contains("3 of 8, 37.5 %", "ended before all was done");
    }

    @Test
    void aJobThatSaysNothingHasNoSection() throws IOException {
        simulated.clock.at(Duration.ofSeconds(3), simulated::endJob);
        assertThat(section("en")).isEmpty();
    }
}
