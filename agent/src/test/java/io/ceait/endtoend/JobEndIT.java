package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run ends when its job does, long before the next sample would be due. */
class JobEndIT {

    @TempDir
    Path dir;

    /** A quarter of the interval: looking at the ticks alone would be seconds late, and a busy machine is not. */
    private static final Duration SOON = Duration.ofMillis(2500);

    /** A job that notes when it ends. */
    private List<String> job(int seconds, Path note) {
        return List.of("sh", "-c", "sleep " + seconds + "; date +%s%3N > " + note);
    }

    private static void assertNoticed(JsonFields summary, Path note) throws IOException {
        Instant ended =
                Instant.ofEpochMilli(Long.parseLong(Files.readString(note).strip()));
        Instant noticed = Instant.parse(summary.text("/ended_at"));
        assertThat(Duration.between(ended, noticed)).isBetween(Duration.ofMillis(-50), SOON);
        assertThat(summary.text("/status")).isEqualTo("completed");
    }

    @Test
    void theEndIsNoticedBetweenTwoDistantSamples() throws Exception {
        Path attachedNote = dir.resolve("attached.txt");
        Path startedNote = dir.resolve("started.txt");
        Process job = new ProcessBuilder(job(6, attachedNote)).start();
        try (Agent attached = meter("attached", "--pid", job.pid());
                Agent started = Agent.start(
                        "run",
                        "--interval",
                        "10s",
                        "--no-listen",
                        "--out",
                        dir.resolve("started"),
                        "--",
                        "sh",
                        "-c",
                        job(2, startedNote).get(2))) {
            started.await().succeeded();
            attached.await().succeeded();
        } finally {
            job.destroyForcibly();
            job.waitFor(10, TimeUnit.SECONDS);
        }
        JsonFields attached = RunOutputs.onlyOneBelow(dir.resolve("attached")).summary();
        JsonFields started = RunOutputs.onlyOneBelow(dir.resolve("started")).summary();
        assertNoticed(attached, attachedNote);
        assertNoticed(started, startedNote);
        assertThat(started.number("/duration_s")).isGreaterThan(1.5);
        assertThat(started.number("/sampling/ticks")).isEqualTo(1);
    }

    private Agent meter(String out, Object... target) throws IOException {
        Object[] args = new Object[target.length + 5];
        System.arraycopy(target, 0, args, 0, target.length);
        Object[] rest = {"--interval", "10s", "--no-listen", "--out", dir.resolve(out)};
        System.arraycopy(rest, 0, args, target.length, rest.length);
        return Agent.start(args);
    }
}
