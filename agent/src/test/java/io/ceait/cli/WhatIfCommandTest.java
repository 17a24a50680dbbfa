package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.cli.Commands.Result;
import io.ceait.data.AtomicFile;
import io.ceait.sink.report.HtmlValidity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of two hours, 3 kWh in the first and 1 kWh in the second, on a signal of hours: the fourth toy of the vectors. */
class WhatIfCommandTest {

    private static final String HEADER = "time_utc,elapsed_s,interval_s,device_type,device,source,quality,power_w,"
            + "occupancy,energy_j,job_energy_j,intensity_kg_per_kwh,emissions_kg,gap\n";

    @TempDir
    Path dir;

    private Path series;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(
                dir.resolve("samples.csv"),
                HEADER + row("12:30:00", 1800, 4e6) + row("13:00:00", 3600, 6.8e6) + row("14:00:00", 7200, 3.6e6));
        Files.writeString(dir.resolve("summary.json"), """
                {"schema": "ceait.summary/1", "run_id": "toy", "duration_s": 7200, "attribution": "machine",
                 "devices": [], "energy_kwh": {"offline": 4}, "pue": {"value": 1.5},
                 "intensity": {"mean_kg_per_kwh": 0.3, "kind": "average, direct CO2e"}, "uncertainty": {"energy_rel": 0.1}}
                """);
        series = Files.writeString(dir.resolve("moer.csv"), """
                # marginal operating emission rate
                time_utc,gco2_per_kwh
                2026-03-01T12:00:00Z,500
                2026-03-01T13:00:00Z,100
                2026-03-01T14:00:00Z,400
                2026-03-01T15:00:00Z,100
                2026-03-01T16:00:00Z,300
                """);
    }

    private static String row(String time, int elapsed, double joules) {
        int interval = elapsed == 7200 ? 3600 : 1800;
        return "2026-03-01T" + time + ".000Z," + elapsed + "," + interval + ",cpu,cpu0,rapl,measured,1,1," + joules
                + "," + joules + ",0.3,0,0\n";
    }

    private Result whatIf(String... options) {
        List<String> args = new ArrayList<>(List.of(dir.toString(), "--intensity-series", series.toString()));
        args.addAll(List.of(options));
        return Commands.run(new WhatIfCommand(), args.toArray(String[]::new));
    }

    @Test
    void thePapersRulesAndTheBestOfAll() {
        Result result = whatIf("--slack", "3h", "--json");
        assertThat(result.code()).as(result.err()).isZero();
        // The toy's grams, times a hundred for its signal, times 1.5 for the PUE.
        assertThat(result.number("/as_run/emissions_kg")).isCloseTo(16 * 0.15, within(1e-9));
        assertThat(result.number("/slacks/0/flexible_start/emissions_kg")).isCloseTo(6 * 0.15, within(1e-9));
        assertThat(result.number("/slacks/0/flexible_start/saving_percent")).isCloseTo(62.5, within(1e-9));
        assertThat(result.number("/slacks/0/pause_and_resume/emissions_kg")).isCloseTo(4 * 0.15, within(1e-9));
        assertThat(result.number("/slacks/0/best/emissions_kg")).isCloseTo(4 * 0.15, within(1e-9));
        assertThat(result.json())
                .containsEntry("/schema", "ceait.whatif/1")
                .containsEntry("/run_id", "toy")
                .containsEntry("/signal/kind", "marginal")
                .containsEntry("/started_at", "2026-03-01T12:00:00Z")
                .containsEntry("/slacks/0/steps", 3.0)
                .containsEntry("/slacks/0/pause_and_resume/pauses", 1.0)
                .containsEntry("/slacks/0/pause_and_resume/begins", "2026-03-01T13:00:00Z")
                .containsEntry("/slacks/0/pause_and_resume/ends", "2026-03-01T16:00:00Z")
                .containsEntry("/places_by_average_intensity/0/zone", "null");
    }

    /** Idling at 2 kW through the hour of 400 g costs 0.8 kg before PUE: more than a pause saves. */
    @Test
    void aPauseThatCostsTooMuchIsNotMade() {
        Result result = whatIf("--slack", "3h", "--idle-power", "2000", "--pause-overhead", "30m", "--json");
        assertThat(result.number("/pause_overhead_kwh")).isCloseTo(1, within(1e-9));
        assertThat(result.number("/slacks/0/pause_and_resume/emissions_kg"))
                .isCloseTo((0.4 + 0.8 + 0.1) * 1.5, within(1e-9));
        assertThat(result.json()).containsEntry("/slacks/0/best/pauses", 0.0);
        assertThat(result.number("/slacks/0/best/emissions_kg"))
                .isCloseTo(result.number("/slacks/0/flexible_start/emissions_kg"), within(1e-12));
    }

    @Test
    void theDefaultIsADayAndTheRunsOwnLength() {
        Result result = whatIf();
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("marginal intensity of ")
                .contains("as it ran")
                .contains("flexible-start    24h")
                .contains("pause-and-resume  100%")
                .doesNotContain("note:");
        assertThat(result.err())
                .contains("note: the series reaches to")
                .contains("of a slack of 24h")
                .contains("its totals do not compare with the run's inventory");
    }

    @Test
    void otherZonesAndPuesAreAverageFiguresApart() {
        Result result = whatIf("--zone", "FR,DE", "--pue", "1.1,1.5", "--slack", "0s", "--json");
        assertThat(result.number("/places_by_average_intensity/0/emissions_kg")).isCloseTo(4 * 0.3 * 1.5, within(1e-9));
        double france = result.number("/places_by_average_intensity/1/kg_per_kwh");
        assertThat(result.number("/places_by_average_intensity/1/emissions_kg"))
                .isCloseTo(4 * france * 1.1, within(1e-9));
        assertThat(result.json())
                .containsEntry("/places_by_average_intensity/1/zone", "FR")
                .containsEntry("/places_by_average_intensity/4/zone", "DE")
                .containsEntry("/places_by_average_intensity/4/pue", 1.5)
                .containsEntry("/slacks/0/flexible_start/saving_percent", 0.0);
        assertThat(whatIf("--zone", "FR").err()).contains("do not compare").contains("count different things");
        Result table = whatIf("--pue", "1.2");
        assertThat(table.err()).doesNotContain("count different things");
        assertThat(table.out())
                .contains("by constant average intensities")
                .contains("as it ran")
                .doesNotContain("as assessed")
                .contains("-20.0 %");
    }

    @Test
    void whatEmittedNothingHasNoChange() throws IOException {
        Path summary = dir.resolve("summary.json");
        Files.writeString(
                summary, Files.readString(summary).replace("\"mean_kg_per_kwh\": 0.3", "\"mean_kg_per_kwh\": 0"));
        Files.writeString(series, Files.readString(series).replaceAll(",[0-9]+(?=\n)", ",0"));
        Result json = whatIf("--zone", "FR", "--slack", "1h", "--json");
        assertThat(json.json())
                .containsEntry("/places_by_average_intensity/1/change_percent", "null")
                .containsEntry("/slacks/0/flexible_start/saving_percent", "null");
        Result table = whatIf("--zone", "FR", "--slack", "1h");
        assertThat(table.out()).doesNotContain("0.0 %").containsPattern("FR .* - ");
    }

    @Test
    void cloudServicesAreSaidToBeLeftOut() throws IOException {
        assertThat(whatIf("--zone", "FR").err()).doesNotContain("cloud services");
        Path summary = dir.resolve("summary.json");
        Files.writeString(
                summary, Files.readString(summary).replace("\"offline\": 4", "\"offline\": 4, \"online\": 0.5"));
        assertThat(whatIf("--zone", "FR").err())
                .contains("note: the cloud services of the run, 500 Wh as stated, are left out");
    }

    @Test
    void aStartElsewhereInTheSeries() {
        Result result = whatIf("--start", "2026-03-01T13:20:00Z", "--slack", "1h", "--json");
        assertThat(result.number("/as_run/emissions_kg")).isCloseTo((0.3 + 0.4) * 1.5, within(1e-9));
        assertThat(result.json()).containsEntry("/as_run/begins", "2026-03-01T13:00:00Z");
    }

    @Test
    void aPageShowsWhenEachScheduleRuns() throws IOException {
        Path page = dir.resolve("whatif.html");
        Path own = Files.writeString(dir.resolve("whatif.html.part"), "a draft of the user's");
        Files.writeString(
                dir.resolve("summary.json"),
                Files.readString(dir.resolve("summary.json")).replace("\"toy\"", "\"<script>toy\""));
        Result result = whatIf("--slack", "3h", "--zone", "FR", "--html", page.toString());
        assertThat(result.code()).as(result.err()).isZero();
        String html = Files.readString(page);
        assertThat(HtmlValidity.problems(html)).isEmpty();
        assertThat(html)
                .doesNotContain("<script")
                .contains("What if: run &lt;script&gt;toy at other times")
                .contains("viewBox=\"0 0 5 100\"")
                // The paused run: the second and the fourth hour, each a stretch of its own.
                .contains("<rect x=\"1\" y=\"0\" width=\"1\" height=\"1\">")
                .contains("<rect x=\"3\" y=\"0\" width=\"1\" height=\"1\">")
                .contains("pause and resume, slack 3h: 600 gCO2e, 75.0 % saved")
                .contains("<td>FR</td>");
        assertThat(own).hasContent("a draft of the user's");
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).noneMatch(AtomicFile::isUnfinished);
        }
    }

    @Test
    void wrongInputIsExitTwoAndNothingOnStandardOutput() throws IOException {
        assertRefused(whatIf("--slack", "soon"), "--slack: 'soon' is no duration");
        assertRefused(whatIf("--slack", "-5%"), "--slack: '-5%' is no slack");
        assertRefused(whatIf("--pue", "0.9"), "--pue: a PUE of 0.9 is impossible");
        assertRefused(whatIf("--zone", "Germany"), "--zone: unknown zone");
        assertRefused(whatIf("--idle-power", "-1"), "--idle-power: power is a finite number");
        assertRefused(whatIf("--start", "yesterday"), "--start: \"yesterday\" is no time");
        assertRefused(whatIf("--start", "2026-02-01T00:00:00Z"), "tells nothing of 2026-02-01T00:00:00Z");
        assertRefused(whatIf("--start", "2026-03-01T17:10:00Z"), "state another --start");
        assertRefused(Commands.run(new WhatIfCommand(), dir.toString()), "--intensity-series");
        Files.writeString(dir.resolve("samples.csv"), HEADER);
        assertRefused(whatIf(), "holds no interval");
        Files.delete(dir.resolve("samples.csv"));
        assertRefused(whatIf(), "it holds no samples.csv");
        Files.writeString(dir.resolve("summary.json"), "{");
        assertRefused(whatIf(), "summary.json");
    }

    private static void assertRefused(Result result, String sentence) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(sentence).doesNotContain("\tat ");
    }
}
