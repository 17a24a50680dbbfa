package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against machines whose true energy is known. All runs go on at the same time: the longest scenario takes three
 * quarters of a minute, and the machine that tests has no more to do than read some files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedServerIT {

    private static final double JOULES = 3.6e6;

    /** The two runs beside each other on the sound server. */
    enum Pace {
        FAST("200ms"),
        SLOW("1s");

        private final String interval;

        Pace(String interval) {
            this.interval = interval;
        }
    }

    private static final List<String> SOUND_ZONES =
            List.of("intel-rapl:0", "intel-rapl:2", "intel-rapl:0:0", "intel-rapl:2:0");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, Agent.Ended> ended = new HashMap<>();
    private final Map<String, String> lastScrape = new HashMap<>();
    private Path dir = Path.of("");
    private Simulator server;
    private Simulator stuck;
    private Simulator flaky;

    @BeforeAll
    void meterAll(@TempDir Path folder) throws Exception {
        dir = folder;
        server = opened(Simulator.start("two-socket-server", dir.resolve("server")));
        Map<String, Agent> agents = new HashMap<>();
        for (Pace pace : Pace.values()) {
            agents.put(pace.name(), meter(server, pace.name(), pace.interval, "15s", "--linger", "5s"));
        }
        stuck = opened(Simulator.start("stuck", dir.resolve("stuck")));
        agents.put("stuck", meter(stuck, "stuck", "200ms", "13s"));
        flaky = opened(Simulator.start("flaky", dir.resolve("flaky")));
        agents.put("flaky", meter(flaky, "flaky", "500ms", "42s"));
        for (Pace pace : Pace.values()) {
            Shell.await("the summary of " + pace, run(pace.name())::hasSummary);
            lastScrape.put(pace.name(), run(pace.name()).scrape());
        }
        for (Map.Entry<String, Agent> agent : agents.entrySet()) {
            ended.put(agent.getKey(), agent.getValue().await());
        }
    }

    private Agent meter(Simulator simulator, String id, String interval, String duration, String... more)
            throws IOException {
        List<Object> args = new ArrayList<>(List.of("--machine", "--path.sysfs", simulator.sysfs()));
        args.addAll(List.of("--interval", interval, "--duration", duration, "--out", dir.resolve("runs")));
        args.addAll(List.of("--run-id", id, "--listen", "127.0.0.1:0"));
        args.addAll(List.of(more));
        return opened(Agent.start(args.toArray()));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(0, resource);
        return resource;
    }

    @AfterAll
    void closeAll() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private RunOutputs run(String id) {
        return new RunOutputs(dir.resolve("runs").resolve(id));
    }

    private static double joules(JsonFields summary, String device) {
        return summary.number(summary.element("/devices", "device", device) + "/energy_kwh") * JOULES;
    }

    @ParameterizedTest
    @EnumSource
    void energyAgreesWithTheTruthAcrossWraps(Pace pace) throws Exception {
        ended.get(pace.name()).succeeded();
        RunOutputs run = run(pace.name());
        Guarantee.assertKept(run);
        JsonFields summary = run.summary();
        Map<String, Double> truth = server.truth(run.startedAt(), run.endedAt());
        double memory = truth.get("intel-rapl:0:0") + truth.get("intel-rapl:2:0");
        assertThat(joules(summary, "cpu0")).isCloseTo(truth.get("intel-rapl:0"), withinPercentage(1));
        assertThat(joules(summary, "cpu1")).isCloseTo(truth.get("intel-rapl:2"), withinPercentage(1));
        assertThat(joules(summary, "ram")).isCloseTo(memory, withinPercentage(1));
        assertThat(summary.number("/duration_s")).isCloseTo(15, within(0.5));
        assertThat(summary.text("/status")).isEqualTo("completed");
        assertThat(Stream.of("cpu0", "cpu1", "ram")
                        .map(device -> summary.text(summary.element("/devices", "device", device) + "/quality")))
                .containsOnly("measured");

        Map<String, Integer> wraps = new HashMap<>();
        for (String zone : SOUND_ZONES) {
            wraps.put(zone, wraps(run.journal(), zone));
        }
        assertThat(wraps.get("intel-rapl:2:0"))
                .as("wraps of the tiny memory range")
                .isPositive();
        assertThat(wraps.get("intel-rapl:0") + wraps.get("intel-rapl:2"))
                .as("wraps of packages")
                .isPositive();
    }

    private static int wraps(List<JsonFields> journal, String zone) {
        int channel = journal.get(0).column("/channels", "id").indexOf(zone);
        int wraps = 0;
        for (int i = 2; i < journal.size(); i++) {
            wraps +=
                    journal.get(i).number("/uj/" + channel) < journal.get(i - 1).number("/uj/" + channel) ? 1 : 0;
        }
        return wraps;
    }

    @Test
    void whatContainsOrRepeatsAPackageIsNamedAndNotCounted() throws IOException {
        JsonFields description = run(Pace.FAST.name()).runFile();
        assertThat(description.column("/channels", "id"))
                .containsAll(SOUND_ZONES)
                .filteredOn(id -> id.startsWith("intel-rapl"))
                .hasSameSizeAs(SOUND_ZONES);
        for (String zone : List.of(
                "intel-rapl:0:1 (core)",
                "intel-rapl:1 (psys)",
                "intel-rapl:2:1 (core)",
                "intel-rapl-mmio:0 (package-0)")) {
            String finding = description.element("/not_metered", "sensor", zone);
            assertThat(description.text(finding + "/reason")).as(zone).isEqualTo("not-counted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void allOutputsSayTheSame(Pace pace) throws IOException {
        RunOutputs run = run(pace.name());
        JsonFields summary = run.summary();
        String scrape = lastScrape.get(pace.name());
        double jobOfAll = 0;
        for (String device : summary.column("/devices", "device")) {
            String at = summary.element("/devices", "device", device);
            double energy = joules(summary, device);
            assertSame(run.sampleSum(device, "energy_j"), energy);
            double scraped = scrape.lines()
                    .filter(line -> line.startsWith("ceait_device_energy_joules_total{")
                            && line.contains("device=\"" + device + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            assertSame(scraped, energy);
            for (String policy : List.of("occupancy", "active", "machine")) {
                assertSame(
                        RunOutputs.metric(
                                scrape,
                                "ceait_job_energy_joules_total",
                                "device=\"" + device + "\"",
                                "attribution=\"" + policy + "\""),
                        summary.number(at + "/job_energy_kwh/" + policy) * JOULES);
            }
            assertSame(
                    run.sampleSum(device, "job_energy_j"), summary.number(at + "/job_energy_kwh/occupancy") * JOULES);
            jobOfAll += run.sampleSum(device, "job_energy_j");
        }
        assertSame(jobOfAll, summary.number("/energy_kwh/total") * JOULES);
        assertSame(jobOfAll, summary.number("/energy_kwh_by_attribution/occupancy") * JOULES);

        double kilograms = run.sampleSum("cpu0", "emissions_kg")
                + run.sampleSum("cpu1", "emissions_kg")
                + run.sampleSum("ram", "emissions_kg");
        assertSame(kilograms, summary.number("/emissions_kg"));
        double grams = scrape.lines()
                .filter(line -> line.startsWith("ceait_job_emissions_grams_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertSame(grams, summary.number("/emissions_kg") * 1000);
        assertSame(
                summary.number("/emissions_kg"),
                summary.number("/energy_kwh/total")
                        * summary.number("/pue/value")
                        * summary.number("/intensity/mean_kg_per_kwh"));
    }

    private static void assertSame(double one, double other) {
        assertThat(one).isCloseTo(other, withinPercentage(1e-4)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void theJournalHoldsTheRun(Pace pace) throws IOException {
        RunOutputs run = run(pace.name());
        JsonFields summary = run.summary();
        List<JsonFields> journal = run.journal();
        JsonFields header = journal.get(0);
        JsonFields first = journal.get(1);
        JsonFields last = journal.get(journal.size() - 1);
        double ticks = summary.number("/sampling/ticks");
        assertThat((double) journal.size())
                .as("header, first sample, one line a tick")
                .isEqualTo(ticks + 2);
        assertThat(last.number("/tick")).isEqualTo(ticks);
        assertThat(last.number("/last")).isEqualTo(1);
        assertSame(last.number("/elapsed_ns") / 1e9, summary.number("/duration_s"));
        assertSame((last.number("/job_us") - first.number("/job_us")) / 1e6, summary.number("/job_cpu_s"));
        assertSame(
                RunOutputs.metric(lastScrape.get(pace.name()), "ceait_job_cpu_seconds_total"),
                summary.number("/job_cpu_s"));
        for (String zone : List.of("intel-rapl:0", "intel-rapl:2")) {
            int channel = header.column("/channels", "id").indexOf(zone);
            double range = header.number("/channels/" + channel + "/range_uj");
            double microjoules = 0;
            for (int i = 2; i < journal.size(); i++) {
                double step = journal.get(i).number("/uj/" + channel)
                        - journal.get(i - 1).number("/uj/" + channel);
                microjoules += step < 0 ? step + range : step;
            }
            assertSame(microjoules / 1e6, joules(summary, header.text("/channels/" + channel + "/device")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void prometheusFindsNoFaultWithTheScrape(Pace pace) throws Exception {
        Path file = Files.writeString(dir.resolve("scrape-" + pace), lastScrape.get(pace.name()));
        Shell.Ended verdict;
        try {
            verdict = Shell.runWithInput(file, "promtool", "check", "metrics");
        } catch (IOException e) {
            throw new AssertionError("promtool is not installed: scripts/test.sh installs it (Debian: prometheus)", e);
        }
        assertThat(verdict.output()).isEmpty();
        assertThat(verdict.code()).isZero();
    }

    @Test
    void aStuckCounterIsReplacedByTheModelAndSaysSo() throws Exception {
        ended.get("stuck").succeeded();
        RunOutputs run = run("stuck");
        Guarantee.assertKept(run);
        JsonFields summary = run.summary();
        Map<String, Double> truth = stuck.truth(run.startedAt(), run.endedAt());
        assertThat(joules(summary, "cpu0")).isCloseTo(truth.get("intel-rapl:0"), withinPercentage(1));
        String stopped = summary.element("/devices", "device", "cpu1");
        assertThat(summary.text(stopped + "/quality")).isEqualTo("estimated");
        assertThat(summary.text(stopped + "/source")).contains("rapl", "cpu-model");
        assertThat(joules(summary, "cpu1")).isLessThan(truth.get("intel-rapl:1") * 1.01);
        assertThat(summary.list("/data_quality/warnings"))
                .anyMatch(text -> text.startsWith("cpu1 is") && text.contains("rapl and cpu-model"));
        List<Map<String, String>> rows = rowsOf(run, "cpu1");
        assertThat(rows.get(0)).containsEntry("source", "rapl").containsEntry("quality", "measured");
        assertThat(rows.get(rows.size() - 1))
                .containsEntry("source", "cpu-model")
                .containsEntry("quality", "estimated");
        assertNoSpike(rows, 500);
    }

    @Test
    void whateverACounterDoesNoSpikeIsBookedAndNoGapIsHidden() throws Exception {
        ended.get("flaky").succeeded();
        RunOutputs run = run("flaky");
        Guarantee.assertKept(run);
        JsonFields summary = run.summary();
        Map<String, Double> truth = flaky.truth(run.startedAt(), run.endedAt());
        assertThat(summary.text("/status")).isEqualTo("completed");
        assertThat(joules(summary, "cpu0"))
                .as("the sound package beside the faulty one")
                .isCloseTo(truth.get("intel-rapl:0"), withinPercentage(1));
        assertNoSpike(rowsOf(run, "cpu0"), 500);
        assertNoSpike(rowsOf(run, "cpu1"), 500);
        assertNoSpike(rowsOf(run, "ram"), 60);
        assertThat(joules(summary, "cpu1"))
                .isBetween(0.3 * truth.get("intel-rapl:1"), 1.01 * truth.get("intel-rapl:1"));
        assertThat(joules(summary, "ram")).isLessThan(1.01 * truth.get("intel-rapl:1:0"));

        assertThat(summary.number("/sampling/gaps")).isPositive();
        assertThat(summary.number("/sampling/gap_s")).isPositive();
        assertThat(summary.number("/data_quality/completeness")).isLessThan(1);
        assertThat(summary.list("/data_quality/missing")).anyMatch(text -> text.startsWith("cpu1: no reading for"));
        String faulty = summary.element("/devices", "device", "cpu1");
        assertThat(summary.text(faulty + "/quality")).isEqualTo("estimated");
        assertThat(rowsOf(run, "cpu1"))
                .anyMatch(row -> row.containsValue("cpu-model") && row.containsValue("estimated"))
                .anyMatch(row -> "1".equals(row.get("gap")) && "".equals(row.get("power_w")));
    }

    private static List<Map<String, String>> rowsOf(RunOutputs run, String device) throws IOException {
        return run.samples().stream()
                .filter(row -> device.equals(row.get("device")))
                .toList();
    }

    private static void assertNoSpike(List<Map<String, String>> rows, double mostWatts) {
        assertThat(rows.stream().map(row -> row.getOrDefault("power_w", "")).filter(cell -> !cell.isEmpty()))
                .isNotEmpty()
                .allSatisfy(cell -> assertThat(Double.parseDouble(cell)).isBetween(0.0, mostWatts));
    }
}
