package io.ceait.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.metrics.Metric;
import io.ceait.run.PlannedProgress;
import io.ceait.run.RecordedRun;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunIdentity;
import io.ceait.run.SimulatedRun;
import io.ceait.run.Snapshot;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scraper gets. */
class MetricsPageTest {

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    /** The table of the contract: family, type, labels beyond run_id and node. */
    private static final String CONTRACT = """
            ceait_device_energy_joules_total counter device_type,device,source
            ceait_device_power_watts gauge device_type,device,source
            ceait_device_occupancy_ratio gauge device_type,device
            ceait_job_energy_joules_total counter device_type,device,attribution
            ceait_job_emissions_grams_total counter device_type
            ceait_job_cpu_seconds_total counter -
            ceait_job_memory_bytes gauge -
            ceait_job_processes gauge -
            ceait_grid_intensity_grams_per_kilowatt_hour gauge zone
            ceait_pue_ratio gauge -
            ceait_job_progress_ratio gauge unit
            ceait_predicted_energy_joules gauge method,bound
            ceait_predicted_emissions_grams gauge method,bound
            ceait_predicted_end_timestamp_seconds gauge method,bound
            ceait_source_up gauge source,reason
            ceait_sample_gaps_total counter -
            ceait_sample_gap_seconds_total counter -
            ceait_sample_errors_total counter source
            ceait_sample_duration_seconds summary -
            ceait_last_sample_timestamp_seconds gauge -
            ceait_agent_cpu_seconds_total counter -
            ceait_agent_resident_memory_bytes gauge -
            ceait_device_unattributed_energy_joules_total counter device_type,device,attribution
            ceait_run_primary gauge -
            ceait_run_info gauge version,attribution,standard
            """;

    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? (\\S+)(?: \\S+)?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final SimulatedRun simulated = new SimulatedRun();
    private final MetricsPage page = new MetricsPage();

    @BeforeEach
    void attach() {
        simulated.sinks.add(page);
        simulated.clock.at(Duration.ofSeconds(36), simulated::endJob);
    }

    private String scrape(String accept) throws IOException {
        return new String(page.scrape(accept).orElseThrow().body(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            labels.put(matcher.group(1), matcher.group(2));
        }
        return labels;
    }

    /** Values by name and labels without the common ones. */
    private static Map<String, Double> values(String scrape) {
        Map<String, Double> values = new HashMap<>();
        for (String line : scrape.split("\n", -1)) {
            Matcher matcher = SAMPLE.matcher(line);
            if (matcher.matches()) {
                Map<String, String> labels = labels(String.valueOf(matcher.group(2)));
                labels.keySet().removeAll(Set.of("run_id", "node"));
                values.put(matcher.group(1) + labels.values(), Double.parseDouble(matcher.group(3)));
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", OPEN_METRICS})
    void everyFamilyOfTheContractHasItsTypeHelpAndLabels(String accept, @TempDir Path out) throws Exception {
        PlannedProgress.eightEpochs(simulated);
        simulated.execute(out);
        String text = scrape(accept);
        boolean open = accept.equals(OPEN_METRICS);
        List<String> lines = Arrays.asList(text.split("\n", -1));
        List<String> families = new ArrayList<>();
        for (String row : CONTRACT.split("\n", -1)) {
            if (row.isEmpty()) {
                continue;
            }
            String[] columns = row.split(" ", -1);
            String family = columns[0];
            families.add(family);
            // OpenMetrics names counters and infos without the suffix of their samples.
            String described = open ? family.replaceAll("_(total|info)$", "") : family;
            String type = open && family.endsWith("_info") ? "info" : columns[1];
            assertThat(lines).as(family).containsOnlyOnce("# TYPE " + described + " " + type);
            Metric metric = Arrays.stream(Metric.values())
                    .filter(m -> m.family().equals(family))
                    .findFirst()
                    .orElseThrow();
            assertThat(lines).containsOnlyOnce("# HELP " + described + " " + metric.help());
            Set<String> expected = new TreeSet<>(Set.of("run_id", "node"));
            if (!columns[2].equals("-")) {
                expected.addAll(Arrays.asList(columns[2].split(",", -1)));
                assertThat(metric.labels()).containsExactly(columns[2].split(",", -1));
            }
            String sample = columns[1].equals("summary") ? family + "_count" : family;
            assertThat(lines)
                    .as(family)
                    .anyMatch(line -> line.startsWith(sample + "{"))
                    .filteredOn(line -> line.startsWith(sample + "{"))
                    .allSatisfy(line ->
                            assertThat(new TreeSet<>(labels(line).keySet())).isEqualTo(expected));
        }
        assertThat(lines.stream().filter(line -> line.startsWith("# TYPE "))).hasSize(families.size());
        assertThat(Metric.values()).hasSize(families.size());
        assertThat(text.endsWith("# EOF\n")).isEqualTo(open);
    }

    @Test
    void theFormatIsNegotiated(@TempDir Path out) throws Exception {
        simulated.execute(out);
        assertThat(page.scrape(OPEN_METRICS).orElseThrow().type()).startsWith("application/openmetrics-text");
        assertThat(page.scrape("*/*").orElseThrow().type()).startsWith("text/plain; version=0.0.4");
    }

    /** What Prometheus 2 and 3 ask for, and what others may. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1|true",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "application/openmetrics-text;version=0.0.1;q=0.5,"
                        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2|true",
                "Application/OpenMetrics-Text ; Version=\"1.0.0\" ; Q=1 , text/plain;q=0.9|true",
                "application/openmetrics-text|true",
                "application/*;q=0.4, text/*;q=0.2|true",
                "application/openmetrics-text;q=0, text/plain|false",
                "application/openmetrics-text;q=0, */*|false",
                "application/openmetrics-text;q=0.3, text/plain;q=0.7|false",
                "application/openmetrics-text;version=0.0.1, text/plain;version=0.0.4;q=0.5|false",
                "application/openmetrics-text;q=much, text/plain;q=0.1|false",
                "application/openmetrics-text;q=2|false",
                "application/openmetrics-text-like|false",
                "application/openmetrics-text;q=0.5, */*|false",
                "text/html, application/xml;q=0.9|false",
                ";,=;q|false",
            })
    void theWeightsOfTheClientDecide(String accept, boolean openMetrics) {
        assertThat(Accept.of(accept).prefersOpenMetrics()).isEqualTo(openMetrics);
    }

    /** As OTLP does: a counter at 0 would say that the agent uses nothing. */
    @Test
    void whatIsNotKnownOfTheAgentIsNotThere(@TempDir Path out) throws Exception {
        SimulatedRun.Result result = simulated.execute(out);
        Snapshot known = result.snapshot();
        // Of a run whose agent was killed before its last line.
        List<String> journal = Files.readAllLines(result.file("journal.ndjson"));
        Files.write(result.file("journal.ndjson"), journal.subList(0, journal.size() - 1));
        RecordedRun recorded = RecordedRun.open(result.directory().path());
        Snapshot unknown = recorded.write(
                        recorded.description(), Optional.empty(), RunDirectory.create(out, "again"), List.of())
                .snapshot();
        Snapshot[] now = {unknown};
        MetricsRegistry registry = new MetricsRegistry(() -> now[0]);
        assertThat(new String(registry.scrape("text/plain"), StandardCharsets.UTF_8))
                .contains("ceait_run_primary")
                .doesNotContain("ceait_agent_");
        now[0] = known;
        assertThat(new String(registry.scrape("text/plain"), StandardCharsets.UTF_8))
                .contains("ceait_agent_cpu_seconds_total{")
                .contains("ceait_agent_resident_memory_bytes{");
    }

    @Test
    void theFiguresAreThoseOfTheRun(@TempDir Path out) throws Exception {
        simulated.findings.add(new Finding("gadget", "g0", new Unavailable(Reason.DENIED, "", "")));
        simulated.execute(out);
        Map<String, Double> values = values(scrape(""));
        assertThat(values)
                .containsEntry("ceait_device_energy_joules_total[cpu0, cpu, rapl]", 3600.0)
                .containsEntry("ceait_device_energy_joules_total[ram, ram, ram-model]", 360.0)
                .containsEntry("ceait_device_power_watts[cpu1, cpu, rapl]", 50.0)
                .containsEntry("ceait_device_occupancy_ratio[cpu0, cpu]", 0.25)
                .containsEntry("ceait_job_energy_joules_total[occupancy, cpu0, cpu]", 900.0)
                .containsEntry("ceait_job_energy_joules_total[active, cpu0, cpu]", 1800.0)
                .containsEntry("ceait_job_energy_joules_total[machine, cpu0, cpu]", 3600.0)
                .containsEntry("ceait_job_cpu_seconds_total[]", 36.0)
                .containsEntry("ceait_job_processes[]", 0.0)
                .containsEntry("ceait_job_memory_bytes[]", (double) (2L << 30))
                .containsEntry("ceait_pue_ratio[]", 1.5)
                .containsEntry("ceait_source_up[, rapl]", 1.0)
                .containsEntry("ceait_source_up[denied, gadget]", 0.0)
                .containsEntry("ceait_sample_gaps_total[]", 0.0)
                .containsEntry("ceait_sample_errors_total[rapl]", 0.0)
                .containsEntry("ceait_sample_duration_seconds_count[]", 37.0)
                .containsEntry("ceait_last_sample_timestamp_seconds[]", 1_748_736_036.0)
                .containsEntry("ceait_run_info[occupancy, T/CCF 0003-2024, 0.0-test]", 1.0);
        // 1350 J of the job's at PUE 1.5 and 400 g/kWh.
        assertThat(values.get("ceait_job_emissions_grams_total[cpu]")).isCloseTo(0.225, within(1e-12));
        assertThat(values.get("ceait_grid_intensity_grams_per_kilowatt_hour[]")).isCloseTo(400, within(1e-9));
    }

    private static List<String> families(String scrape) {
        return scrape.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .toList();
    }

    /** One number that is none would make every sum over a cluster none. */
    @Test
    void whatIsNotKnownIsNotThere(@TempDir Path out) throws Exception {
        simulated.failing(0, Integer.MAX_VALUE);
        simulated.execute(out);
        assertThat(scrape("")).doesNotContain("NaN");
        assertThat(values(scrape("")))
                .containsEntry("ceait_device_power_watts[cpu1, cpu, rapl]", 50.0)
                .doesNotContainKey("ceait_device_power_watts[cpu0, cpu, rapl]");
    }

    @Test
    void whoKeepsThePageOfARunThatIsOverKeepsTotalsAndNoPower(@TempDir Path out) throws Exception {
        assertThat(page.scrapeForKeeping()).isEmpty();
        simulated.execute(out);
        String kept = new String(page.scrapeForKeeping().orElseThrow().body(), StandardCharsets.UTF_8);
        Map<String, Double> all = values(scrape(""));
        Map<String, Double> values = values(kept);
        assertThat(all).containsAllEntriesOf(values);
        Set<String> over = Arrays.stream(Metric.values())
                .filter(metric -> !metric.outlivesTheRun())
                .map(Metric::family)
                .collect(Collectors.toSet());
        List<String> families = new ArrayList<>(families(scrape("")));
        assertThat(families.removeAll(over)).isTrue();
        assertThat(families(kept)).containsExactlyElementsOf(families);
        assertThat(values.keySet())
                .anyMatch(series -> series.startsWith("ceait_job_energy_joules_total["))
                .anyMatch(series -> series.startsWith("ceait_run_info["))
                .noneMatch(series -> series.startsWith("ceait_device_power_watts["))
                .noneMatch(series -> series.startsWith("ceait_source_up["));
    }

    @Test
    void labelValuesCannotBreakOut(@TempDir Path out) throws Exception {
        simulated.identity = new RunIdentity("r", "evil\"} 1\nceait_pue_ratio{x=\"\\");
        simulated.execute(out);
        for (String accept : List.of("", OPEN_METRICS)) {
            assertThat(scrape(accept).split("\n", -1))
                    .filteredOn(line -> line.startsWith("ceait_pue_ratio"))
                    .singleElement()
                    .asString()
                    .contains("node=\"evil\\\"} 1\\nceait_pue_ratio{x=\\\"\\\\\"");
        }
    }

    @Test
    void beforeTheRunHasBegunThereIsNothingToScrape(@TempDir Path out) throws Exception {
        assertThat(page.isReady()).isFalse();
        assertThat(page.scrape("")).isEmpty();
        simulated.execute(out);
        assertThat(page.isReady()).isTrue();
    }

    @Test
    void scrapersOfOneSampleShareWhatWasWrittenOnce(@TempDir Path out) throws Exception {
        simulated.execute(out);
        assertThat(page.scrape("").orElseThrow().body())
                .isSameAs(page.scrape("").orElseThrow().body());
        assertThat(scrape(OPEN_METRICS)).isNotEqualTo(scrape(""));
    }

    @Test
    void aScrapeIsOfTheSampleThatIsTheLatest(@TempDir Path out) throws Exception {
        List<String> seen = new ArrayList<>();
        for (int second : new int[] {5, 6, 35}) {
            simulated.clock.at(Duration.ofSeconds(second).plusMillis(500), () -> seen.add(durations()));
        }
        simulated.execute(out);
        seen.add(durations());
        assertThat(seen).containsExactly("6.0", "7.0", "36.0", "37.0");
    }

    private String durations() {
        // Sinks are started beside the run, which takes no time here.
        while (!page.isReady()) {
            Thread.onSpinWait();
        }
        try {
            return String.valueOf(values(scrape("")).get("ceait_sample_duration_seconds_count[]"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
