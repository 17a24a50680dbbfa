package io.ceait.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.TableA1Row;
import io.ceait.attribution.Policy;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunWriter;
import io.ceait.text.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HtmlReportsTest {

    private static final String HOSTILE = "</td><script>alert('x')</script><img src=//evil.example onerror=\"x()\">&";

    @TempDir
    private Path out;

    private MeteredRun run(String text, double... watts) throws IOException {
        MeteredRun run = new MeteredRun(RunDirectory.create(out, "run"), text, watts);
        try (RunWriter writer = new HtmlReports().writer(run.finished()).orElseThrow()) {
            run.replay(writer);
            writer.finish();
        }
        return run;
    }

    private String page() throws IOException {
        return page(Language.ENGLISH);
    }

    private String page(Language language) throws IOException {
        return Files.readString(out.resolve("run").resolve(Assessment.reportFile(language)));
    }

    @ParameterizedTest
    @EnumSource
    void textsFromOutsideStayTexts(Language language) throws IOException {
        run(HOSTILE, MeteredRun.steady(10));
        String page = page(language);
        assertThat(page).doesNotContain("<script", "<img", "onerror=\"x");
        assertThat(page)
                .contains("&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=//evil.example"
                        + " onerror=&quot;x()&quot;&gt;&amp;");
        // Every text of the fixture is shown: run, node, two models, factors, finding, model basis, setting and card.
        assertThat(Pattern.compile("alert\\(&#39;x").matcher(page).results().count())
                .isGreaterThanOrEqualTo(18);
    }

    /** With a gap, and a hostile text wherever one can stand; sections for what users state are in {@link StatedTest}. */
    @ParameterizedTest
    @EnumSource
    void thePageIsValidHtml(Language language) throws IOException {
        double[] watts = MeteredRun.steady(60);
        watts[30] = MeteredRun.missing();
        run(HOSTILE, watts);
        assertThat(HtmlValidity.problems(page(language))).isEmpty();
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        run("run-1", MeteredRun.steady(10));
        String page = page();
        assertThat(page).contains("default-src 'none'".replace("'", "&#39;")).doesNotContain("unsafe-inline");
        assertThat(page)
                .doesNotContain("http://", "https://", "<script", "<link", "<img", "url(", "@import", " style=");
        assertThat(Pattern.compile("href=\"(?!#)").matcher(page).find()).isFalse();
    }

    @Test
    void theStyleSheetIsTheOneThatThePolicyAllows() throws Exception {
        run("run-1", MeteredRun.steady(10));
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page());
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page())
                .contains("style-src &#39;sha256-" + Base64.getEncoder().encodeToString(digest) + "&#39;");
    }

    /** Numbers with their units, in the order of the page. */
    private static List<String> numbers(String page) {
        String body = page.substring(page.indexOf("<main>")).replaceAll("<[^>]*>", "\n");
        return Pattern.compile("[0-9][0-9.]* (kWh|kgCO2e/kWh|kgCO2e|W|%|h)(?![a-z])")
                .matcher(body)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    @Test
    void bothLanguagesTellTheSameNumbersInTheSameUnits() throws IOException {
        double[] watts = MeteredRun.steady(600);
        watts[30] = MeteredRun.missing();
        watts[300] = 471;
        run("run-1", watts);
        assertThat(numbers(page(Language.CHINESE)))
                .hasSizeGreaterThan(40)
                .containsExactlyElementsOf(numbers(page(Language.ENGLISH)));
    }

    @Test
    void theChineseReportIsInChinese() throws IOException {
        run("run-1", MeteredRun.steady(60));
        String page = page(Language.CHINESE);
        assertThat(page).startsWith("<!DOCTYPE html>\n<html lang=\"zh-CN\">");
        assertThat(page)
                .contains(
                        "人工智能模型训练碳排放评估报告",
                        "功能单位",
                        "系统边界",
                        "取舍准则",
                        "数据质量",
                        "不确定性",
                        "平均运行功率",
                        "占用率",
                        "电源使用效率（PUE）",
                        "电网排放因子");
        // What is left of English words stands in no sentence of the report's own: names, codes and statements of the
        // user.
        String text = page.substring(page.indexOf("<main>")).replaceAll("<[^>]*>", "\n");
        assertThat(text.lines()
                        .filter(line -> Pattern.compile("[a-z]{2,} [a-z]{2,} [a-z]{2,}")
                                .matcher(line)
                                .find()))
                .isEmpty();
    }

    @Test
    void bothReportsHaveTheSameSectionsInTheOrderOfTheStandard() throws IOException {
        run("run-1", MeteredRun.steady(10));
        Pattern section = Pattern.compile("<section id=\"([a-z-]+)\">");
        List<String> english =
                section.matcher(page()).results().map(m -> m.group(1)).toList();
        assertThat(english)
                .containsSubsequence(
                        "basic",
                        "scope",
                        "unit",
                        "boundary",
                        "data",
                        "calculation",
                        "result",
                        "quality",
                        "cut-off",
                        "uncertainty",
                        "recommendations",
                        "sources",
                        "configuration");
        assertThat(section.matcher(page(Language.CHINESE)).results().map(m -> m.group(1)))
                .containsExactlyElementsOf(english);
    }

    @Test
    void theCardIsShownAndWhatItLacksIsNamed() throws IOException {
        run("run-1", MeteredRun.steady(3600));
        // Four epochs: 0.025 kWh for the package at a quarter of 100 W for an hour, and the memory's part.
        assertThat(page()).contains(">one epoch<", "not stated, asked for by clause 5.3", ">Batch size<");
        assertThat(page(Language.CHINESE)).contains(">每训练轮次<", "未说明（第 5.3 条要求）", ">批大小<");
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
                            ">" + row.meanPower().orElseThrow() + "<",
                            ">" + row.occupancy().orElseThrow() + "<",
                            ">" + Figures.kilowattHours(row.energy()) + "<",
                            ">" + Figures.kilowattHours(row.productOfMeans().orElseThrow()) + "<");
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

    @Test
    void noSectionForWhatNobodyStated() throws IOException {
        run("run-1", MeteredRun.steady(10));
        assertThat(page()).doesNotContain("Software Carbon Intensity");
    }
}
