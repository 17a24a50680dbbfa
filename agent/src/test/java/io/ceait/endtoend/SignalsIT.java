package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal ends the run, not its results, and never the job that somebody else started. */
class SignalsIT {

    @TempDir
    Path dir;

    /** Whoever runs these tests in the background may have had the signals ignored for everything below. */
    private Agent start(Object... args) throws IOException {
        List<String> prefix =
                List.of("env", "--default-signal=INT,TERM,HUP", Agent.JAVA.toString(), "-jar", Agent.JAR.toString());
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

    @Test
    void theChildOfRunIsToldAndItsEndIsTheRuns() throws Exception {
        try (Agent agent = start("run", "--run-id", "child", "--", "sleep", "300")) {
            awaitTicks("child");
            agent.signal("TERM");
            assertThat(agent.await().code()).isEqualTo(143);
        }
        assertThat(new RunOutputs(dir.resolve("child")).summary().text("/status"))
                .isEqualTo("completed");
    }
}
