package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.attribution.Policy;
import io.ceait.card.ModelCard;
import io.ceait.data.InputException;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityFactor;
import io.ceait.run.SimulatedRun.Result;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal, or any part of it, is made into when its agent is gone. */
class RecordedRunTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private final SimulatedRun simulated = new SimulatedRun().failing(3, 5);

    @SuppressWarnings("NullAway.Init")
    private Result live;

    private byte[] journal = new byte[0];

    @BeforeEach
    void run() throws IOException {
        simulated.clock.at(Duration.ofMillis(5_500), () -> simulated.clock.advance(Duration.ofSeconds(3)));
        simulated.clock.at(Duration.ofMillis(9_300), simulated::endJob);
        live = simulated.execute(out);
        journal = Files.readAllBytes(live.file(Journal.FILE));
    }

    private Path withJournal(String name, byte[] content) throws IOException {
        RunDirectory directory = RunDirectory.create(out, name);
        Files.write(directory.path().resolve(Journal.FILE), content);
        return directory.path();
    }

    private static Snapshot recovered(Path directory) throws IOException {
        RecordedRun run = RecordedRun.open(directory);
        return run.write(run.description(), Optional.empty(), RunDirectory.existing(directory), List.of())
                .snapshot();
    }

    @Test
    void aWholeJournalGivesTheRunAsItEnded() throws IOException {
        assertThat(recovered(live.directory().path())).isEqualTo(live.snapshot());
    }

    /** The agent may die, and the power fail, in the midst of any byte. */
    @Test
    void everyPrefixOfAJournalGivesTheRunUpToItsLastCompleteTick() throws IOException {
        List<Snapshot> atTick = new ArrayList<>();
        new Replay(live.file(Journal.FILE), simulated.description()).through(new IntervalVisitor() {
            @Override
            public void interval(
                    long wallMillis,
                    long elapsedNanos,
                    io.ceait.device.Device device,
                    io.ceait.energy.DeviceInterval interval,
                    CarbonIntensity intensity,
                    double kilograms) {}

            @Override
            public void sampled(long elapsedNanos, Supplier<Snapshot> soFar) {
                atTick.add(soFar.get());
            }
        });
        String text = new String(journal, StandardCharsets.UTF_8);
        int headerEnd = text.indexOf('\n') + 1;
        int endLine = text.lastIndexOf("{\"end\":");
        assertThat(atTick).hasSizeGreaterThan(6);
        Path directory = withJournal("prefix", journal);
        for (int length = 0; length <= journal.length; length++) {
            Files.write(directory.resolve(Journal.FILE), Arrays.copyOf(journal, length));
            int ticks = (int) text.substring(0, length)
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    - 1;
            if (length < headerEnd) {
                assertThatThrownBy(() -> RecordedRun.open(directory))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("has no header line");
            } else if (ticks == 0) {
                assertThatThrownBy(() -> recovered(directory))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("holds no sample");
            } else if (length < journal.length) {
                Snapshot expected = atTick.get(Math.min(ticks, atTick.size()) - 1);
                Snapshot actual = recovered(directory);
                assertThat(actual.status()).as("%s bytes", length).isEqualTo(RunStatus.RECOVERED);
                assertThat(actual.agent()).isEmpty();
                assertThat(actual.books()).isEqualTo(expected.books());
                assertThat(actual.emissions()).isEqualTo(expected.emissions());
                assertThat(actual.lastSample()).isEqualTo(expected.lastSample());
                assertThat(actual.processesSeen()).isEqualTo(expected.processesSeen());
                assertThat(actual.sampleErrors()).isEqualTo(expected.sampleErrors());
            } else {
                assertThat(recovered(directory)).isEqualTo(live.snapshot());
            }
        }
        assertThat(endLine).isGreaterThan(headerEnd);
    }

    /** A run that was to end at that tick is what an agent that was killed behind it leaves. */
    @Test
    void aPrefixIsTheRunThatWouldHaveEndedThere() throws IOException {
        for (int seconds = 1; seconds <= 2; seconds++) {
            SimulatedRun shorter = new SimulatedRun();
            shorter.identity = new RunIdentity("shorter" + seconds, "n");
            shorter.duration = Optional.of(Duration.ofSeconds(seconds));
            Snapshot ended = shorter.execute(out).snapshot();
            List<String> lines = Files.readAllLines(live.file(Journal.FILE));
            String prefix = String.join("\n", lines.subList(0, 2 + seconds)) + "\n{\"tick\":";
            Snapshot read = recovered(withJournal("prefix" + seconds, prefix.getBytes(StandardCharsets.UTF_8)));
            assertThat(read.books()).isEqualTo(ended.books());
            assertThat(read.emissions()).isEqualTo(ended.emissions());
            assertThat(read.jobCpu()).isEqualTo(ended.jobCpu());
        }
    }

    @Test
    void aLineThatIsNotOursEndsTheReadingWhereNoneHasAChecksum() throws IOException {
        String text = Seals.removed(new String(journal, StandardCharsets.UTF_8));
        int third = text.indexOf("{\"tick\":3");
        String broken = text.substring(0, third) + "{\"end\":\"nowhere\"}\n" + text.substring(third);
        Snapshot read = recovered(withJournal("broken", broken.getBytes(StandardCharsets.UTF_8)));
        assertThat(read.status()).isEqualTo(RunStatus.RECOVERED);
        assertThat(read.samplesTaken()).isEqualTo(3);
    }

    @Test
    void samplesThatTheJournalLacksAreCountedByTheirNumbers() throws IOException {
        String text = new String(journal, StandardCharsets.UTF_8);
        String holed = text.replaceAll("\\{\"tick\":[45],.*\n", "").replaceAll("\\{\"end\":.*\n", "");
        Snapshot read = recovered(withJournal("holed", holed.getBytes(StandardCharsets.UTF_8)));
        assertThat(read.journalErrors()).isEqualTo(2);
        assertThat(read.books().elapsed()).isEqualTo(live.snapshot().books().elapsed());
    }

    private Snapshot recoveredWithout(String id, int... ticks) throws IOException {
        String text = new String(journal, StandardCharsets.UTF_8);
        for (int tick : ticks) {
            // One bit, as a disk may lose it.
            text = text.replace("{\"tick\":" + tick + ",\"time_ms\":1", "{\"tick\":" + tick + ",\"time_ms\":3");
        }
        return recovered(withJournal(id, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Then the next one opens the books, and tells when the run began. */
    @Test
    void aFirstSampleThatIsDamagedCostsItsIntervalAndNothingElse() throws IOException {
        Snapshot whole = live.snapshot();
        Snapshot read = recoveredWithout("first", 0);
        assertThat(read.firstSample()).isEqualTo(whole.firstSample());
        assertThat(read.lastSample()).isEqualTo(whole.lastSample());
        assertThat(read.clockJumps()).isEqualTo(whole.clockJumps());
        assertThat(read.journalErrors()).isOne();
        assertThat(read.books().elapsed()).isEqualTo(whole.books().elapsed());
        assertThat(read.books().restarts()).isZero();
        assertThat(read.books().gapTime()).isEqualTo(whole.books().gapTime().plusSeconds(1));
        assertThat(whole.jobCpu().minus(read.jobCpu())).isEqualTo(Duration.ofSeconds(1));
        double watts = 50;
        assertThat(whole.books().devices().get(1).energy().joules()
                        - read.books().devices().get(1).energy().joules())
                .isCloseTo(watts, org.assertj.core.api.Assertions.within(1e-6));
        for (Policy policy : Policy.values()) {
            assertThat(read.jobEnergy(policy).joules())
                    .isBetween(0.0, whole.jobEnergy(policy).joules());
        }
    }

    @Test
    void ofABeginningThatIsLostTheTimeIsAGap() throws IOException {
        Snapshot read = recoveredWithout("beginning", 0, 1, 2);
        assertThat(read.firstSample()).isEqualTo(live.snapshot().firstSample());
        assertThat(read.journalErrors()).isEqualTo(3);
        assertThat(read.books().devices().get(1).gapTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(read.books().completeness())
                .isLessThan(live.snapshot().books().completeness() - 0.2);
    }

    /** Whatever of it is damaged: what it should look like is known from its name alone. */
    @Test
    void aHeaderThatLostItsSealIsNoneOfAnEarlierVersion() throws IOException {
        String text = new String(journal, StandardCharsets.UTF_8);
        String renamed = text.replaceFirst(",\"crc\":", ",\"csc\":");
        Path directory = withJournal("seal", renamed.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> RecordedRun.open(directory))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it has no checksum, and was changed or damaged");
    }

    @Test
    void otherFactorsChangeEmissionsAndNoEnergy() throws IOException {
        RecordedRun run = RecordedRun.open(live.directory().path());
        EmissionFactors doubled = EmissionFactors.of(
                new StatedPue(Pue.of(3), "test"),
                IntensityFactor.stated(CarbonIntensity.ofGramsPerKilowattHour(400), "test"));
        RunDescription as =
                run.description().assessedBy(Policy.MACHINE, doubled, Declarations.none(), ModelCard.NONE, List.of());
        Snapshot other = run.write(as, Optional.empty(), RunDirectory.create(out, "other"), List.of())
                .snapshot();
        assertThat(other.books()).isEqualTo(live.snapshot().books());
        double machine = live.snapshot().jobEnergy(Policy.MACHINE).kilowattHours();
        assertThat(other.totalEmissions().kilograms())
                .isCloseTo(machine * 3 * 0.4, org.assertj.core.api.Assertions.withinPercentage(1e-9));
    }

    /** The agent may be killed while it writes the inventory of the node into run.json, which follows from no journal. */
    @Test
    void whatTheDeadAgentHadBegunToWriteIsRemoved() throws IOException {
        Path directory = withJournal("begun", journal);
        Files.writeString(directory.resolve(".run.json.part"), "{");
        recovered(directory);
        assertThat(directory.resolve(".run.json.part")).doesNotExist();
        Files.writeString(directory.resolve(".run.json.part"), "{");
        RecordedRun.open(directory).removeUnfinished();
        // It may be killed, too, when all is written and only the lock is left to be removed.
        Files.createFile(directory.resolve(RunLock.FILE));
        RecordedRun.open(directory).removeUnfinished();
        try (var left = Files.list(directory)) {
            assertThat(left).extracting(file -> file.getFileName().toString()).containsExactly(Journal.FILE);
        }
    }

    @Test
    void whatIsNoRunIsRefused() {
        assertThatThrownBy(() -> RecordedRun.open(out.resolve("absent")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no run directory");
    }

    @Test
    void aRunThatIsBeingWrittenIsSeenToBe() throws IOException {
        RunDirectory directory = live.directory();
        RecordedRun run = RecordedRun.open(directory.path());
        assertThat(run.isBeingWritten()).isFalse();
        try (RunLock lock = RunLock.take(directory)) {
            assertThat(run.isBeingWritten()).isTrue();
            assertThatThrownBy(() -> run.write(run.description(), Optional.empty(), directory, List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process");
            assertThat(lock).isNotNull();
        }
    }
}
