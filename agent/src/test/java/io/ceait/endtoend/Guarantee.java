package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code docs/guarantee.md} promises of the outputs of every run, whatever has happened to it. */
final class Guarantee {

    private static final List<String> FILES = List.of(
            "run.json",
            "journal.ndjson",
            "samples.csv",
            "summary.json",
            "report.en.html",
            "report.zh.html",
            "emissions.csv",
            "emissions.om",
            "co2_eq_emissions.yaml");

    private static final List<String> QUALITIES = List.of("measured", "derived", "estimated", "substituted");

    /** Of numbers that are printed with six decimals, J. */
    private static final double PRINTED = 2e-6;

    private static final double JOULES = 3.6e6;

    private Guarantee() {}

    /**
     * Of a run that is over, was written in full and lacks samples in its journal: its agent has seen how the energy of that
     * time came about, and the series, which is of the journal, has one interval there.
     */
    static void assertKeptAcrossAHole(RunOutputs run) throws IOException {
        assertNothingIsHalfWritten(run);
        assertThat(run.contents().keySet()).containsAll(FILES);
        assertNoMoreIsAttributedThanMeasured(run);
        assertEveryNumberHasASource(run);
        assertNoCounterFell(Map.of(), Files.readString(run.directory().resolve("emissions.om")));
    }

    /** Of a run that is over and was written in full. */
    static void assertKept(RunOutputs run) throws IOException {
        assertKeptAcrossAHole(run);
        double series = run.samples().stream()
                .mapToDouble(row -> number(row, "job_energy_j"))
                .sum();
        double total = run.summary().number("/energy_kwh/total") * JOULES;
        assertThat(series).as("samples.csv and summary.json").isCloseTo(total, within(1e-4 + total * 1e-6));
    }

    static void assertNothingIsHalfWritten(RunOutputs run) throws IOException {
        Map<String, byte[]> files = run.contents();
        assertThat(files.keySet()).noneMatch(name -> name.endsWith(".part") || name.equals(".lock"));
        if (files.containsKey("report.en.html")) {
            assertThat(new String(files.get("report.en.html"), java.nio.charset.StandardCharsets.UTF_8).strip())
                    .endsWith("</html>");
        }
        if (files.containsKey("emissions.om")) {
            assertThat(Files.readString(run.directory().resolve("emissions.om")))
                    .endsWith("# EOF\n");
        }
    }

    static void assertNoMoreIsAttributedThanMeasured(RunOutputs run) throws IOException {
        JsonFields summary = run.summary();
        for (String device : summary.column("/devices", "device")) {
            String at = summary.element("/devices", "device", device);
            double measured = summary.number(at + "/energy_kwh");
            double occupancy = summary.number(at + "/job_energy_kwh/occupancy");
            double active = summary.number(at + "/job_energy_kwh/active");
            double machine = summary.number(at + "/job_energy_kwh/machine");
            double rounding = measured * 1e-9;
            assertThat(occupancy).as(device).isBetween(0.0, active + rounding);
            assertThat(active).as(device).isLessThanOrEqualTo(machine + rounding);
            assertThat(machine).as(device).isLessThanOrEqualTo(measured + rounding);
        }
        for (Map<String, String> row : run.samples()) {
            assertThat(number(row, "energy_j")).as(row.toString()).isNotNegative();
            assertThat(number(row, "job_energy_j"))
                    .as(row.toString())
                    .isBetween(0.0, number(row, "energy_j") + PRINTED);
        }
    }

    static void assertEveryNumberHasASource(RunOutputs run) throws IOException {
        for (Map<String, String> row : run.samples()) {
            if (!row.getOrDefault("energy_j", "").isEmpty()) {
                assertThat(row.get("source")).as(row.toString()).isNotBlank();
                assertThat(row.get("quality")).as(row.toString()).isIn(QUALITIES);
            }
        }
        JsonFields summary = run.summary();
        for (int i = 0; summary.has("/devices/" + i + "/device"); i++) {
            assertThat(summary.text("/devices/" + i + "/source")).isNotBlank();
            assertThat(summary.text("/devices/" + i + "/quality")).isIn(QUALITIES);
        }
        for (String factor : List.of("/pue", "/intensity")) {
            assertThat(summary.text(factor + "/source")).isNotBlank();
            assertThat(summary.text(factor + "/quality")).isIn(QUALITIES);
        }
    }

    /**
     * Whether any counter of a text of metrics is less than before, within the text or since another.
     *
     * @param before what an earlier call answered
     * @return the last value of each counter
     */
    static Map<String, Double> assertNoCounterFell(Map<String, Double> before, String metrics) {
        Map<String, Double> last = new HashMap<>(before);
        metrics.lines().filter(Guarantee::isOfACounter).forEach(line -> {
            String series = line.substring(0, line.indexOf('}') + 1);
            double value =
                    Double.parseDouble(line.substring(series.length()).strip().split(" ", -1)[0]);
            assertThat(value).as(line).isGreaterThanOrEqualTo(last.getOrDefault(series, 0.0));
            last.put(series, value);
        });
        return last;
    }

    private static boolean isOfACounter(String line) {
        return line.startsWith("ceait_") && line.contains("_total{");
    }

    /** Energies by device against the differences of the counters in the journal, exactly. */
    static void assertEnergiesAreTheCounters(RunOutputs run, List<JsonFields> journal) throws IOException {
        Map<String, Double> counted = RunOutputs.countedJoules(journal);
        assertThat(counted).isNotEmpty();
        for (Map.Entry<String, Double> device : counted.entrySet()) {
            assertThat(run.joules(device.getKey()))
                    .as(device.getKey())
                    .isCloseTo(device.getValue(), withinPercentage(1e-7));
            assertThat(run.sampleSum(device.getKey(), "energy_j"))
                    .as(device.getKey())
                    .isCloseTo(device.getValue(), within(1e-4));
        }
    }

    private static double number(Map<String, String> row, String column) {
        String cell = row.getOrDefault(column, "");
        return cell.isEmpty() ? 0 : Double.parseDouble(cell);
    }
}
