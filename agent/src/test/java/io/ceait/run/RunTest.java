package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.ceait.attribution.Policy;
import io.ceait.run.SimulatedRun.Result;
import io.ceait.sampling.Sample;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import io.ceait.units.Energy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop of a run, stepped by a clock that the test holds. */
class RunTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    private Result execute() {
        return simulated.execute(out);
    }

    private SimulatedRun endingAfter(Duration time) {
        simulated.clock.at(time, simulated::endJob);
        return simulated;
    }

    /** When samples were taken, in milliseconds since the first. */
    private static List<Long> sampleTimes(Result result) throws IOException {
        List<Long> times = new ArrayList<>();
        try (JournalReader reader = new JournalReader(
                JournalSource.sealed(result.file(Journal.FILE)), 3, 0, (from, intensity, origin) -> {})) {
            for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
                times.add(sample.elapsedNanos() / 1_000_000);
            }
        }
        return times;
    }

    @Test
    void theFirstSampleIsAtTheAttachAndTheLastAtTheEndOfTheJob() throws IOException {
        Result result = endingAfter(Duration.ofMillis(3400)).execute(out);
        assertThat(sampleTimes(result)).containsExactly(0L, 1000L, 2000L, 3000L, 3400L);
        Snapshot snapshot = result.snapshot();
        assertThat(snapshot.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(snapshot.books().elapsed()).isEqualTo(Duration.ofMillis(3400));
        assertThat(snapshot.firstSample()).isEqualTo(Instant.parse("2025-06-01T00:00:00Z"));
        assertThat(snapshot.lastSample()).isEqualTo(Instant.parse("2025-06-01T00:00:03.400Z"));
        // 160 W for 3.4 s; the job has a quarter of the CPUs and an eighth of the memory.
        assertThat(snapshot.jobEnergy(Policy.MACHINE).joules()).isEqualTo(544);
        assertThat(snapshot.jobEnergy(Policy.OCCUPANCY).joules()).isEqualTo(150 * 3.4 / 4 + 10 * 3.4 / 8);
        assertThat(snapshot.jobEnergy(Policy.ACTIVE).joules()).isEqualTo(150 * 3.4 / 2 + 10 * 3.4 / 2);
        assertThat(snapshot.jobCpu()).isEqualTo(Duration.ofMillis(3400));
        assertThat(snapshot.processesSeen()).hasValue(3);
        assertThat(snapshot.samplesTaken()).isEqualTo(5);
        assertThat(result.outcome().allWritten()).isTrue();
    }

    /** Processes that come and go between two looks may not be seen, however long the interval. */
    @Test
    void aJobThatIsKnownByLookingIsLookedAtBetweenTicks() throws IOException {
        simulated.interval = Duration.ofSeconds(10);
        simulated.account = new JobAccount(CpuMeans.PROC, MemoryMeans.PROC, Loss.NONE, 0, 0);
        List<Long> looks = new ArrayList<>();
        simulated.looked = looks::add;
        simulated.clock.at(Duration.ofMillis(13_400), simulated::vanishJob);
        Result result = simulated.execute(out);
        assertThat(sampleTimes(result)).containsExactly(0L, 10_000L, 14_000L);
        assertThat(looks)
                .containsSequence(1000L, 2000L, 3000L)
                .containsSequence(8000L, 9000L, 10_000L, 11_000L, 12_000L, 13_000L, 14_000L);
        assertThat(result.snapshot().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aJobWhoseGroupTellsAllIsLookedAtWithTheSamples() {
        simulated.interval = Duration.ofSeconds(10);
        List<Long> looks = new ArrayList<>();
        simulated.looked = looks::add;
        endingAfter(Duration.ofSeconds(20)).execute(out);
        assertThat(looks).doesNotContain(1000L, 5000L, 11_000L).contains(0L, 10_000L, 20_000L);
    }

    @Test
    void whatTellsTheJobsUseIsFollowedAndTheJournalSaysTheSame() throws IOException {
        simulated.clock.at(
                Duration.ofMillis(1500),
                () -> simulated.account = new JobAccount(CpuMeans.PROC, MemoryMeans.PROC, Loss.LEFT, 0, 0));
        simulated.clock.at(
                Duration.ofMillis(2500),
                () -> simulated.account = new JobAccount(CpuMeans.PROC, MemoryMeans.PROC, Loss.LEFT, 7, 500_000));
        Result result = endingAfter(Duration.ofMillis(3400)).execute(out);
        Snapshot snapshot = result.snapshot();
        assertThat(snapshot.jobCpuSource()).isEqualTo("cgroup+proc");
        assertThat(snapshot.jobCpuBySource())
                .containsExactly(entry("cgroup", Duration.ofSeconds(1)), entry("proc", Duration.ofMillis(2400)));
        assertThat(snapshot.jobMemorySource()).isEqualTo("proc");
        assertThat(snapshot.blindSpots()).hasSize(2);
        assertThat(snapshot.blindSpots().get(0)).contains("a process of it left its control group");
        assertThat(snapshot.blindSpots().get(1)).contains("(seen: 7)");
        JobUse replayed = new JobUse();
        try (JournalReader reader = new JournalReader(
                JournalSource.sealed(result.file(Journal.FILE)), 3, 0, (from, intensity, origin) -> {})) {
            for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
                replayed.accept(sample);
            }
        }
        assertThat(replayed.cpuBySource()).containsExactlyEntriesOf(snapshot.jobCpuBySource());
        assertThat(replayed.blindSpots()).isEqualTo(snapshot.blindSpots());
        assertThat(replayed.memoryBytes()).isEqualTo(snapshot.jobMemoryBytes());
        // Said where it changes, not in each line.
        assertThat(Files.readAllLines(result.file(Journal.FILE)).stream()
                        .filter(line -> line.contains("\"account\""))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aJobThatEndsAtASlotGivesOneLastSampleThere() throws IOException {
        assertThat(sampleTimes(endingAfter(Duration.ofSeconds(2)).execute(out))).containsExactly(0L, 1000L, 2000L);
    }

    @Test
    void aJobThatIsOverAtTheAttachIsARunOfNoLength() throws IOException {
        simulated.endJob();
        Result result = execute();
        assertThat(sampleTimes(result)).containsExactly(0L);
        assertThat(result.snapshot().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.snapshot().jobEnergy(Policy.MACHINE)).isEqualTo(Energy.ZERO);
    }

    @Test
    void theDurationIsKeptToTheNanosecond() throws IOException {
        simulated.duration = Optional.of(Duration.ofMillis(2500));
        Result result = execute();
        assertThat(sampleTimes(result)).containsExactly(0L, 1000L, 2000L, 2500L);
        assertThat(result.snapshot().books().elapsed()).isEqualTo(Duration.ofMillis(2500));
        assertThat(result.snapshot().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aDurationOfWholeSlotsEndsWithTheLastOfThem() throws IOException {
        simulated.duration = Optional.of(Duration.ofSeconds(2));
        assertThat(sampleTimes(execute())).containsExactly(0L, 1000L, 2000L);
    }

    @Test
    void aDurationShorterThanTheIntervalHasTwoSamples() throws IOException {
        simulated.duration = Optional.of(Duration.ofMillis(30));
        assertThat(sampleTimes(execute())).containsExactly(0L, 30L);
    }

    @Test
    void latenessDoesNotAddUpAndIsCounted() throws IOException {
        simulated.clock.at(Duration.ofMillis(900), () -> simulated.clock.advance(Duration.ofMillis(350)));
        Result result = endingAfter(Duration.ofSeconds(4)).execute(out);
        assertThat(sampleTimes(result)).containsExactly(0L, 1250L, 2000L, 3000L, 4000L);
        assertThat(result.snapshot().books().lateTicks()).isEqualTo(1);
        assertThat(result.snapshot().books().gaps()).isZero();
    }

    @Test
    void slotsThatPassedAreSkippedAndALongIntervalIsAGap() throws IOException {
        // Suspended for five seconds: the counters went on.
        simulated.clock.at(Duration.ofMillis(1500), () -> simulated.clock.advance(Duration.ofSeconds(5)));
        Result result = endingAfter(Duration.ofSeconds(9)).execute(out);
        assertThat(sampleTimes(result)).containsExactly(0L, 1000L, 6500L, 8000L, 9000L);
        Snapshot snapshot = result.snapshot();
        assertThat(snapshot.books().gaps()).isEqualTo(1);
        assertThat(snapshot.books().gapTime()).isEqualTo(Duration.ofMillis(5500));
        assertThat(snapshot.books().lateTicks()).isEqualTo(1);
        assertThat(snapshot.books().completeness()).isEqualTo(1 - 5.5 / 9);
        assertThat(snapshot.jobEnergy(Policy.MACHINE).joules()).isEqualTo(160 * 9);
    }

    @Test
    void aMachineThatWasAsleepIsToldFromAClockThatWasSet() throws IOException {
        simulated.clock.at(Duration.ofMillis(1500), () -> simulated.clock.shiftWall(Duration.ofHours(1)));
        simulated.clock.at(Duration.ofMillis(2500), () -> simulated.clock.fallAsleep(Duration.ofMinutes(20)));
        simulated.clock.at(Duration.ofMillis(3500), () -> simulated.clock.shiftWall(Duration.ofHours(-2)));
        Result result = endingAfter(Duration.ofSeconds(6)).execute(out);
        ClockJumps jumps = new ClockJumps(2, Duration.ofHours(1), Duration.ofHours(2), 1, Duration.ofMinutes(20));
        assertThat(result.snapshot().clockJumps()).isEqualTo(jumps);
        assertThat(result.snapshot().books().elapsed()).isEqualTo(Duration.ofSeconds(6));
        assertThat(result.snapshot().books().gaps()).isOne();
        assertThat(result.snapshot().jobEnergy(Policy.MACHINE).joules()).isEqualTo(160 * 6);
        RunState read = new Replay(result.file(Journal.FILE), simulated.description())
                .through((wall, elapsed, device, interval, intensity, kilograms) -> {});
        assertThat(read.snapshot().clockJumps()).isEqualTo(jumps);
    }

    /** A clock that is being corrected gains or loses half a millisecond a second. */
    @Test
    void aClockThatIsCorrectedIsNotSet() throws IOException {
        for (int second = 1; second < 6; second++) {
            simulated.clock.at(
                    Duration.ofMillis(second * 1000L - 500), () -> simulated.clock.shiftWall(Duration.ofMillis(1)));
        }
        assertThat(endingAfter(Duration.ofSeconds(6)).execute(out).snapshot().clockJumps())
                .isEqualTo(ClockJumps.NONE);
    }

    @Test
    void aStopEndsTheRunAtOnceWithALastSample() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "stopped");
        Run run = simulated.in(directory);
        simulated.clock.at(Duration.ofMillis(2300), run::stop);
        Result result = simulated.execute(directory, run);
        assertThat(sampleTimes(result)).containsExactly(0L, 1000L, 2000L, 2300L);
        assertThat(result.snapshot().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(result.snapshot().jobEnergy(Policy.MACHINE).joules()).isEqualTo(160 * 2.3);
    }

    @Test
    void aStopBeforeTheRunBeganStillGivesTwoSamples() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "stopped");
        Run run = simulated.in(directory);
        run.stop();
        Result result = simulated.execute(directory, run);
        assertThat(sampleTimes(result)).containsExactly(0L, 0L);
        assertThat(result.snapshot().status()).isEqualTo(RunStatus.INTERRUPTED);
    }

    @Test
    void stoppingIsHowAMachinesRunEnds() throws IOException {
        simulated.wholeMachine = true;
        RunDirectory directory = RunDirectory.create(out, "stopped");
        Run run = simulated.in(directory);
        simulated.clock.at(Duration.ofMillis(2300), run::stop);
        assertThat(simulated.execute(directory, run).snapshot().status()).isEqualTo(RunStatus.COMPLETED);
    }

    /** It had an end of its own, and was told to stop before. */
    @Test
    void aMachinesRunThatWasToLastLongerIsInterrupted() throws IOException {
        simulated.wholeMachine = true;
        simulated.duration = Optional.of(Duration.ofSeconds(60));
        RunDirectory directory = RunDirectory.create(out, "stopped");
        Run run = simulated.in(directory);
        simulated.clock.at(Duration.ofMillis(2300), run::stop);
        assertThat(simulated.execute(directory, run).snapshot().status()).isEqualTo(RunStatus.INTERRUPTED);
    }

    @Test
    void wakingForNothingTakesNoSample() throws IOException {
        simulated.clock.at(Duration.ofMillis(400), simulated.clock::wake);
        simulated.clock.at(Duration.ofMillis(1600), simulated.clock::wake);
        assertThat(sampleTimes(endingAfter(Duration.ofSeconds(2)).execute(out))).containsExactly(0L, 1000L, 2000L);
    }

    @Test
    void aSourceThatFailsIsAGapAndIsCountedBySource() {
        simulated.failing(2, 4);
        Result result = endingAfter(Duration.ofSeconds(6)).execute(out);
        Snapshot snapshot = result.snapshot();
        assertThat(snapshot.sampleErrors()).containsEntry("rapl", 2L).containsEntry("ram-model", 0L);
        // Two failed readings and the one that bases the counter anew.
        assertThat(snapshot.books().gaps()).isEqualTo(3);
        assertThat(snapshot.jobEnergy(Policy.MACHINE).joules()).isEqualTo(100 * 3 + 50 * 6 + 10 * 6);
    }

    /** Keeps what it is told, in order. */
    private static final class Listening implements RunSink {
        final List<String> told = Collections.synchronizedList(new ArrayList<>());
        private volatile Optional<Supplier<Snapshot>> snapshots = Optional.empty();
        Optional<Snapshot> last = Optional.empty();

        @Override
        public String name() {
            return "listening";
        }

        @Override
        public void started(Supplier<Snapshot> supplier) {
            snapshots = Optional.of(supplier);
            told.add("started");
        }

        @Override
        public void ended(FinishedRun run) {
            told.add("ended");
            last = snapshots.map(Supplier::get);
            assertThat(last).containsSame(run.snapshot());
        }
    }

    @Test
    void aSinkIsToldOfTheBeginningBeforeTheEndAndSeesOneSnapshotPerTick() {
        Listening sink = new Listening();
        simulated.sinks.add(sink);
        simulated.endJob();
        Result result = execute();
        assertThat(sink.told).containsExactly("started", "ended");
        assertThat(sink.last).containsSame(result.snapshot());
    }

    private static RunSink failingSink(RuntimeException failure) {
        return new RunSink() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public void started(Supplier<Snapshot> snapshots) {
                throw failure;
            }

            @Override
            public void ticked(Booked booked) {
                throw failure;
            }

            @Override
            public void ended(FinishedRun run) {
                throw failure;
            }
        };
    }

    private static final class Counting implements RunSink {
        int ticks;
        int ends;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public void ticked(Booked booked) {
            ticks++;
        }

        @Override
        public void ended(FinishedRun run) {
            ends++;
        }
    }

    @Test
    void aSinkThatFailsHarmsNobodyElse() throws IOException {
        Counting counting = new Counting();
        simulated.sinks.add(failingSink(new IllegalStateException("for the test")));
        simulated.sinks.add(counting);
        Result result = endingAfter(Duration.ofSeconds(3)).execute(out);
        assertThat(sampleTimes(result)).hasSize(4);
        assertThat(counting.ticks).isEqualTo(4);
        assertThat(counting.ends).isEqualTo(1);
        assertThat(result.outcome().allWritten()).isFalse();
    }

    /** As when there is no file left to load a class from, or no memory. */
    @Test
    void anErrorOfASinkHarmsNobodyElseWhereverItComes() throws IOException {
        Counting counting = new Counting();
        simulated.sinks.add(new RunSink() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public void started(Supplier<Snapshot> snapshots) {
                throw new NoClassDefFoundError("for the test");
            }

            @Override
            public void ticked(Booked booked) {
                throw new OutOfMemoryError("for the test");
            }

            @Override
            public Optional<RunWriter> writer(FinishedRun run) {
                throw new UnsatisfiedLinkError("for the test");
            }

            @Override
            public void ended(FinishedRun run) {
                throw new StackOverflowError("for the test");
            }
        });
        simulated.sinks.add(counting);
        Result result = endingAfter(Duration.ofSeconds(3)).execute(out);
        assertThat(sampleTimes(result)).hasSize(4);
        assertThat(counting.ticks).isEqualTo(4);
        assertThat(counting.ends).isEqualTo(1);
        assertThat(result.outcome().outputsWritten()).isFalse();
        assertThat(result.outcome().journalWhole()).isTrue();
    }

    @Test
    void aSinkThatCannotWriteIsToldByTheOutcome() {
        Counting counting = new Counting();
        simulated.sinks.add(new RunSink() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public void ended(FinishedRun run) throws IOException {
                throw new IOException("disk full");
            }
        });
        simulated.sinks.add(counting);
        Result result = endingAfter(Duration.ofSeconds(1)).execute(out);
        assertThat(counting.ends).isEqualTo(1);
        assertThat(result.outcome().allWritten()).isFalse();
    }

    @Test
    void aJournalThatCannotBeWrittenDoesNotEndTheRun() throws IOException {
        simulated.clock.at(Duration.ofSeconds(3), simulated::endJob);
        RunDirectory directory = RunDirectory.create(out, "full");
        Run run = simulated.in(directory);
        Disk disk = new Disk();
        try (Journal journal = Journal.create(directory, "{}", JournalPolicy.DEFAULT, disk)) {
            disk.fullWrites = Integer.MAX_VALUE;
            assertThatThrownBy(() -> run.begin(journal)).isInstanceOf(IOException.class);
            // As if it had become full only now.
            Run.Outcome outcome = run.execute(() -> {});
            assertThat(outcome.allWritten()).isFalse();
            assertThat(outcome.snapshot().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(outcome.snapshot().journalErrors()).isEqualTo(3);
            assertThat(outcome.snapshot().jobEnergy(Policy.MACHINE).joules()).isEqualTo(160 * 3);
        }
    }

    /** Nor does one that finds no memory. */
    @Test
    void anErrorOfTheJournalDoesNotEndTheRun() throws IOException {
        simulated.duration = Optional.of(Duration.ofSeconds(6));
        Disk disk = new Disk();
        simulated.clock.at(Duration.ofMillis(2_500), () -> disk.error = new OutOfMemoryError("for the test"));
        RunDirectory directory = RunDirectory.create(out, "error");
        Run run = simulated.in(directory);
        run.begin(Journal.create(directory, "{}", JournalPolicy.DEFAULT, disk));
        Run.Outcome outcome = run.execute(() -> {});
        assertThat(outcome.journalWhole()).isFalse();
        assertThat(outcome.snapshot().journalErrors()).isOne();
        assertThat(outcome.snapshot().samplesTaken()).isEqualTo(7);
        RunState read = new Replay(directory.file(Journal.FILE), simulated.description())
                .through((wall, elapsed, device, interval, intensity, kilograms) -> {});
        assertThat(read.snapshot().books().elapsed()).isEqualTo(Duration.ofSeconds(6));
        assertThat(read.snapshot().journalErrors()).isOne();
    }

    @Test
    void aJournalThatCannotBeBegunMetersNothing() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "taken");
        Files.createDirectory(directory.path().resolve(Journal.FILE));
        Run run = simulated.in(directory);
        assertThatThrownBy(run::begin).isInstanceOf(IOException.class);
        assertThat(simulated.clock.sinceStart()).isZero();
    }
}
