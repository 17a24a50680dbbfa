package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real training, attached to and started by the agent, against what the kernel says that it used. */
class TrainingJobIT {

    /** The shell waits for the training: from then on its own entry holds all that the training used. */
    private static final String SCRIPT = """
            "%s" "%s" --seconds %d --threads 2 &
            echo "pid $!"
            wait $!
            cat /proc/$$/stat
            """;

    private static final Pattern FINAL = Pattern.compile("final: test accuracy .* ([0-9.]+) s CPU");

    @TempDir
    Path dir;

    /** Neither a counter nor a topology: everything is estimated, on whatever machine this runs. */
    private Path nothing() throws IOException {
        return Files.createDirectories(dir.resolve("empty-sysfs"));
    }

    private Path script(int seconds) throws IOException {
        Path training = Agent.ROOT.resolve("scripts/examples/TrainDigits.java");
        return Files.writeString(dir.resolve("job.sh"), String.format(SCRIPT, Agent.JAVA, training, seconds));
    }

    @Test
    void attachedToItsCpuTimeIsTheKernelsFigure() throws Exception {
        Path output = dir.resolve("job.out");
        Path runs = dir.resolve("runs");
        Process shell = new ProcessBuilder("sh", script(15).toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            Shell.await("the training", () -> Files.readString(output).contains("\n"));
            String pid =
                    Files.readString(output).lines().findFirst().orElseThrow().substring(4);
            try (Agent agent = Agent.start(
                    "--pid", pid, "--path.sysfs", nothing(), "--no-listen", "--log-level", "info", "--out", runs)) {
                NavigableMap<Long, Double> used = watch(pid);
                agent.await().succeeded();
                assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
                RunOutputs run = RunOutputs.onlyOneBelow(runs);
                double truth = childrenOf(Files.readString(output)) - at(run.startedAt(), used);
                assertThat(run.summary().number("/job_cpu_s")).isCloseTo(truth, withinPercentage(2));
                assertThat(run.summary().number("/target/pid")).isEqualTo(Double.parseDouble(pid));
                assertEstimated(run);
            }
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    @Test
    void startedByTheAgentItsCpuTimeIsTheKernelsFigure() throws Exception {
        Path runs = dir.resolve("runs");
        Agent.Ended ended = Agent.run(
                        "run", "--path.sysfs", nothing(), "--no-listen", "--out", runs, "--", "sh", script(8))
                .succeeded();
        RunOutputs run = RunOutputs.onlyOneBelow(runs);
        double measured = run.summary().number("/job_cpu_s");
        assertThat(measured).isCloseTo(childrenOf(ended.out()), withinPercentage(2));
        Matcher own = FINAL.matcher(ended.out());
        assertThat(own.find()).as(ended.out()).isTrue();
        assertThat(measured)
                .as("the training's own figure, which lacks its last moments")
                .isCloseTo(Double.parseDouble(own.group(1)), withinPercentage(4));
        assertEstimated(run);
    }

    private static void assertEstimated(RunOutputs run) throws IOException {
        JsonFields summary = run.summary();
        assertThat(summary.text("/status")).isEqualTo("completed");
        for (String type : List.of("cpu", "ram")) {
            String device = summary.element("/devices", "device_type", type);
            assertThat(summary.text(device + "/quality")).isEqualTo("estimated");
            assertThat(summary.text(device + "/source")).isEqualTo(type + "-model");
            assertThat(summary.number("/energy_kwh/" + type)).isPositive();
        }
        assertThat(summary.list("/data_quality/warnings")).anyMatch(text -> text.contains("estimated by a model"));
        assertThat(run.samples()).isNotEmpty().allSatisfy(row -> assertThat(row).containsEntry("quality", "estimated"));
        double job = summary.number("/energy_kwh_by_attribution/occupancy");
        double active = summary.number("/energy_kwh_by_attribution/active");
        assertThat(job).isPositive().isLessThanOrEqualTo(active);
        assertThat(active).isLessThanOrEqualTo(summary.number("/energy_kwh_by_attribution/machine"));
    }

    /** What a process has used, every few milliseconds of the wall clock, until it has ended. */
    private static NavigableMap<Long, Double> watch(String pid) throws InterruptedException {
        NavigableMap<Long, Double> used = new TreeMap<>();
        while (true) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
                used.put(System.currentTimeMillis(), ticks(stat, 14, 15) / 100);
            } catch (IOException e) {
                return used;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static double at(Instant instant, NavigableMap<Long, Double> used) {
        var before = used.floorEntry(instant.toEpochMilli());
        var after = used.ceilingEntry(instant.toEpochMilli());
        assertThat(before).as("the agent began before anybody watched").isNotNull();
        return before.getValue() / 2 + (after == null ? before : after).getValue() / 2;
    }

    /** The seconds of the children that a shell has waited for, from its entry at the end of its output. */
    private static double childrenOf(String output) {
        List<String> lines = output.lines().toList();
        return ticks(lines.get(lines.size() - 1), 16, 17) / 100;
    }

    /** The sum of two numbered fields of a process's entry; Linux counts them in hundredths of a second. */
    private static double ticks(String stat, int one, int other) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Double.parseDouble(fields[one - 3]) + Double.parseDouble(fields[other - 3]);
    }
}
