package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's JVM as it is while a run goes on. */
class OwnJvmIT {

    @TempDir
    Path dir;

    /** The words of the agent's command line once its run has begun. */
    private List<String> whileItRuns(List<String> flags) throws Exception {
        List<String> prefix = new ArrayList<>(List.of(Agent.JAVA.toString()));
        prefix.addAll(flags);
        prefix.addAll(List.of("-jar", Agent.JAR.toString()));
        Path out = dir.resolve("runs" + flags.size());
        // The command sees its parent as it is when a run goes on.
        Path seen = dir.resolve("seen");
        try (Agent agent = Agent.startWith(
                prefix,
                Agent.Redirect.NOTHING,
                "run",
                "--no-listen",
                "--out",
                out,
                "--",
                "sh",
                "-c",
                "cat /proc/$PPID/cmdline > " + seen + "; echo $PPID; exit 3")) {
            long started = agent.pid();
            Agent.Ended ended = agent.await();
            assertThat(ended.code()).as(ended.err()).isEqualTo(3);
            // The same process from the start to the end, and the same output.
            assertThat(ended.out().strip()).isEqualTo(Long.toString(started));
        }
        return List.of(Files.readString(seen).split("\0", -1));
    }

    @Test
    void aPlainStartBecomesASmallJvmInPlace() throws Exception {
        assertThat(whileItRuns(List.of()))
                .contains("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
                .containsSubsequence("-jar", Agent.JAR.toString(), "run");
    }

    @Test
    void aJvmWithFlagsStaysAsItIs() throws Exception {
        assertThat(whileItRuns(List.of("-Xmx256m"))).startsWith(Agent.JAVA.toString(), "-Xmx256m", "-jar");
    }

    /** As in a container or a cron table, which state no locale. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWorksUnderTheLocaleCFindsTheRunWhereItWasStarted(boolean byTheLauncher) throws Exception {
        Path here = Files.createDirectory(dir.resolve("größe 中"));
        String start = byTheLauncher ? Agent.LAUNCHER.toString() : "\"" + Agent.JAVA + "\" -jar \"" + Agent.JAR + "\"";
        Shell.Ended ended = Shell.run(
                "env",
                "-u",
                "LANG",
                "-u",
                "LC_CTYPE",
                "LC_ALL=C",
                "sh",
                "-c",
                "cd \"$0\" && exec " + start + " run --no-listen --quiet -- env",
                here.toString());
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output().lines())
                .contains("LC_ALL=C")
                .noneMatch(line -> line.startsWith("CEAIT_LC_ALL") || line.contains("C.UTF-8"));
        assertThat(here.resolve("ceait-runs")).isNotEmptyDirectory();
        assertThat(dir).isDirectoryContaining(here::equals);
    }
}
