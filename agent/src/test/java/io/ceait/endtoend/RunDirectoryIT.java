package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk after a run, and who may read it. */
class RunDirectoryIT {

    private static final String SECRET = "token-4f1d7c";

    @TempDir
    Path dir;

    @Test
    void filesAreCompletePrivateAndSilentAboutCommandLines() throws Exception {
        List<String> prefix =
                List.of("sh", "-c", "umask 0; exec \"$@\"", "sh", Agent.JAVA.toString(), "-jar", Agent.JAR.toString());
        String scrape;
        try (Agent agent = Agent.startWith(
                prefix,
                Agent.Redirect.NOTHING,
                "run",
                "--out",
                dir.resolve("deep/runs"),
                "--run-id",
                "private",
                "--listen",
                "127.0.0.1:0",
                "--linger",
                "3s",
                "--interval",
                "200ms",
                "--log-level",
                "debug",
                "--",
                "sh",
                "-c",
                "sleep 1; : " + SECRET)) {
            RunOutputs run = new RunOutputs(dir.resolve("deep/runs/private"));
            Shell.await("the summary", run::hasSummary);
            run.awaitReady();
            scrape = run.scrape();
            assertThat(agent.await().succeeded().err()).doesNotContain(SECRET);
        }
        assertThat(scrape).contains("run_id=\"private\"").doesNotContain(SECRET);

        RunOutputs run = new RunOutputs(dir.resolve("deep/runs/private"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.directory())))
                .isEqualTo("rwxr-x---");
        assertThat(run.files())
                .extracting(file -> file.getFileName().toString())
                .contains("run.json", "journal.ndjson", "samples.csv", "summary.json")
                .noneMatch(name -> name.endsWith(".part"));
        for (Path file : run.files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-r-----");
            assertThat(Files.readString(file, StandardCharsets.UTF_8))
                    .as(file.toString())
                    .doesNotContain(SECRET);
        }
        assertThat(run.summary().text("/run_id")).isEqualTo("private");
        assertThat(run.summary().text("/schema")).isEqualTo("ceait.summary/1");
    }

    @Test
    void whereAValueComesFromIsOnRecord() throws Exception {
        Path config = Files.writeString(dir.resolve("agent.yaml"), "pue: 1.3\ninterval: 300ms\nzone: DE\n");
        Agent.run(
                        "--machine",
                        "--config",
                        config,
                        "--interval",
                        "100ms",
                        "--duration",
                        "300ms",
                        "--no-listen",
                        "--out",
                        dir.resolve("runs"))
                .succeeded();
        RunOutputs run = RunOutputs.onlyOneBelow(dir.resolve("runs"));
        JsonFields description = run.runFile();
        String interval = description.element("/configuration", "key", "interval");
        assertThat(description.text(interval + "/value")).isEqualTo("100ms");
        assertThat(description.text(interval + "/origin")).isEqualTo("--interval");
        String pue = description.element("/configuration", "key", "pue");
        assertThat(description.text(pue + "/origin")).endsWith("agent.yaml:1");
        assertThat(run.summary().number("/pue/value")).isEqualTo(1.3);
        assertThat(run.summary().text("/intensity/zone")).isEqualTo("DE");
    }
}
