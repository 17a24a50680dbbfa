package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The death of the agent at moments that nobody chose: {@code -Dceait.kills=200} kills that many agents, {@code
 * -Dceait.images=200} looks at that many moments of one, {@code -Dceait.seed=N} repeats a campaign.
 */
class KillCampaignIT {

    private static final int KILLS = Integer.getInteger("ceait.kills", 20);
    private static final int IMAGES = Integer.getInteger("ceait.images", 180);
    private static final long SEED = Long.getLong("ceait.seed", System.nanoTime());
    private static final int AT_A_TIME = 4;

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);

    @RegisterExtension
    private final SimulatedServer server = new SimulatedServer();

    private List<Object> metering(String id, String interval, Object... target) {
        List<Object> args = new ArrayList<>(Arrays.asList(target));
        args.addAll(List.of("--path.sysfs", server.sysfs(), "--interval", interval, "--run-id", id, "--zone", "DE"));
        args.addAll(List.of("--no-listen", "--out", dir.resolve("runs")));
        return args;
    }

    private RunOutputs run(String id) {
        return new RunOutputs(dir.resolve("runs").resolve(id));
    }

    private static Agent.Ended recover(List<Path> runs) throws IOException, InterruptedException {
        List<Object> args = new ArrayList<>(List.of("recover", "--quiet"));
        args.addAll(runs);
        try (Agent agent = Agent.launch(args.toArray())) {
            return agent.await();
        }
    }

    private static int completeLines(Path run) throws IOException {
        Path journal = run.resolve("journal.ndjson");
        return Files.exists(journal)
                ? (int) Files.readString(journal, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                : 0;
    }

    /**
     * Recovers all of them at once. Those whose agent died before its first sample are refused, with a sentence each, and
     * get nothing; all others get everything up to their last complete sample.
     *
     * @return how many could be recovered
     */
    private static int assertRecoverable(List<Path> runs) throws IOException, InterruptedException {
        List<Path> begun = new ArrayList<>();
        List<Path> stillborn = new ArrayList<>();
        for (Path run : runs) {
            (completeLines(run) >= 2 ? begun : stillborn).add(run);
        }
        if (!stillborn.isEmpty()) {
            Agent.Ended refused = recover(stillborn);
            assertThat(refused.code()).as(refused.err()).isEqualTo(2);
            assertThat(refused.errLines())
                    .hasSameSizeAs(stillborn)
                    .allMatch(line ->
                            line.contains("killed before metering began") || line.contains("is no run directory"));
        }
        if (!begun.isEmpty()) {
            recover(begun).succeeded();
        }
        for (Path run : begun) {
            assertRecovered(new RunOutputs(run));
        }
        return begun.size();
    }

    private static void assertRecovered(RunOutputs run) throws IOException {
        List<JsonFields> journal = RunOutputs.completeLines(run.directory().resolve("journal.ndjson"));
        JsonFields summary = run.summary();
        assertThat(summary.number("/sampling/ticks"))
                .as(run.directory().toString())
                .isEqualTo(journal.size() - 2.0);
        assertThat(summary.number("/duration_s"))
                .isCloseTo(journal.get(journal.size() - 1).number("/elapsed_ns") / 1e9, within(1e-9));
        Guarantee.assertEnergiesAreTheCounters(run, journal);
        Guarantee.assertKept(run);
    }

    /** What lies on the disk at one moment is what is left when the agent is killed at that moment. */
    private void takeImage(Path run, Path image) throws IOException {
        Files.createDirectories(image);
        List<Path> files;
        try (Stream<Path> list = Files.list(run)) {
            files = list.toList();
        }
        for (Path file : files) {
            try {
                Files.copy(file, image.resolve(file.getFileName()));
            } catch (NoSuchFileException e) {
                // Renamed in this moment: its final name was not there, and in the image neither is.
                continue;
            }
        }
    }

    @Test
    void anyMomentOfARunIsRecoveredAsItWasUntilThen() throws Exception {
        List<Path> images = new ArrayList<>();
        List<Integer> linesBefore = new ArrayList<>();
        try (Agent agent = Agent.launch(metering("whole", "10ms", "--machine").toArray())) {
            Path whole = run("whole").directory();
            Shell.await("the directory", () -> Files.isDirectory(whole));
            boolean told = false;
            while (agent.alive()) {
                if (!told && images.size() >= IMAGES * 9 / 10) {
                    agent.signal("TERM");
                    told = true;
                }
                if (images.size() < 2 * IMAGES) {
                    linesBefore.add(completeLines(whole));
                    images.add(dir.resolve("images/" + images.size()));
                    takeImage(whole, images.get(images.size() - 1));
                }
                // The moment itself.
                TimeUnit.MICROSECONDS.sleep(random.nextInt(12_000));
            }
            agent.await().succeeded();
        }
        assertThat(images).hasSizeGreaterThanOrEqualTo(IMAGES * 9 / 10);
        assertThat(assertRecoverable(images)).as("seed %s", SEED).isGreaterThan(IMAGES / 2);
        List<String> wholeSeries = Files.readAllLines(run("whole").directory().resolve("samples.csv"));
        for (int i = 0; i < images.size(); i++) {
            assertThat(completeLines(images.get(i)))
                    .as("nothing that was there is gone")
                    .isGreaterThanOrEqualTo(linesBefore.get(i));
            Path series = images.get(i).resolve("samples.csv");
            if (Files.exists(series)) {
                List<String> rows = Files.readAllLines(series);
                assertThat(rows).as("image %s, seed %s", i, SEED).isEqualTo(wholeSeries.subList(0, rows.size()));
            }
        }
        System.out.println("crash images: " + images.size() + ", seed " + SEED);
    }

    /** What one agent left that was killed, or null if it had left nothing yet. */
    private record Killed(Path run, int linesBefore, boolean waited) {}

    private Killed killOne(int number, Random moments) throws IOException, InterruptedException {
        List<Object> args = metering("kill-" + number, number % 2 == 0 ? "10ms" : "50ms", "--machine");
        boolean ending = number % 4 == 3;
        if (ending) {
            args.addAll(List.of("--duration", "200ms"));
        }
        RunOutputs run = run("kill-" + number);
        boolean waited = number % 4 != 0;
        try (Agent agent = Agent.launch(args.toArray())) {
            if (waited) {
                Shell.await("the first sample", () -> run.journalLines() >= 2);
            }
            // The moment itself: from the start of the process, or within a run.
            TimeUnit.MICROSECONDS.sleep(moments.nextInt(waited ? 400_000 : 700_000));
            int lines = completeLines(run.directory());
            agent.kill();
            return new Killed(run.directory(), lines, waited);
        }
    }

    @Test
    void agentsThatAreKilledLoseNothingThatWasWritten() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        List<Killed> killed = new ArrayList<>();
        try {
            List<Future<Killed>> all = new ArrayList<>();
            for (int i = 0; i < KILLS; i++) {
                int number = i;
                Random moments = new Random(random.nextLong());
                all.add(pool.submit(() -> killOne(number, moments)));
            }
            for (Future<Killed> one : all) {
                killed.add(one.get());
            }
        } finally {
            pool.shutdownNow();
        }
        List<Path> left =
                killed.stream().map(Killed::run).filter(Files::isDirectory).toList();
        int recovered = assertRecoverable(left);
        assertThat(recovered).as("seed %s", SEED).isGreaterThanOrEqualTo((int)
                killed.stream().filter(Killed::waited).count());
        for (Killed one : killed) {
            assertThat(completeLines(one.run())).isGreaterThanOrEqualTo(one.linesBefore());
        }
        System.out.println("killed: " + KILLS + " agents, " + left.size() + " with a directory, " + recovered
                + " recovered, seed " + SEED);
    }

    /** A journal that is cut off anywhere, or ends in the zeros that a file system leaves after a power cut. */
    @Test
    void aJournalThatIsCutOffAnywhereIsRecoveredUpToThere() throws Exception {
        try (Agent agent = Agent.launch(metering("cut", "20ms", "--machine").toArray())) {
            Shell.await("samples", () -> run("cut").journalLines() >= 12);
            agent.kill();
        }
        byte[] journal = Files.readAllBytes(run("cut").directory().resolve("journal.ndjson"));
        byte[] description = Files.readAllBytes(run("cut").directory().resolve("run.json"));
        List<Path> cut = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int length = i < 20 ? journal.length - i : random.nextInt(journal.length);
            byte[] torn = Arrays.copyOf(journal, length);
            cut.add(Files.createDirectories(dir.resolve("cut/" + i)));
            Files.write(cut.get(i).resolve("run.json"), description);
            Files.write(cut.get(i).resolve("journal.ndjson"), i % 2 == 0 ? torn : Arrays.copyOf(torn, length + 300));
        }
        assertThat(assertRecoverable(cut)).as("seed %s", SEED).isGreaterThan(10);
    }

    @Test
    void aRecoveryThatIsKilledIsMadeUpForByTheNext() throws Exception {
        try (Agent agent = Agent.launch(metering("twice", "20ms", "--machine").toArray())) {
            Shell.await("samples", () -> run("twice").journalLines() >= 12);
            agent.kill();
        }
        List<Path> copies = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Path copy = dir.resolve("copy/" + i);
            takeImage(run("twice").directory(), copy);
            copies.add(copy);
        }
        recover(copies.subList(0, 1)).succeeded();
        Map<String, byte[]> whole = new RunOutputs(copies.get(0)).contents();
        for (Path copy : copies.subList(1, copies.size())) {
            try (Agent agent = Agent.launch("recover", copy)) {
                Shell.await("the recovery has begun", () -> Files.exists(copy.resolve(".lock")) || !agent.alive());
                TimeUnit.MICROSECONDS.sleep(random.nextInt(60_000));
                agent.kill();
            }
        }
        recover(copies).succeeded();
        Guarantee.assertKept(new RunOutputs(copies.get(0)));
        for (Path copy : copies) {
            Map<String, byte[]> files = new RunOutputs(copy).contents();
            assertThat(files.keySet()).as("seed %s", SEED).isEqualTo(whole.keySet());
            whole.forEach(
                    (name, content) -> assertThat(files.get(name)).as(name).isEqualTo(content));
        }
    }

    /** As when the scheduler or the kernel kills everything that belongs to a step. */
    @Test
    void jobAndAgentThatDieTogetherLeaveTheirRun() throws Exception {
        List<String> ownGroup = List.of("setsid", Agent.LAUNCHER.toString());
        List<Object> args = new ArrayList<>(List.of("run"));
        args.addAll(metering("together", "20ms"));
        args.addAll(List.of("--", "sh", "-c", "while :; do :; done"));
        try (Agent agent = Agent.startWith(ownGroup, Agent.Redirect.NOTHING, args.toArray())) {
            Shell.await("samples", () -> run("together").journalLines() >= 12);
            Shell.run("kill", "-KILL", "--", "-" + agent.pid());
            assertThat(agent.await().code()).isEqualTo(137);
            Shell.await(
                    "the job is gone, too",
                    () -> Shell.run("pgrep", "-g", Long.toString(agent.pid())).code() == 1);
        }
        assertThat(assertRecoverable(List.of(run("together").directory()))).isOne();
        assertThat(run("together").summary().number("/job_cpu_s")).isPositive();
    }

    @Test
    void aJobRunsOnWhenItsAgentIsKilled() throws Exception {
        Path go = dir.resolve("go");
        Path done = dir.resolve("done");
        String job = "while [ ! -e " + go + " ]; do sleep 0.05; done; echo $$ >" + done;
        List<Object> args = new ArrayList<>(List.of("run"));
        args.addAll(metering("started", "20ms"));
        args.addAll(List.of("--", "sh", "-c", job));
        Process attachedTo = new ProcessBuilder("sleep", "300").start();
        try (Agent started = Agent.launch(args.toArray());
                Agent attached = Agent.launch(
                        metering("attached", "20ms", "--pid", attachedTo.pid()).toArray())) {
            Shell.await(
                    "samples",
                    () -> run("started").journalLines() >= 5 && run("attached").journalLines() >= 5);
            started.kill();
            attached.kill();
            Files.createFile(go);
            Shell.await("the job's own end", () -> Files.exists(done));
            assertThat(attachedTo.isAlive()).isTrue();
        } finally {
            attachedTo.destroyForcibly();
        }
        assertThat(assertRecoverable(
                        List.of(run("started").directory(), run("attached").directory())))
                .isEqualTo(2);
    }
}
