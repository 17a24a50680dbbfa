package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.endtoend.Liar.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that are full, read-only, broken or gone, before a run, in its midst and at its end. */
class DiskFaultsIT {

    @TempDir
    Path dir;

    @RegisterExtension
    private final SimulatedServer server = new SimulatedServer();

    private Object[] metering(Path out, Object... target) {
        List<Object> args = new ArrayList<>(Arrays.asList(target));
        int options = args.contains("--") ? args.indexOf("--") : args.size();
        args.addAll(
                options,
                List.of("--path.sysfs", server.sysfs(), "--interval", "20ms", "--no-listen", "--run-id", "it"));
        args.addAll(options, List.of("--out", out, "--zone", "DE"));
        return args.toArray();
    }

    /** A command that says that it was started, waits to be told to end, and ends with 7. */
    private Object[] command(Path out) {
        return metering(
                out,
                "run",
                "--",
                "sh",
                "-c",
                "touch " + started() + "; while [ ! -e " + go() + " ]; do sleep 0.05; done; exit 7");
    }

    private Path started() {
        return dir.resolve("started");
    }

    private Path go() {
        return dir.resolve("go");
    }

    private static Agent.Ended end(Agent agent) throws IOException, InterruptedException {
        agent.signal("TERM");
        return agent.await();
    }

    private static Agent.Ended launch(Object... args) throws IOException, InterruptedException {
        try (Agent agent = Agent.launch(args)) {
            return agent.await();
        }
    }

    private static void awaitLines(RunOutputs run, long lines) throws IOException, InterruptedException {
        Shell.await("samples", () -> run.journalLines() >= lines);
    }

    @Test
    void aFullDiskAtTheStartIsRefusedBeforeTheJobStarts() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(dir.resolve("disk"), 64)) {
            disk.fill();
            launch(metering(disk.root().resolve("runs"), "--machine")).refusedWith(4, "No space left on device");
            launch(command(disk.root().resolve("runs"))).refusedWith(4, "No space left on device");
            assertThat(started()).doesNotExist();
            try (Stream<Path> left = Files.list(disk.root())) {
                assertThat(left)
                        .extracting(file -> file.getFileName().toString())
                        .containsExactly("filling");
            }
        }
    }

    @Test
    void aReadOnlyDiskAtTheStartIsRefusedBeforeTheJobStarts() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(dir.resolve("disk"), 64)) {
            disk.setReadOnly();
            launch(command(disk.root())).refusedWith(4, "--out", "Read-only file system");
            assertThat(started()).doesNotExist();
        }
    }

    @Test
    void aDiskThatIsFullForAWhileCostsSamplesAndNoEnergy() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(dir.resolve("disk"), 512);
                Agent agent = Agent.launch(command(disk.root()))) {
            RunOutputs run = new RunOutputs(disk.root().resolve("it"));
            awaitLines(run, 6);
            disk.fill();
            Shell.await("it is told of", () -> agent.errSoFar().contains("the journal cannot be written"));
            long before = run.journalLines();
            disk.empty();
            awaitLines(run, before + 5);
            Files.createFile(go());
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(7);
            List<JsonFields> journal = run.journal();
            double lost = journal.get(journal.size() - 1).number("/tick") - (journal.size() - 2);
            assertThat(lost).isPositive();
            assertThat(run.summary().list("/data_quality/missing"))
                    .anyMatch(line -> line.startsWith((long) lost + " samples could not be written"));
            assertThat(run.summary().text("/status")).isEqualTo("completed");
            Guarantee.assertEnergiesAreTheCounters(run, journal);
            Guarantee.assertKeptAcrossAHole(run);
        }
    }

    @Test
    void aDiskThatIsFullAtTheEndIsExitCodeFourAndRecoveredLater() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(dir.resolve("disk"), 512);
                Agent agent = Agent.launch(metering(disk.root(), "--machine"))) {
            RunOutputs run = new RunOutputs(disk.root().resolve("it"));
            awaitLines(run, 12);
            disk.fill();
            Agent.Ended ended = end(agent);
            assertThat(ended.code()).as(ended.err()).isEqualTo(4);
            assertThat(ended.err())
                    .contains("summary.json could not be written: No space left on device")
                    .contains("ceait recover " + run.directory())
                    .contains("measured", "kgCO2e")
                    .doesNotContain("Exception");
            assertThat(run.contents().keySet()).doesNotContain("samples.csv", "summary.json");
            Guarantee.assertNothingIsHalfWritten(run);
            List<JsonFields> journal = RunOutputs.completeLines(run.directory().resolve("journal.ndjson"));
            disk.empty();
            launch("recover", "--quiet", run.directory()).succeeded();
            Guarantee.assertEnergiesAreTheCounters(run, journal);
            Guarantee.assertKept(run);
        }
    }

    /** In the midst of the run and until its end, as a disk that breaks has it. */
    @ParameterizedTest
    @EnumSource(names = {"ENOSPC", "EDQUOT", "EROFS", "EIO"})
    void aDiskThatFailsMidRunEndsNeitherJobNorAgent(Errno errno) throws Exception {
        Path runs = Files.createDirectory(dir.resolve("runs"));
        Liar liar = Liar.buildIn(dir, runs.toRealPath());
        RunOutputs run = new RunOutputs(runs.resolve("it"));
        try (Agent agent = liar.launch(command(runs))) {
            awaitLines(run, 6);
            liar.failWritingWith(errno);
            Shell.await("it is told of", () -> agent.errSoFar().contains("the journal cannot be written"));
            long answered = liar.answered();
            Shell.await("metering goes on", () -> liar.answered() > answered + 2);
            Files.createFile(go());
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(7);
            assertThat(ended.err())
                    .contains("samples.csv could not be written", "ceait recover " + run.directory())
                    .doesNotContain("Exception");
        }
        liar.heal();
        assertThat(run.contents().keySet()).doesNotContain("samples.csv", "summary.json");
        List<JsonFields> journal = RunOutputs.completeLines(run.directory().resolve("journal.ndjson"));
        assertThat(journal).hasSizeGreaterThanOrEqualTo(6);
        launch("recover", "--quiet", run.directory()).succeeded();
        assertThat(run.summary().text("/status")).isEqualTo("recovered");
        Guarantee.assertEnergiesAreTheCounters(run, journal);
        Guarantee.assertKept(run);
    }

    @Test
    void aDirectoryThatIsRemovedTakesTheRecordAndNotTheResultOnTheTerminal() throws Exception {
        Path runs = dir.resolve("runs");
        RunOutputs run = new RunOutputs(runs.resolve("it"));
        try (Agent agent = Agent.launch(command(runs))) {
            awaitLines(run, 6);
            Shell.run("rm", "-r", runs.toString());
            Files.createFile(go());
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(7);
            assertThat(ended.err())
                    .contains("was removed, and the record of this run with it")
                    .contains("measured", "kgCO2e")
                    .doesNotContain("Exception");
        }
        assertThat(runs).doesNotExist();
    }

    @Test
    void aDirectoryThatIsMovedIsRecoveredWhereItIs() throws Exception {
        Path runs = dir.resolve("runs");
        RunOutputs moved = new RunOutputs(runs.resolve("elsewhere"));
        try (Agent agent = Agent.launch(metering(runs, "--machine"))) {
            RunOutputs run = new RunOutputs(runs.resolve("it"));
            awaitLines(run, 6);
            Files.move(run.directory(), moved.directory());
            long before = moved.journalLines();
            awaitLines(moved, before + 5);
            Agent.Ended ended = end(agent);
            assertThat(ended.code()).as(ended.err()).isEqualTo(4);
        }
        List<JsonFields> journal = RunOutputs.completeLines(moved.directory().resolve("journal.ndjson"));
        launch("recover", "--quiet", moved.directory()).succeeded();
        assertThat(moved.summary().text("/status")).isEqualTo("completed");
        Guarantee.assertEnergiesAreTheCounters(moved, journal);
        Guarantee.assertKept(moved);
    }
}
