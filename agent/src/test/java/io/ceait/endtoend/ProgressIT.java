package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that tell how far they are, each in its way, and what is predicted from that. */
class ProgressIT {

    private static final List<String> QUANTITIES = List.of("energy_kwh", "emissions_kg", "duration_s");

    @TempDir
    Path dir;

    private Path runs;

    @BeforeEach
    void folder() {
        runs = dir.resolve("runs");
    }

    private Agent.Ended run(Object... options) throws IOException, InterruptedException {
        List<Object> all = new ArrayList<>(List.of("run", "--no-listen", "--interval", "200ms", "--out", runs));
        all.addAll(List.of(options));
        return Agent.run(all.toArray()).succeeded();
    }

    private JsonFields summary() throws IOException {
        return RunOutputs.onlyOneBelow(runs).summary();
    }

    /** A real training. What it is predicted to use is the machine's affair; that the figures belong together is ours. */
    @Test
    void aTrainingIsPredictedOnTheWayAndHeldAgainstWhatCameOfIt() throws Exception {
        Path progress = dir.resolve("progress");
        Path training = Agent.ROOT.resolve("scripts/examples/TrainDigits.java");
        Agent.Ended ended = run(
                "--progress",
                progress,
                "--",
                Agent.JAVA,
                training,
                "--epochs",
                10,
                "--threads",
                2,
                "--progress",
                progress);
        assertThat(ended.err()).contains("% done: ", ", measured ");
        JsonFields summary = summary();
        assertThat(summary.text("/progress/unit")).isEqualTo("step");
        assertThat(summary.number("/progress/fraction")).isEqualTo(1);
        assertThat(summary.number("/progress/ignored_lines")).isZero();
        assertThat(summary.column("/progress/comparisons", "at"))
                .containsExactly("0.1", "0.1", "0.25", "0.25", "0.5", "0.5");
        assertThat(summary.column("/progress/comparisons", "method").subList(0, 2))
                .containsExactly("stable-window", "carbontracker");
        for (int i = 0; i < 6; i++) {
            String comparison = "/progress/comparisons/" + i;
            assertThat(summary.number(comparison + "/made_at")).isBetween(summary.number(comparison + "/at"), 1.0);
            for (String quantity : QUANTITIES) {
                assertConsistent(summary, comparison + "/" + quantity);
            }
        }
        // A tenth of so short a training may be over before there is scatter to tell an interval by; half of it is not.
        assertThat(summary.has("/progress/comparisons/4/energy_kwh/low")).isTrue();
        double measured = summary.number("/progress/comparisons/0/energy_kwh/measured");
        assertThat(measured + summary.number("/progress/energy_kwh_since"))
                .isCloseTo(summary.number("/energy_kwh/offline"), within(1e-12));
        Path directory = RunOutputs.onlyOneBelow(runs).directory();
        assertThat(directory.resolve("report.en.html")).content().contains("Prediction while running");
        assertThat(directory.resolve("report.zh.html")).content().contains("运行期间的预测");
        assertThat(directory.resolve("emissions.om")).content().contains("ceait_predicted_energy_joules{");
        assertRecovered(directory, summary);
    }

    private static void assertConsistent(JsonFields summary, String path) {
        double value = summary.number(path + "/value");
        double measured = summary.number(path + "/measured");
        assertThat(measured).isPositive();
        assertThat(summary.number(path + "/error_rel")).isCloseTo((value - measured) / measured, within(1e-9));
        if (summary.has(path + "/low")) {
            double low = summary.number(path + "/low");
            double high = summary.number(path + "/high");
            assertThat(value).isBetween(low, high);
            assertThat(summary.text(path + "/within")).isEqualTo(Boolean.toString(low <= measured && measured <= high));
        } else {
            assertThat(summary.text(path + "/within")).isEqualTo("null");
        }
    }

    private static void assertRecovered(Path directory, JsonFields summary) throws IOException, InterruptedException {
        Agent.run("recover", directory, "--overwrite").succeeded();
        JsonFields recovered = JsonFields.read(directory.resolve("summary.json"));
        assertThat(recovered.values().entrySet())
                .filteredOn(entry -> entry.getKey().startsWith("/progress/"))
                .isNotEmpty()
                .isSubsetOf(summary.values().entrySet());
    }

    /** The output of the job goes where it always went, byte by byte, and is read there. */
    @Test
    void aLogIsReadWhereTheOutputOfTheJobGoes() throws Exception {
        String job = "printf 'loading\\0\\n'; for i in 0 1 2 3 4; do echo \"Epoch $i/4 - loss 0.$i\"; sleep 0.3; done";
        Agent.Ended ended = run(
                "--progress-pattern",
                "Epoch (?<epoch>\\d+)/(?<total>\\d+)",
                "--",
                "sh",
                "-c",
                job + "; readlink /proc/self/fd/1");
        assertThat(ended.out())
                .startsWith("loading\0\n"
                        + String.join(
                                "",
                                IntStream.range(0, 5)
                                        .mapToObj(i -> "Epoch " + i + "/4 - loss 0." + i + "\n")
                                        .toList()))
                .contains("ceait-it-");
        assertThat(summary().text("/progress/unit")).isEqualTo("epoch");
        assertThat(summary().number("/progress/fraction")).isEqualTo(1);
    }

    @Test
    void aJobThatSendsSignalsIsCountedAndGetsNoneBack() throws Exception {
        String job = "trap 'echo got one' USR1; for i in 1 2 3 4; do sleep 0.3; kill -USR1 $PPID; done; sleep 0.3";
        Agent.Ended ended = run("--progress-signal", "USR1", "--progress-total", 5, "--", "sh", "-c", job);
        assertThat(ended.out()).isEmpty();
        assertThat(summary().number("/progress/done")).isEqualTo(4);
        assertThat(summary().number("/progress/total")).isEqualTo(5);
        assertThat(summary().column("/progress/predictions", "method"))
                .containsExactly("stable-window", "carbontracker");
    }

    @Test
    void aJobOnASocketIsPredictedWhileItRuns() throws Exception {
        Path socket = dir.resolve("s");
        try (Agent agent = Agent.start(
                "--machine",
                "--listen",
                "127.0.0.1:0",
                "--interval",
                "100ms",
                "--out",
                runs,
                "--progress",
                "unix:" + socket)) {
            Shell.await("the socket", () -> Files.exists(socket));
            try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                Shell.await(
                        "the run",
                        () -> Files.exists(runs)
                                && RunOutputs.onlyOneBelow(runs).journalLines() > 1);
                RunOutputs outputs = RunOutputs.onlyOneBelow(runs);
                outputs.awaitReady();
                for (int step = 0; step <= 5; step++) {
                    String line = "what?\nstep " + step + "/10\n";
                    connection.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                    int told = step;
                    Shell.await(
                            "the mark", () -> outputs.get("/api/v1/run").body().contains("\"done\":" + told + ".0"));
                }
                JsonFields live = JsonFields.parse(outputs.get("/api/v1/run").body());
                assertThat(live.number("/progress/predictions/0/remaining_s/value"))
                        .isPositive();
                String scrape = outputs.scrape();
                assertThat(RunOutputs.metric(scrape, "ceait_job_progress_ratio", "unit=\"step\""))
                        .isEqualTo(0.5);
                assertThat(RunOutputs.metric(
                                scrape,
                                "ceait_predicted_energy_joules",
                                "method=\"stable-window\"",
                                "bound=\"middle\""))
                        .isPositive();
            }
            agent.signal("TERM");
            Agent.Ended ended = agent.await().succeeded();
            assertThat(ended.err()).contains("'what?' is passed over: a line says 'epoch 3/10'");
            assertThat(socket).doesNotExist();
            assertThat(summary().number("/progress/ignored_lines")).isEqualTo(6);
        }
    }

    @Test
    void whatCannotTellIsRefusedBeforeTheJobStarts() throws Exception {
        Path proof = dir.resolve("started");
        Path fifo = dir.resolve("fifo");
        assertThat(Shell.run("mkfifo", fifo.toString()).code()).isZero();
        Object[][] wrong = {
            {"is no regular file", "--progress", fifo},
            {"is no regular expression of Java", "--progress-pattern", "Epoch ("},
            {"--progress-signal needs --progress-total", "--progress-signal", "USR1"},
        };
        for (Object[] options : wrong) {
            Agent.run("run", "--out", runs, options[1], options[2], "--", "touch", proof)
                    .refusedWith(2, options[0].toString());
        }
        Shell.Ended piped = Shell.run(
                "sh",
                "-c",
                Agent.JAVA + " -jar " + Agent.JAR + " run --out " + runs
                        + " --progress-pattern '(\\d+)/(\\d+)' -- touch " + proof + " 2>&1 | cat");
        assertThat(piped.output()).contains("goes to no file that could be read beside it", "--progress-log FILE");
        assertThat(proof).doesNotExist();
        assertThat(runs).doesNotExist();
    }
}
