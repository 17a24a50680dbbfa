package io.ceait.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.time.MockClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressReaderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private final MockClock clock = new MockClock();

    private static ToldMark newest(ProgressFeed feed) {
        return Objects.requireNonNull(feed.take());
    }

    @Test
    void theNewestMarkIsHandedOnOnceWithWhatCouldNotBeUnderstood() throws IOException {
        Path file = dir.resolve("p");
        try (ProgressReader reader = ProgressReader.ofFile("--progress", file, OptionalDouble.empty(), clock)) {
            reader.start();
            Files.writeString(file, "step 1/10\nrubbish\nmore\nstep 2/10\n");
            reader.finish();
            ToldMark told = newest(reader);
            assertThat(told.mark()).isEqualTo(new Mark(ProgressUnit.STEP, 2, 10));
            assertThat(told.nanos()).isEqualTo(clock.monotonicNanos());
            assertThat(told.ignoredLines()).isEqualTo(2);
            assertThat(reader.take()).isNull();
        }
    }

    @Test
    void aJobThatSaysItsEpochAtEveryStepIsFollowedByItsSteps() throws IOException {
        Path file = dir.resolve("p");
        try (ProgressReader reader = ProgressReader.ofFile("--progress", file, OptionalDouble.empty(), clock)) {
            reader.start();
            Files.writeString(file, "epoch 0/2\nstep 5/10\nepoch 1/2\n");
            reader.finish();
            assertThat(newest(reader).mark()).isEqualTo(new Mark(ProgressUnit.STEP, 5, 10));
        }
    }

    @Test
    void whatWasSaidAlreadyIsNoNews() {
        Marks marks = new Marks();
        Mark mark = new Mark(ProgressUnit.EPOCH, 1, 3);
        marks.tell(mark, 5);
        assertThat(Objects.requireNonNull(marks.take()).nanos()).isEqualTo(5);
        marks.tell(new Mark(ProgressUnit.EPOCH, 1, 3), 6);
        assertThat(marks.take()).isNull();
        marks.tell(new Mark(ProgressUnit.EPOCH, 2, 3), 7);
        assertThat(Objects.requireNonNull(marks.take()).nanos()).isEqualTo(7);
    }

    @Test
    void aReaderThatNeverBeganEndsAtOnce() {
        ProgressReader reader = ProgressReader.ofFile("--progress", dir.resolve("p"), OptionalDouble.empty(), clock);
        reader.close();
        assertThat(reader.take()).isNull();
    }

    @Test
    void eachSignalIsAStepUpToTheTotal() {
        SignalSteps steps = new SignalSteps(2, clock);
        steps.start();
        assertThat(newest(steps).mark()).isEqualTo(new Mark(ProgressUnit.STEP, 0, 2));
        steps.received();
        assertThat(newest(steps).mark()).isEqualTo(new Mark(ProgressUnit.STEP, 1, 2));
        steps.received();
        steps.received();
        assertThat(newest(steps).mark().isComplete()).isTrue();
        assertThat(steps.take()).isNull();
    }
}
