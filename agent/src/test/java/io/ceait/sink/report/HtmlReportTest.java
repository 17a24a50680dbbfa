package io.ceait.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.TableA1Row;
import io.ceait.attribution.Policy;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    private static final String HOSTILE = "</td><script>alert('x')</script><img src=//evil.example onerror=\"x()\">&";

    @TempDir
    private Path out;

    private MeteredRun run(String text, double... watts) throws IOException {
        MeteredRun run = new MeteredRun(RunDirectory.create(out, "run"), text, watts);
        try (RunWriter writer = new HtmlReport().writer(run.finished()).orElseThrow()) {
            run.replay(writer);
            writer.finish();
        }
        return run;
    }

    private String page() throws IOException {
        return Files.readString(out.resolve("run").resolve(HtmlReport.FILE));
    }

    @Test
    void textsFromOutsideStayTexts() throws IOException {
        run(HOSTILE, MeteredRun.steady(10));
        String page = page();
        assertThat(page).doesNotContain("<script", "<img", "onerror=\"x");
        assertThat(page)
                .contains("&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=//evil.example"
                        + " onerror=&quot;x()&quot;&gt;&amp;");
        // Every text of the fixture is shown: run, node, two models, factors, finding, model basis and setting.
        assertThat(Pattern.compile("alert\\(&#39;x").matcher(page).results().count())
                .isGreaterThanOrEqualTo(12);
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        run("run-1", MeteredRun.steady(10));
        String page = page();
        assertThat(page).contains("default-src 'none'".replace("'", "&#39;"));
        assertThat(page).doesNotContain("http://", "https://", "<script", "<link", "<img", "url(", "@import", "href=");
    }

    @Test
    void theNumbersAreThoseOfTheAssessment() throws IOException {
        double[] watts = MeteredRun.steady(3600);
        for (int i = 0; i < 1800; i++) {
            watts[i] = 300;
        }
        MeteredRun run = run("run-1", watts);
        Assessment assessment = Assessment.of(run.snapshot());
        String page = page();
        assertThat(page)
                .contains(
                        ">" + Figures.kilowattHours(assessment.energy()) + "<",
                        ">" + Figures.kilograms(assessment.emissions()) + "<",
                        Figures.percent(assessment.emissionsUncertainty()),
                        Figures.kilowattHours(assessment.unattributed()));
        for (TableA1Row row : assessment.tableA1()) {
            assertThat(page)
                    .contains(
                            ">" + row.meanPower() + "<",
                            ">" + row.occupancy() + "<",
                            ">" + Figures.kilowattHours(row.energy()) + "<",
                            ">" + Figures.kilowattHours(row.productOfMeans()) + "<");
        }
        for (Policy policy : Policy.values()) {
            assertThat(page).contains(">" + Figures.kilowattHours(run.snapshot().jobEnergy(policy)) + "<");
        }
        for (DeviceBooks device : run.snapshot().books().devices()) {
            assertThat(page)
                    .contains(
                            ">" + Figures.kilowattHours(device.energy()) + "<",
                            ">± " + Figures.percent(assessment.uncertaintyOf(device.device())) + "<");
        }
        // One CPU of four was the job's, all the time: a quarter of (300 W + 100 W) / 2 for an hour.
        assertThat(page).contains("0.05 kWh", "25 %", "200 W");
    }

    @Test
    void anEstimateIsMarkedAsOne() throws IOException {
        run("run-1", MeteredRun.steady(10));
        assertThat(page())
                .contains("A model told the power of ram")
                .contains("<tr class=\"estimated\"><td class=\"text\" data-heading=\"Device\">ram</td>")
                .contains("<tr class=\"measured\"><td class=\"text\" data-heading=\"Device\">cpu0</td>")
                .contains("class=\"mean estimated\"");
    }

    @Test
    void aGapBreaksTheLine() throws IOException {
        double[] watts = MeteredRun.steady(60);
        watts[30] = MeteredRun.missing();
        run("run-1", watts);
        String page = page();
        assertThat(page).contains("class=\"gap\"");
        assertThat(Pattern.compile("class=\"mean\"").matcher(page).results().count())
                .isEqualTo(2);
    }

    @Test
    void aRunWithoutAnIntervalHasAReport() throws IOException {
        run("run-1");
        assertThat(page()).contains("0 kWh").contains("nothing is known");
    }
}
