package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal ends the run, not its results, and never the job that somebody else started. */
class SignalsIT {

    @TempDir
    Path dir;

    /** Whoever runs these tests in the background may have had the signals ignored for everything below. */
    private Agent start(Object... args) throws IOException {
        List<String> prefix = List.of(
                "env", "--default-signal=INT,TERM,HUP,USR1", Agent.JAVA.toString(), "-jar", Agent.JAR.toString());
        List<Object> all = new ArrayList<>(List.of(args[0], "--no-listen", "--interval", "200ms", "--out", dir));
        all.addAll(List.of(args).subList(1, args.length));
        return Agent.startWith(prefix, Agent.Redirect.NOTHING, all.toArray());
    }

    private void awaitTicks(String id) throws IOException, InterruptedException {
        RunOutputs run = new RunOutputs(dir.resolve(id));
        Shell.await("samples of " + id, () -> run.journalLines() >= 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void theMachineIsMeteredUntilTold(String signal) throws Exception {
        try (Agent agent = start("--machine", "--run-id", signal)) {
            awaitTicks(signal);
            agent.signal(signal);
            agent.await().succeeded();
        }
        RunOutputs run = new RunOutputs(dir.resolve(signal));
        assertThat(run.summary().text("/status")).isEqualTo("completed");
        assertThat(run.samples()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aJobThatIsMeteredRunsOn(String signal) throws Exception {
        Process job = new ProcessBuilder("sleep", "300").start();
        try (Agent agent = start("--pid=" + job.pid(), "--run-id", signal)) {
            awaitTicks(signal);
            agent.signal(signal);
            agent.await().succeeded();
            assertThat(job.isAlive()).isTrue();
        } finally {
            job.destroyForcibly();
        }
        RunOutputs run = new RunOutputs(dir.resolve(signal));
        assertThat(run.summary().text("/status")).isEqualTo("interrupted");
        assertThat(run.samples()).isNotEmpty();
    }

    private static long caughtSignals(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigCgt:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElseThrow();
    }

    /** Sent to all of a job, so that it writes a checkpoint; and by a script that has put the agent into the background. */
    @Test
    void signalsOfTheJobAreEnduredAndOneThatWasIgnoredEndsTheRun() throws Exception {
        List<String> prefix =
                List.of("env", "--ignore-signal=INT", Agent.JAVA.toString(), "-jar", Agent.JAR.toString());
        try (Agent agent = Agent.startWith(
                prefix,
                Agent.Redirect.NOTHING,
                List.of("--machine", "--no-listen", "--interval", "200ms", "--out", dir, "--run-id", "job")
                        .toArray())) {
            awaitTicks("job");
            Path status = Path.of("/proc", Long.toString(agent.pid()), "status");
            // The last thing that is done about signals.
            Shell.await("INT is heeded", () -> (caughtSignals(status) & 1 << 1) != 0);
            agent.signal("USR1");
            agent.signal("USR2");
            long lines = new RunOutputs(dir.resolve("job")).journalLines();
            Shell.await("it meters on", () -> new RunOutputs(dir.resolve("job")).journalLines() >= lines + 3);
            agent.signal("INT");
            agent.await().succeeded();
        }
        assertThat(dir).isDirectoryNotContaining("glob:**hs_err*");
    }

    /** As a supervisor, a container's runtime or a script sends them: to the agent alone. */
    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129", "USR1, 138"})
    void theChildOfRunIsToldAndItsEndIsTheRuns(String signal, int code) throws Exception {
        try (Agent agent = start("run", "--run-id", signal, "--", "sleep", "300")) {
            awaitTicks(signal);
            agent.signal(signal);
            assertThat(agent.await().code()).isEqualTo(code);
        }
        assertThat(new RunOutputs(dir.resolve(signal)).summary().text("/status"))
                .isEqualTo("completed");
    }

    /** The JVM keeps these two: they are not passed on, but they do no harm. */
    @Test
    void whatCannotBePassedOnIsIgnored() throws Exception {
        Path go = dir.resolve("go");
        try (Agent agent = start(
                "run",
                "--run-id",
                "kept",
                "--",
                "sh",
                "-c",
                "while [ ! -e " + go + " ]; do sleep 0.05; done; exit 3")) {
            awaitTicks("kept");
            agent.signal("QUIT");
            agent.signal("USR2");
            long lines = new RunOutputs(dir.resolve("kept")).journalLines();
            Shell.await("further samples", () -> new RunOutputs(dir.resolve("kept")).journalLines() > lines + 1);
            Files.createFile(go);
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.out()).isEmpty();
        }
    }
}
