package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that runs out of files or of memory, and a job of very many processes. */
class ResourceFaultsIT {

    private static final int CROWD = 10_000;

    @TempDir
    Path dir;

    @RegisterExtension
    private final SimulatedServer server = new SimulatedServer();

    private RunOutputs run() {
        return new RunOutputs(dir.resolve("runs/it"));
    }

    private Path started() {
        return dir.resolve("started");
    }

    private Object[] metering(String interval, Object... target) {
        List<Object> args = new ArrayList<>(Arrays.asList(target));
        int options = args.contains("--") ? args.indexOf("--") : args.size();
        args.addAll(options, List.of("--path.sysfs", server.sysfs(), "--interval", interval, "--run-id", "it"));
        args.addAll(options, List.of("--out", dir.resolve("runs")));
        return args.toArray();
    }

    private Path go() {
        return dir.resolve("go");
    }

    private Object[] command(String... options) {
        List<Object> args = new ArrayList<>(List.of("run"));
        args.addAll(List.of(options));
        args.addAll(List.of(
                "--", "sh", "-c", "touch " + started() + "; while [ ! -e " + go() + " ]; do sleep 0.05; done; exit 7"));
        return metering("20ms", args.toArray());
    }

    private void assertRecoverable() throws IOException, InterruptedException {
        List<JsonFields> journal = RunOutputs.completeLines(run().directory().resolve("journal.ndjson"));
        try (Agent agent = Agent.launch("recover", "--quiet", run().directory())) {
            agent.await().succeeded();
        }
        Guarantee.assertEnergiesAreTheCounters(run(), journal);
        Guarantee.assertKept(run());
    }

    /** Nothing can be opened any more from one moment on: no output at the end, no class that is needed there first. */
    @Test
    void anAgentWithoutFreeFilesMetersOnAndIsRecovered() throws Exception {
        try (Agent agent = Agent.launch(command("--listen", "127.0.0.1:0"))) {
            run().awaitMoreLines(6);
            run().awaitReady();
            Shell.Ended limited = Shell.run("prlimit", "--pid", Long.toString(agent.pid()), "--nofile=3:3");
            assertThat(limited.code()).as(limited.output()).isZero();
            run().awaitMoreLines(20);
            Files.createFile(go());
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(7);
            assertThat(ended.err())
                    .contains("Too many open files", "ceait recover " + run().directory())
                    .doesNotContain("\tat ");
        }
        assertRecoverable();
    }

    /** As under {@code ulimit -n}: the command starts and ends as without the agent, with or without outputs. */
    @ParameterizedTest
    @ValueSource(ints = {40, 20})
    void aCommandIsStartedWithFewFiles(int files) throws Exception {
        List<String> prefix = List.of("prlimit", "--nofile=" + files + ":" + files, Agent.LAUNCHER.toString());
        Files.createFile(go());
        try (Agent agent = Agent.startWith(prefix, Agent.Redirect.NOTHING, command("--no-listen"))) {
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(7);
            assertThat(ended.err()).doesNotContain("\tat ");
        }
        if (run().hasSummary()) {
            Guarantee.assertNoMoreIsAttributedThanMeasured(run());
            Guarantee.assertEveryNumberHasASource(run());
        }
    }

    private Agent launchWithHeap(int megabytes, Object... args) throws IOException {
        List<String> java = List.of(
                Agent.JAVA.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + megabytes + "m",
                "-jar",
                Agent.JAR.toString());
        return Agent.startWith(java, Agent.Redirect.NOTHING, args);
    }

    /** Between what is too little to begin and what is enough for everything: a command that was started ends as its own. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void aCommandEndsAsItsOwnHoweverSmallTheHeap(int megabytes) throws Exception {
        Files.createFile(go());
        try (Agent agent = launchWithHeap(megabytes, command("--listen", "127.0.0.1:0"))) {
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(Files.exists(started()) ? 7 : 1);
            assertThat(ended.err()).doesNotContain("\tat ");
        }
        if (Files.exists(run().directory().resolve("journal.ndjson")) && run().journalLines() >= 2) {
            assertRecoverable();
        }
    }

    @Test
    void aHeapThatIsTooSmallToBeginIsSaidSoBeforeTheJobStarts() throws Exception {
        try (Agent agent = launchWithHeap(2, command("--no-listen"))) {
            agent.await().refusedWith(1, "out of memory", "-Xmx64m");
        }
        assertThat(started()).doesNotExist();
        assertThat(dir.resolve("runs")).doesNotExist();
    }

    @Test
    void tenThousandProcessesAreMetered() throws Exception {
        Path program = CProgram.buildIn(dir, "crowd");
        Process crowd = new ProcessBuilder("setsid", program.toString(), Integer.toString(CROWD)).start();
        try (BufferedReader says =
                new BufferedReader(new InputStreamReader(crowd.getInputStream(), StandardCharsets.UTF_8))) {
            String line = says.readLine();
            assumeThat(line).as("as many processes may be made here").isEqualTo("ready");
            try (Agent agent = Agent.launch(metering("1s", "--pid", crowd.pid(), "--no-listen"))) {
                Shell.await("samples", () -> run().journalLines() >= 4);
                crowd.getOutputStream().close();
                agent.await().succeeded();
            }
        } finally {
            crowd.descendants().forEach(ProcessHandle::destroyForcibly);
            crowd.destroyForcibly();
        }
        JsonFields summary = run().summary();
        assertThat(summary.number("/target/processes_seen")).isGreaterThanOrEqualTo(CROWD + 1.0);
        assertThat(summary.text("/status")).isEqualTo("completed");
        Guarantee.assertEnergiesAreTheCounters(run(), run().journal());
        Guarantee.assertKept(run());
    }
}
