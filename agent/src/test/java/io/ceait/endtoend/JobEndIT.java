package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run ends when its job does, long before the next sample would be due. */
class JobEndIT {

    @TempDir
    Path dir;

    @Test
    void theEndIsNoticedBetweenTwoDistantSamples() throws Exception {
        Process job = new ProcessBuilder("sleep", "6").start();
        try (Agent attached = meter("attached", "--pid", job.pid());
                Agent started = Agent.start(
                        "run",
                        "--interval",
                        "10s",
                        "--no-listen",
                        "--out",
                        dir.resolve("started"),
                        "--",
                        "sleep",
                        "2")) {
            started.await().succeeded();
            attached.await().succeeded();
        } finally {
            job.destroyForcibly();
            job.waitFor(10, TimeUnit.SECONDS);
        }
        JsonFields attached = RunOutputs.onlyOneBelow(dir.resolve("attached")).summary();
        JsonFields started = RunOutputs.onlyOneBelow(dir.resolve("started")).summary();
        assertThat(attached.number("/duration_s")).isLessThan(8);
        assertThat(attached.text("/status")).isEqualTo("completed");
        assertThat(started.number("/duration_s")).isBetween(1.5, 4.0);
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
