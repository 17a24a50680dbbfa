package io.ceait.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.SimulatedRun;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmissionsOmTest {

    private static final long START = 1_748_736_000;

    @TempDir
    private Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    private SimulatedRun.Result run(Duration length) {
        simulated.sinks.add(new EmissionsOm());
        simulated.clock.at(length, simulated::endJob);
        SimulatedRun.Result result = simulated.execute(out);
        assertThat(result.outcome().allWritten()).isTrue();
        return result;
    }

    private static List<String> samplesOf(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).toList();
    }

    @Test
    void aSeriesRunsFromZeroAtTheStartToTheTotalAtTheEnd() throws IOException {
        List<String> lines = Files.readAllLines(run(Duration.ofMillis(3_250)).file("emissions.om"));
        String series =
                "ceait_device_energy_joules_total{run_id=\"run-1\",node=\"node-1\",device_type=\"cpu\",device=\"cpu0\","
                        + "source=\"rapl\"} ";
        assertThat(samplesOf(lines, series))
                .containsExactly(
                        series + "0.0 " + START + ".000",
                        series + "100.0 " + (START + 1) + ".000",
                        series + "200.0 " + (START + 2) + ".000",
                        series + "300.0 " + (START + 3) + ".000",
                        series + "325.0 " + (START + 3) + ".250");
        assertThat(lines).endsWith("# EOF").containsOnlyOnce("# EOF");
        assertThat(lines)
                .contains("# TYPE ceait_device_energy_joules counter", "# UNIT ceait_device_energy_joules joules");
    }

    @Test
    void eachFamilyStandsTogetherAndEachSeriesToo() throws IOException {
        List<String> lines = Files.readAllLines(run(Duration.ofSeconds(20)).file("emissions.om"));
        Set<String> seen = new HashSet<>();
        String before = "";
        for (String line : lines) {
            String series = line.startsWith("#")
                    ? line.split(" ")[2 > line.split(" ").length - 1 ? 1 : 2]
                    : line.split("\\}")[0];
            if (!series.equals(before)) {
                assertThat(seen.add(series)).as(line).isTrue();
                before = series;
            }
        }
    }

    /** The last point of each series is what the endpoint shows at the end of the run. */
    @Test
    void theLastPointsAreWhatAScrapeReads() throws IOException {
        SimulatedRun.Result result = run(Duration.ofSeconds(7));
        byte[] scraped = new MetricsRegistry(result::snapshot).scrape("text/plain");
        Set<String> scrape = new HashSet<>();
        new String(scraped, StandardCharsets.UTF_8)
                .lines()
                .map(EmissionsOmTest::canonical)
                .forEach(scrape::add);
        List<String> last = new ArrayList<>();
        String end = " " + (START + 7) + ".000";
        for (String line : Files.readAllLines(result.file("emissions.om"))) {
            if (line.endsWith(end)) {
                last.add(canonical(line.substring(0, line.length() - end.length())));
            }
        }
        assertThat(last)
                .hasSizeGreaterThan(25)
                .allSatisfy(line -> assertThat(scrape).contains(line));
        // And the other way round, but for what no journal holds.
        assertThat(scrape)
                .filteredOn(line -> !line.startsWith("#"))
                .filteredOn(line -> !line.matches("ceait_(agent|sample_duration|last_sample)_.*"))
                .allSatisfy(line -> assertThat(last).contains(line));
    }

    /** The remainder is a difference of two sums, which may fall by a rounding. */
    @Test
    void aCounterNeverFalls() throws IOException {
        Points counter = new Points(true);
        Points gauge = new Points(false);
        for (double value : new double[] {1, 0.9999999999999999, 2}) {
            counter.add(Math.round(value * 1000) + (value == 1 ? 0 : 500), value);
            gauge.add(Math.round(value * 1000) + (value == 1 ? 0 : 500), value);
        }
        StringWriter text = new StringWriter();
        counter.write(text, "c ");
        gauge.write(text, "g ");
        assertThat(text.toString().lines())
                .containsExactly(
                        "c 1.0 1.000",
                        "c 1.0 1.500",
                        "c 2.0 2.500",
                        "g 1.0 1.000",
                        "g 0.9999999999999999 1.500",
                        "g 2.0 2.500");
    }

    /** With its labels in order. */
    private static String canonical(String line) {
        int brace = line.indexOf('{');
        if (brace < 0 || line.startsWith("#")) {
            return line;
        }
        String[] labels = line.substring(brace + 1, line.indexOf('}')).split(",", -1);
        java.util.Arrays.sort(labels);
        return line.substring(0, brace) + String.join(",", labels) + " "
                + Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    void aWallClockThatIsSetBackTurnsNoTimeBack() throws IOException {
        simulated.clock.at(Duration.ofMillis(2_500), () -> simulated.clock.shiftWall(Duration.ofHours(-1)));
        List<String> lines = Files.readAllLines(run(Duration.ofSeconds(5)).file("emissions.om"));
        List<String> points = samplesOf(lines, "ceait_job_cpu_seconds_total{");
        assertThat(points).hasSize(6);
        assertThat(points.get(5)).endsWith(" 5.0 " + (START + 5) + ".000");
    }

    @ParameterizedTest
    @CsvSource({
        "PT1M, 30, 1",
        "PT2H30M, 30, 1",
        "P1D, 30, 10",
        "P30D, 30, 300",
        "P30D, 80, 600",
        "P365D, 30, 3600",
        "P3650D, 400, 432000"
    })
    void theLongerTheRunTheFartherItsPointsAreApart(Duration length, int series, long seconds) {
        Duration step = Backfill.step(length, series);
        assertThat(step.toSeconds()).isLessThanOrEqualTo(seconds).isGreaterThan(seconds / 3);
        assertThat(length.dividedBy(step) * series).isLessThanOrEqualTo(400_000);
    }
}
