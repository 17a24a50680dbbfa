package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be made of a run's directory afterwards: whether its agent was killed, or somebody wants other factors. */
class RecordedRunIT {

    @TempDir
    Path dir;

    private Agent start(Simulator server, String id, String... more) throws IOException {
        List<Object> args = new ArrayList<>(List.of("--machine", "--path.sysfs", server.sysfs(), "--no-listen"));
        args.addAll(List.of("--out", dir, "--run-id", id, "--zone", "DE"));
        args.addAll(List.of(more));
        return Agent.start(args.toArray());
    }

    @Test
    void anAgentThatIsKilledLosesNothingBeforeItsLastCompleteTick() throws Exception {
        Path directory = dir.resolve("killed");
        RunOutputs run = new RunOutputs(directory);
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("sys"));
                Agent agent = start(server, "killed", "--interval", "50ms")) {
            Shell.await("samples", () -> run.journalLines() >= 30);
            Agent.run("recover", directory).refusedWith(2, "this run goes on");
            Agent.run("report", directory).refusedWith(2, "this run goes on");
            agent.signal("KILL");
            agent.await();
        }
        assertThat(run.hasSummary()).isFalse();
        // As if it had died in the midst of a line, too.
        Path journal = directory.resolve("journal.ndjson");
        Files.writeString(journal, "{\"tick\":99999,\"time_ms\":17", java.nio.file.StandardOpenOption.APPEND);

        Agent.Ended recovered = Agent.run("recover", directory).succeeded();
        assertThat(recovered.errLines().get(0)).isEqualTo(directory.toString());
        List<String> lines = Files.readAllLines(journal);
        List<JsonFields> complete = lines.subList(0, lines.size() - 1).stream()
                .map(JsonFields::parse)
                .toList();
        assertThat(run.summary().text("/status")).isEqualTo("recovered");
        assertThat(run.summary().number("/sampling/ticks")).isEqualTo(complete.size() - 2);
        assertThat(run.summary().number("/duration_s"))
                .isCloseTo(complete.get(complete.size() - 1).number("/elapsed_ns") / 1e9, within(1e-9));
        RunOutputs.countedJoules(complete).forEach((device, joules) -> {
            try {
                assertThat(run.sampleSum(device, "energy_j")).as(device).isCloseTo(joules, within(1e-5));
                String at = run.summary().element("/devices", "device", device);
                assertThat(run.summary().number(at + "/energy_kwh") * 3.6e6)
                        .as(device)
                        .isCloseTo(joules, withinPercentage(1e-9));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(RunOutputs.countedJoules(complete)).hasSizeGreaterThan(1);
        Guarantee.assertKept(run);

        Map<String, byte[]> before = new RunOutputs(directory).contents();
        assertThat(before).doesNotContainKey(".lock");
        assertThat(Agent.run("recover", directory).succeeded().err()).contains("is complete, nothing is changed");
        assertSame(new RunOutputs(directory).contents(), before);
        // What of its outputs is lost is written again, the same.
        Files.delete(directory.resolve("samples.csv"));
        Agent.run("recover", directory).succeeded();
        assertSame(new RunOutputs(directory).contents(), before);
    }

    @Test
    void anotherAgentGoesOnWithTheRunOfOneThatWasKilled() throws Exception {
        Path directory = dir.resolve("twice");
        RunOutputs run = new RunOutputs(directory);
        String[] options = {"--interval", "50ms", "--attribution", "machine"};
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("sys"))) {
            try (Agent agent = start(server, "twice", options)) {
                Shell.await("samples", () -> run.journalLines() >= 20);
                Agent.run("--pid", 1, "--out", dir, "--run-id", "twice").refusedWith(2, "its agent is at work");
                agent.signal("KILL");
                agent.await();
            }
            start(server, "twice", "--interval", "100ms")
                    .await()
                    .refusedWith(2, "the interval was PT0.05S and is PT0.1S");
            try (Agent agent = start(server, "twice", options)) {
                Shell.await("the next part", () -> Files.exists(directory.resolve("journal-000001.ndjson")));
                Shell.await("samples", () -> run.journalLines() >= 20);
                agent.signal("TERM");
                agent.await().succeeded();
            }
            start(server, "twice", options).await().refusedWith(2, "the run is over");
        }
        assertThat(run.summary().text("/status")).isEqualTo("completed");
        assertThat(run.summary().number("/sampling/restarts")).isEqualTo(1);
        assertThat(run.summary().list("/data_quality/missing")).anyMatch(line -> line.contains("was killed"));
        double joules = RunOutputs.countedJoules(RunOutputs.completeLines(directory.resolve("journal-000001.ndjson")))
                        .get("cpu0")
                + RunOutputs.countedJoules(RunOutputs.completeLines(directory.resolve("journal.ndjson")))
                        .get("cpu0");
        assertThat(run.sampleSum("cpu0", "energy_j")).isCloseTo(joules, within(1e-5));
        Guarantee.assertKept(run);
        byte[] summary = Files.readAllBytes(directory.resolve("summary.json"));
        Files.delete(directory.resolve("summary.json"));
        Agent.run("recover", directory).succeeded();
        assertThat(Files.readAllBytes(directory.resolve("summary.json"))).isEqualTo(summary);
    }

    private static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (name, content) -> assertThat(actual.get(name)).as(name).isEqualTo(content));
    }

    @Test
    void aReportWithoutOtherFactorsIsTheSameToTheLastByte() throws Exception {
        Path directory = dir.resolve("whole");
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("sys"));
                Agent agent = start(server, "whole", "--interval", "50ms", "--duration", "2s", "--pue", "1.2")) {
            agent.await().succeeded();
        }
        Map<String, byte[]> before = new RunOutputs(directory).contents();
        Agent.run("report", directory, "--quiet").succeeded();
        Map<String, byte[]> same = new RunOutputs(directory.resolve("report-1")).contents();
        same.forEach((name, content) -> assertThat(content).as(name).isEqualTo(before.get(name)));
        before.remove("journal.ndjson");
        assertThat(same.keySet()).isEqualTo(before.keySet());

        Agent.Ended other = Agent.run(
                        "report", directory, "--pue", "2", "--attribution", "machine", "--intensity", "0.5")
                .succeeded();
        assertThat(other.errLines().get(0))
                .isEqualTo(directory.resolve("report-2").toString());
        RunOutputs run = new RunOutputs(directory.resolve("report-2"));
        double kilowattHours = run.summary().number("/energy_kwh_by_attribution/machine");
        assertThat(run.summary().number("/emissions_kg")).isCloseTo(kilowattHours, withinPercentage(1e-9));
        assertThat(run.summary().number("/pue/value")).isEqualTo(2);
        assertThat(run.summary().text("/intensity/zone")).isEqualTo("null");
        String pue = run.runFile().element("/configuration", "key", "pue");
        assertThat(run.runFile().text(pue + "/value")).isEqualTo("2");
        assertThat(run.runFile().column("/configuration", "key"))
                .contains("intensity")
                .doesNotContain("zone");
        double sum = 0;
        for (Map<String, String> row : run.samples()) {
            String kilograms = row.getOrDefault("emissions_kg", "");
            sum += kilograms.isEmpty() ? 0 : Double.parseDouble(kilograms);
        }
        assertThat(sum).isCloseTo(kilowattHours, within(1e-12));

        Agent.run("report", directory, "--out", directory).refusedWith(2, "exists already");
        Agent.run("report", directory, "--zone", "DE", "--intensity", "0.5").refusedWith(2, "exclude each other");
        assertThat(directory.resolve("report-3")).doesNotExist();
        before.forEach((name, content) -> assertThat(directory.resolve(name)).hasBinaryContent(content));
        assertThat(Agent.run("recover", directory).succeeded().err()).contains("is complete");
    }

    /** Takes the file into blocks, as a user would afterwards, and reads what the blocks hold last of each series. */
    @Test
    void prometheusTakesInTheSameJoules() throws Exception {
        assumeThat(Shell.run("sh", "-c", "command -v promtool").code())
                .as("promtool is installed")
                .isZero();
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("sys"));
                Agent agent = start(server, "metrics", "--interval", "50ms", "--duration", "1200ms")) {
            agent.await().succeeded();
        }
        RunOutputs run = new RunOutputs(dir.resolve("metrics"));
        Path blocks = dir.resolve("blocks");
        Shell.Ended created = Shell.run(
                "promtool",
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                run.directory().resolve("emissions.om").toString(),
                blocks.toString());
        assertThat(created.code()).as(created.output()).isZero();
        // The program does not look at blocks without a log of writes beside them.
        Files.createDirectories(blocks.resolve("wal"));
        Map<String, Double> last = new HashMap<>();
        for (String line : Shell.run("promtool", "tsdb", "dump", blocks.toString())
                .output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .toList()) {
            String[] words = line.substring(line.lastIndexOf('}') + 2).split(" ", -1);
            last.put(line.substring(0, line.lastIndexOf('}')), Double.parseDouble(words[0]));
        }
        assertThat(sum(last, "ceait_job_energy_joules_total", "attribution=\"occupancy\""))
                .isCloseTo(run.summary().number("/energy_kwh/total") * 3.6e6, withinPercentage(1e-9));
        assertThat(sum(last, "ceait_job_emissions_grams_total", ""))
                .isCloseTo(run.summary().number("/emissions_kg") * 1e3, withinPercentage(1e-9));
        for (String device : run.summary().column("/devices", "device")) {
            String at = run.summary().element("/devices", "device", device);
            assertThat(sum(last, "ceait_device_energy_joules_total", "device=\"" + device + "\""))
                    .as(device)
                    .isCloseTo(run.summary().number(at + "/energy_kwh") * 3.6e6, withinPercentage(1e-9));
        }
    }

    private static double sum(Map<String, Double> series, String family, String label) {
        return series.entrySet().stream()
                .filter(entry -> entry.getKey().contains("__name__=\"" + family + "\"")
                        && entry.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    @Test
    void whatIsNoRunIsRefused() throws Exception {
        Path headless = Files.createDirectory(dir.resolve("headless"));
        Files.writeString(headless.resolve("journal.ndjson"), "{\"schema\":\"ceait.jour");
        Path foreign = Files.createDirectory(dir.resolve("foreign"));
        Files.writeString(foreign.resolve("journal.ndjson"), "{\"schema\":\"other/7\"}\n");
        for (String command : List.of("recover", "report")) {
            Agent.run(command, dir.resolve("absent")).refusedWith(2, "is no run directory");
            Agent.run(command, headless).refusedWith(2, "has no header line");
            Agent.run(command, foreign).refusedWith(2, "journal.ndjson:1: schema is other/7");
        }
        assertThat(new RunOutputs(headless).contents()).hasSize(1);
    }
}
