package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in control groups of this machine's kernel, where the tests may make some. */
class ControlGroupIT {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    /** Hierarchies in which a group counts CPU time: version 2, alone or beside version 1, then version 1. */
    private static final List<Path> HIERARCHIES =
            List.of(MOUNT, MOUNT.resolve("unified"), MOUNT.resolve("cpuacct"), MOUNT.resolve("cpu,cpuacct"));

    @TempDir
    Path dir;

    private Optional<Path> group = Optional.empty();

    @BeforeEach
    void makeGroup() {
        for (Path hierarchy : HIERARCHIES) {
            Path made = hierarchy.resolve("ceait-it-" + ProcessHandle.current().pid());
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
    void removeGroup() throws IOException, InterruptedException {
        if (group.isPresent()) {
            for (String pid : Files.readAllLines(group.get().resolve("cgroup.procs"))) {
                Shell.run("kill", "-KILL", pid);
            }
            Path made = group.get();
            Shell.await(
                    "the group can be removed",
                    () -> Shell.run("rmdir", made.toString()).code() == 0);
        }
    }

    private Path made() {
        assumeThat(group).as("a control group that the tests may make").isPresent();
        return group.orElseThrow();
    }

    /** CPU time that the kernel has booked for the group. */
    private double seconds() throws IOException {
        Path account = made().resolve("cpuacct.usage");
        if (Files.exists(account)) {
            return Long.parseLong(Files.readString(account).strip()) / 1e9;
        }
        String first = Files.readAllLines(made().resolve("cpu.stat")).get(0);
        return Long.parseLong(first.substring("usage_usec ".length())) / 1e6;
    }

    /** Children of some milliseconds, each started by a shell that does not wait for it, for some seconds. */
    private Process storm(int seconds) throws IOException {
        Path script = Files.writeString(dir.resolve("storm.sh"), """
                echo 0 > "$1/cgroup.procs"
                end=$(($(date +%s) + $2))
                while [ "$(date +%s)" -lt "$end" ]; do
                  (i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); done) &
                  (sh -c 'i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); done' &)
                  wait
                done
                """);
        return new ProcessBuilder("sh", script.toString(), made().toString(), Integer.toString(seconds))
                .inheritIO()
                .start();
    }

    @Test
    void aStormOfChildrenThatNobodyWaitsForIsCountedAsTheKernelDoes() throws Exception {
        Process job = storm(6);
        Shell.await(
                "the job is in its group",
                () -> !Files.readAllLines(made().resolve("cgroup.procs")).isEmpty());
        Path runs = dir.resolve("runs");
        double before = seconds();
        Agent.run("--cgroup", made(), "--interval", "200ms", "--no-listen", "--out", runs)
                .succeeded();
        assertThat(job.waitFor()).isZero();
        RunOutputs run = RunOutputs.onlyOneBelow(runs);
        // Started between the two looks at the group: the agent begins to count a moment after the first.
        double truth = seconds() - before;
        double startUp =
                (run.summary().number("/duration_s") + 1) / run.summary().number("/duration_s");
        assertThat(run.summary().number("/job_cpu_s")).isBetween(truth / startUp * 0.9, truth);
        assertThat(run.summary().text("/job_cpu_source")).isEqualTo("cgroup");
        assertThat(run.summary().text("/target/kind")).isEqualTo("cgroup");
        assertThat(run.summary().text("/target/cgroup")).isEqualTo(made().toString());
        assertThat(run.summary().text("/status")).isEqualTo("completed");
        assertThat(run.summary().number("/energy_kwh/cpu")).isPositive();
    }

    @Test
    void theGroupIsFoundByItsPathAsProcTellsIt() throws Exception {
        Process job = storm(4);
        Shell.await(
                "the job is in its group",
                () -> !Files.readAllLines(made().resolve("cgroup.procs")).isEmpty());
        Path runs = dir.resolve("runs");
        Agent.run("--cgroup", "/" + made().getFileName(), "--no-listen", "--out", runs)
                .succeeded();
        assertThat(job.waitFor()).isZero();
        RunOutputs run = RunOutputs.onlyOneBelow(runs);
        List<JsonFields> journal = run.journal();
        double counted = journal.get(journal.size() - 1).number("/job_us")
                - journal.get(1).number("/job_us");
        assertThat(run.summary().number("/job_cpu_s")).isCloseTo(counted / 1e6, withinPercentage(1e-6));
        assertThat(run.summary().number("/job_cpu_s")).isPositive();
    }

    @Test
    void aGroupThatIsNotThereIsExitThree() throws Exception {
        assumeThat(Files.isDirectory(MOUNT)).as("control groups are mounted").isTrue();
        Agent.run("--cgroup", "/no/such/group", "--no-listen", "--out", dir)
                .refusedWith(3, "there is no control group no/such/group");
        Agent.run("--cgroup", "/", "--machine", "--no-listen", "--out", dir)
                .refusedWith(2, "--pid, --cgroup and --machine exclude each other");
    }
}
