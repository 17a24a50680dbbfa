package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs of many shapes, against what each of their processes says of itself in its last moment. */
class JobShapesIT {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private static final List<Path> HIERARCHIES =
            List.of(MOUNT, MOUNT.resolve("unified"), MOUNT.resolve("cpuacct"), MOUNT.resolve("cpu,cpuacct"));

    private static final int SECONDS = 4;

    private static final double PERCENT = 2;

    /** User and system time are told in whole ticks of 10 ms each, at the attach and at the end. */
    private static final double TICKS_SECONDS = 0.02;

    @TempDir
    Path dir;

    private final List<Process> jobs = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private Optional<Path> group = Optional.empty();

    @BeforeEach
    void build() throws IOException, InterruptedException {
        CProgram.buildIn(dir, "shapes", "-pthread");
        for (Path hierarchy : HIERARCHIES) {
            Path made =
                    hierarchy.resolve("ceait-shapes-" + ProcessHandle.current().pid());
            try {
                if (Files.exists(hierarchy.resolve("cgroup.procs"))) {
                    group = Optional.of(Files.createDirectory(made));
                    return;
                }
            } catch (IOException e) {
                // Not ours to make here: the next one may be.
                continue;
            }
        }
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        jobs.forEach(Process::destroyForcibly);
        for (Agent agent : agents) {
            agent.close();
        }
        if (group.isPresent()) {
            String made = group.get().toString();
            for (String pid : Files.readAllLines(group.get().resolve("cgroup.procs"))) {
                Shell.run("kill", "-KILL", pid);
            }
            Shell.await(
                    "the group can be removed", () -> Shell.run("rmdir", made).code() == 0);
        }
    }

    private String program() {
        return dir.resolve("shapes").toString();
    }

    /** A job that waits for a line before it works, with an agent attached to it. */
    private final class Attached {
        private final Process job;
        private final Agent agent;
        private final Path runs;

        Attached(String shape, String interval, Optional<Path> in) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>();
            if (in.isPresent()) {
                String entry = in.get().resolve("cgroup.procs").toString();
                command.addAll(List.of("sh", "-c", "echo 0 >\"$0\"; exec \"$@\"", entry));
            }
            // Of two children of ours waited for between two looks, nobody could tell whose last moments they were.
            // So this one ends well before the others, also on a busy machine.
            int seconds = in.isPresent() ? SECONDS : SECONDS - 2;
            command.addAll(List.of(program(), shape, Integer.toString(seconds)));
            job = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            jobs.add(job);
            if (in.isPresent()) {
                Shell.await(
                        "the job is in its group",
                        () -> Files.readAllLines(in.get().resolve("cgroup.procs"))
                                .contains(Long.toString(job.pid())));
            }
            runs = Files.createTempDirectory(dir, "attached");
            agent = Agent.start(
                    "--pid", job.pid(), "--interval", interval, "--no-listen", "--run-id", "it", "--out", runs);
            agents.add(agent);
        }

        void go() throws IOException, InterruptedException {
            Shell.await("the first sample", () -> run().journalLines() >= 2);
            job.getOutputStream().write('\n');
            job.getOutputStream().close();
        }

        RunOutputs run() {
            return new RunOutputs(runs.resolve("it"));
        }

        double truth() throws IOException, InterruptedException {
            String said = new String(job.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(job.waitFor(1, TimeUnit.MINUTES)).isTrue();
            agent.await().succeeded();
            return Double.parseDouble(said.strip());
        }
    }

    private Agent run(String runId, String shape, String interval, Object... more) throws IOException {
        List<Object> words = new ArrayList<>(List.of("run", "--interval", interval, "--no-listen", "--run-id", runId));
        words.addAll(List.of(more));
        words.addAll(List.of("--out", dir, "--", program(), shape, SECONDS));
        Agent agent = Agent.start(words.toArray());
        agents.add(agent);
        return agent;
    }

    /** Side by side: attached where the job has a group, attached where it has none, and started by the agent. */
    @ParameterizedTest
    @CsvSource({
        "steady,  1s,    200ms, 5s,    true",
        "storm,   200ms, 1s,    5s,    true",
        "halves,  5s,    200ms, 1s,    true",
        "pool,    1s,    5s,    200ms, true",
        "daemons, 5s,    200ms, 1s,    false",
        "ignored, 1s,    200ms, 5s,    false",
        "idle,    200ms, 5s,    1s,    true",
        "threads, 1s,    200ms, 5s,    true"
    })
    void whatCanBeSeenIsCounted(
            String shape, String inGroupInterval, String withoutInterval, String runInterval, boolean seenWithout)
            throws Exception {
        assumeThat(group).as("a control group that the tests may make").isPresent();
        Attached inGroup = new Attached(shape, inGroupInterval, group);
        Attached without = new Attached(shape, withoutInterval, Optional.empty());
        inGroup.go();
        without.go();
        Agent started = run("started", shape, runInterval);
        double groupTruth = inGroup.truth();
        double withoutTruth = without.truth();
        double startedTruth =
                Double.parseDouble(started.await().succeeded().out().strip());

        JsonFields summary = inGroup.run().summary();
        assertThat(summary.text("/job_cpu_source")).isEqualTo("cgroup");
        assertThat(summary.number("/job_cpu_s")).isCloseTo(groupTruth, withinPercentage(PERCENT));

        summary = without.run().summary();
        assertThat(summary.text("/job_cpu_source")).isEqualTo("proc");
        if (seenWithout) {
            double allowed = withoutTruth * PERCENT / 100 + TICKS_SECONDS;
            assertThat(summary.number("/job_cpu_s")).isCloseTo(withoutTruth, within(allowed));
            assertThat(warnings(without.run())).doesNotContain("waiting for them");
        } else {
            assertThat(summary.number("/job_cpu_s")).isLessThan(withoutTruth);
            assertThat(warnings(without.run())).contains("without the job waiting for them");
        }

        RunOutputs run = new RunOutputs(dir.resolve("started"));
        assertThat(run.summary().text("/job_cpu_source")).isEqualTo("cgroup");
        assertThat(run.summary().number("/job_cpu_s")).isCloseTo(startedTruth, withinPercentage(PERCENT));
    }

    private static String warnings(RunOutputs run) throws IOException {
        String text = Files.readString(run.directory().resolve("summary.json"));
        return text.substring(text.indexOf("\"data_quality\""));
    }

    /** CPU time, and energy of a processor that draws the same all the time, so that only the shares make a difference. */
    @Test
    void twoEqualJobsSideBySideGetEqualShares() throws Exception {
        Path scenario = Files.writeString(
                dir.resolve("scenario.txt"),
                "period_ms 1\nzone package-0 range_uj=262143328850 limit_w=200 max_w=200\n    wave const 100\n");
        try (Simulator simulator = Simulator.start(scenario, dir.resolve("sysfs"))) {
            Agent one = run("one", "equal", "1s", "--path.sysfs", simulator.sysfs());
            Agent two = run("two", "equal", "200ms", "--path.sysfs", simulator.sysfs());
            one.await().succeeded();
            two.await().succeeded();
        }
        RunOutputs one = new RunOutputs(dir.resolve("one"));
        RunOutputs two = new RunOutputs(dir.resolve("two"));
        double first = one.summary().number("/job_cpu_s");
        double second = two.summary().number("/job_cpu_s");
        assertThat(first).isCloseTo(second, withinPercentage(PERCENT)).isGreaterThan(SECONDS * 0.98);
        assertThat(processorJoules(one, "occupancy"))
                .isCloseTo(processorJoules(two, "occupancy"), withinPercentage(PERCENT))
                .isCloseTo(100 * first / Runtime.getRuntime().availableProcessors(), withinPercentage(PERCENT));
        long began = Math.min(one.startedAt().toEpochMilli(), two.startedAt().toEpochMilli());
        long ended = Math.max(one.endedAt().toEpochMilli(), two.endedAt().toEpochMilli());
        // The label of an instant is a millisecond, the counter moves by one.
        double drawn = 100 * (ended - began + 4) / 1e3;
        for (String attribution : List.of("occupancy", "active")) {
            assertThat(processorJoules(one, attribution) + processorJoules(two, attribution))
                    .as(attribution)
                    .isLessThanOrEqualTo(drawn);
        }
        for (RunOutputs run : List.of(one, two)) {
            JsonFields summary = run.summary();
            assertThat(summary.number("/energy_kwh/offline") + summary.number("/unattributed_kwh"))
                    .isCloseTo(summary.number("/energy_kwh_by_attribution/machine"), withinPercentage(1e-6));
        }
    }

    private static double processorJoules(RunOutputs run, String attribution) throws IOException {
        JsonFields summary = run.summary();
        String cpu = summary.element("/devices", "device", "cpu0");
        return summary.number(cpu + "/job_energy_kwh/" + attribution) * 3.6e6;
    }

    /** A user who may make no group: the agent waits for the orphans. */
    @Test
    void orphansAreCountedWithoutAGroup() throws Exception {
        Nobody.assumePossible();
        Path open = Files.createTempDirectory("ceait-it-shapes-");
        try {
            Path jar = Nobody.jarIn(open);
            Path job = Files.copy(Path.of(program()), open.resolve("shapes"));
            assertThat(job.toFile().setExecutable(true, false)).isTrue();
            Agent.Ended ended = Agent.runAsNobody(
                            jar, "run", "--no-listen", "--run-id", "it", "--out", open, "--", job, "daemons", SECONDS)
                    .succeeded();
            JsonFields summary = new RunOutputs(open.resolve("it")).summary();
            assertThat(summary.text("/job_cpu_source")).isEqualTo("proc+subreaper");
            double truth = Double.parseDouble(ended.out().strip());
            // Those of the first tenths of a second may have gone elsewhere.
            assertThat(summary.number("/job_cpu_s")).isBetween(truth * 0.9, truth * (1 + PERCENT / 100));
        } finally {
            Shell.run("rm", "-rf", open.toString());
        }
    }

    @Test
    void whatLivesOnKeepsItsGroup() throws Exception {
        assumeThat(group).as("a control group that the tests may make").isPresent();
        Path pidFile = dir.resolve("pid");
        Agent agent = Agent.start(
                "run",
                "--no-listen",
                "--duration",
                "1s",
                "--run-id",
                "it",
                "--out",
                dir,
                "--",
                "sh",
                "-c",
                "sleep 300 & echo $! >" + pidFile);
        agents.add(agent);
        Agent.Ended ended = agent.await().succeeded();
        String pid = Files.readString(pidFile).strip();
        try {
            Path cgroup = Path.of("/proc", pid, "cgroup");
            assertThat(Files.readString(cgroup)).contains("ceait-run-" + agent.pid());
            assertThat(ended.err()).contains("lives on in the control group");
        } finally {
            Shell.run("kill", "-KILL", pid);
            for (Path hierarchy : HIERARCHIES) {
                Path left = hierarchy.resolve("ceait-run-" + agent.pid());
                Shell.await(
                        "the group can be removed",
                        () -> !Files.exists(left)
                                || Shell.run("rmdir", left.toString()).code() == 0);
            }
        }
    }
}
