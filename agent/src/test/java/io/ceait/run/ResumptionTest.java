package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.attribution.Policy;
import io.ceait.data.InputException;
import io.ceait.energy.Books;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.SimulatedRun.Result;
import io.ceait.units.Energy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run by two agents, the first of which was killed. */
class ResumptionTest {

    private static final Duration HOLE = Duration.ofSeconds(300);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    /** A run of ten seconds whose agent was killed before it could say that it is over, in the midst of a line. */
    private Path killed() throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.duration = Optional.of(Duration.ofSeconds(10));
        Result result = simulated.execute(out);
        Path journal = result.file(Journal.FILE);
        String text = Files.readString(journal);
        Files.writeString(journal, text.substring(0, text.indexOf(RunEnd.KEY)) + "{\"tick\":11,\"time_");
        return result.directory().path();
    }

    private SimulatedRun next(Path directory) {
        SimulatedRun next = new SimulatedRun();
        next.clock.shiftWall(Duration.ofSeconds(10).plus(HOLE));
        next.resumption = Optional.of(Resumption.open(directory));
        return next;
    }

    private static Result resume(SimulatedRun next) throws IOException {
        RunDirectory directory = next.resumption.orElseThrow().directory();
        return next.execute(directory, next.in(directory));
    }

    private static Snapshot read(Path directory) throws IOException {
        RecordedRun run = RecordedRun.open(directory);
        return run.write(run.description(), Optional.empty(), RunDirectory.existing(directory), List.of())
                .snapshot();
    }

    @Test
    void theBooksGoOnAndTheTimeBetweenIsAGap() throws IOException {
        Path directory = killed();
        Snapshot before = read(directory);
        SimulatedRun next = next(directory);
        next.clock.at(Duration.ofSeconds(20), next::endJob);
        Snapshot whole = resume(next).snapshot();
        Books books = whole.books();
        assertThat(books.restarts()).isEqualTo(1);
        assertThat(books.elapsed()).isEqualTo(HOLE.plusSeconds(30));
        assertThat(books.gapTime()).isEqualTo(HOLE);
        assertThat(books.gaps()).isEqualTo(1);
        assertThat(books.ticks()).isEqualTo(31);
        assertThat(whole.firstSample()).isEqualTo(before.firstSample());
        assertThat(whole.status()).isEqualTo(RunStatus.COMPLETED);
        for (int i = 0; i < books.devices().size(); i++) {
            DeviceBooks device = books.devices().get(i);
            Energy tenSeconds = before.books().devices().get(i).energy();
            assertThat(device.energy()).isEqualTo(tenSeconds.plus(tenSeconds).plus(tenSeconds));
            assertThat(device.time()).isEqualTo(Duration.ofSeconds(30));
            assertThat(device.gapTime()).isEqualTo(HOLE);
        }
        assertThat(whole.jobCpu()).isEqualTo(before.jobCpu().multipliedBy(3));
        assertThat(whole.processesSeen()).isEqualTo(before.processesSeen());
    }

    @Test
    void theJournalOfBothAgentsGivesTheSameBooks() throws IOException {
        Path directory = killed();
        SimulatedRun next = next(directory);
        next.clock.at(Duration.ofSeconds(5), next::endJob);
        Snapshot live = resume(next).snapshot();
        Snapshot again = read(directory);
        assertThat(again.books()).isEqualTo(live.books());
        assertThat(again.emissions()).isEqualTo(live.emissions());
        assertThat(again.jobCpu()).isEqualTo(live.jobCpu());
        assertThat(again.status()).isEqualTo(RunStatus.COMPLETED);
        // What the first agent has written stays as it is.
        assertThat(Files.readString(directory.resolve("journal-000001.ndjson"))).endsWith("{\"tick\":11,\"time_");
    }

    @Test
    void itCanBeResumedAgainAndAgain() throws IOException {
        Path directory = killed();
        for (int restart = 1; restart <= 3; restart++) {
            SimulatedRun next = next(directory);
            next.clock.shiftWall(HOLE.multipliedBy(restart));
            next.clock.at(Duration.ofSeconds(2), next::endJob);
            Result result = resume(next);
            Path journal = result.file(Journal.FILE);
            String text = Files.readString(journal);
            assertThat(result.snapshot().books().restarts()).isEqualTo(restart);
            Files.writeString(journal, text.substring(0, text.indexOf(RunEnd.KEY)));
        }
        Snapshot whole = read(directory);
        assertThat(whole.books().restarts()).isEqualTo(3);
        assertThat(whole.jobEnergy(Policy.MACHINE).joules()).isEqualTo(160 * 16);
        assertThat(whole.journalErrors()).isZero();
    }

    /** A Prometheus that scraped the first agent must not see a counter fall. */
    @Test
    void noCounterFalls() throws IOException {
        Path directory = killed();
        Snapshot before = read(directory);
        SimulatedRun next = next(directory);
        next.clock.at(Duration.ofSeconds(1), next::endJob);
        Snapshot[] first = new Snapshot[1];
        next.sinks.add(new RunSink() {
            @Override
            public String name() {
                return "watching";
            }

            @Override
            public void started(java.util.function.Supplier<Snapshot> snapshots) {
                first[0] = snapshots.get();
            }
        });
        resume(next);
        assertThat(first[0].jobCpu()).isGreaterThanOrEqualTo(before.jobCpu());
        assertThat(first[0].totalEmissions().kilograms())
                .isGreaterThanOrEqualTo(before.totalEmissions().kilograms());
        assertThat(first[0].samplesTaken()).isGreaterThan(before.samplesTaken());
    }

    /** The clock of a machine that lost its power may be wrong when it is back. */
    @Test
    void aWallClockThatWentBackMakesTheGapAnInterval() throws IOException {
        Path directory = killed();
        SimulatedRun next = next(directory);
        next.clock.shiftWall(Duration.ofDays(-400));
        next.clock.at(Duration.ofSeconds(2), next::endJob);
        Books books = resume(next).snapshot().books();
        assertThat(books.elapsed()).isEqualTo(Duration.ofSeconds(13));
        assertThat(books.gapTime()).isEqualTo(Duration.ofSeconds(1));
    }

    private void assertRefused(Consumer<SimulatedRun> change, String why) throws IOException {
        Path directory = out.resolve("run-1");
        if (!Files.exists(directory)) {
            killed();
        }
        SimulatedRun other = new SimulatedRun();
        change.accept(other);
        try (Resumption resumption = Resumption.open(directory)) {
            assertThatThrownBy(() -> resumption.requireSame(other.description()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(why)
                    .hasMessageContaining("ceait recover");
        }
    }

    @Test
    void anotherRunUnderTheSameNameIsRefused() throws IOException {
        assertRefused(other -> other.interval = Duration.ofSeconds(2), "the interval was PT1S and is PT2S");
        assertRefused(other -> other.wholeMachine = true, "the kind of target was pid and is machine");
        assertRefused(other -> other.headline = Policy.ACTIVE, "the attribution was occupancy and is active");
        assertRefused(other -> other.channels = List.of(SimulatedRun.CPU0), "what is read was");
        assertRefused(
                other -> other.identity = new RunIdentity("run-1", "node-2"), "the node was node-1 and is node-2");
        try (Resumption resumption = Resumption.open(out.resolve("run-1"))) {
            resumption.requireSame(new SimulatedRun().description());
        }
    }

    @Test
    void aRunThatIsOverOrAliveOrNoneIsRefused() throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.duration = Optional.of(Duration.ofSeconds(1));
        Path over = simulated.execute(out).directory().path();
        assertThatThrownBy(() -> Resumption.open(over)).hasMessageContaining("exists already, and the run is over");
        assertThat(RunLock.isHeld(over)).isFalse();
        Files.delete(over.resolve(Journal.FILE));
        assertThatThrownBy(() -> Resumption.open(over)).hasMessageContaining("exists already: choose another --run-id");
    }

    @Test
    void whatTheDeadAgentHadBegunIsRemoved() throws IOException {
        Path directory = killed();
        Path begun = Files.writeString(directory.resolve(".run.json.abc.part"), "{");
        Resumption.open(directory).close();
        assertThat(begun).doesNotExist();
    }

    @Test
    void aRunWhoseAgentLivesIsRefused() throws IOException {
        Path directory = killed();
        try (RunLock lock = RunLock.take(RunDirectory.existing(directory))) {
            assertThatThrownBy(() -> Resumption.open(directory)).hasMessageContaining("its agent is at work");
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void aJournalOfAnEarlierVersionIsRefused() throws IOException {
        Path directory = killed();
        Path journal = directory.resolve(Journal.FILE);
        Files.write(journal, Seals.removed(Files.readString(journal)).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Resumption.open(directory)).hasMessageContaining("an earlier version began it");
    }
}
