package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.SimulatedRun.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of several files is the same journal. */
class JournalPartsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    @SuppressWarnings("NullAway.Init")
    private Result live;

    @SuppressWarnings("NullAway.Init")
    private RunDirectory directory;

    @BeforeEach
    void run() {
        SimulatedRun simulated = new SimulatedRun().failing(13, 15);
        simulated.journal = new JournalPolicy(Duration.ZERO, 8192);
        simulated.duration = Optional.of(Duration.ofSeconds(120));
        live = simulated.execute(out);
        directory = live.directory();
    }

    private List<Path> parts() throws IOException {
        return JournalParts.of(directory.file(Journal.FILE));
    }

    private Snapshot recovered() throws IOException {
        RecordedRun run = RecordedRun.open(directory.path());
        return run.write(run.description(), Optional.empty(), directory, List.of())
                .snapshot();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory.path())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("journal"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFullFileMakesRoomForTheNextAndEachBeginsWithTheHeader() throws IOException {
        assertThat(parts()).hasSizeGreaterThan(3);
        assertThat(names())
                .startsWith("journal-000001.ndjson", "journal-000002.ndjson")
                .endsWith("journal.ndjson");
        String header = Files.readAllLines(parts().get(0)).get(0);
        assertThat(parts()).allSatisfy(part -> {
            assertThat(Files.size(part)).isLessThanOrEqualTo(8192);
            assertThat(Files.readAllLines(part).get(0)).isEqualTo(header);
            assertThat(Files.getPosixFilePermissions(part)).isEqualTo(RunDirectory.FILE_MODE.permissions());
        });
        assertThat(recovered()).isEqualTo(live.snapshot());
    }

    @Test
    void compressedItIsTheSameJournalAndTakesTheFullOnesPlace() throws IOException {
        byte[] first = Files.readAllBytes(parts().get(0));
        JournalParts.pack(directory, Integer.MAX_VALUE, () -> true);
        assertThat(names()).contains("journal-000001.ndjson.gz").doesNotContain("journal-000001.ndjson");
        assertThat(parts())
                .allSatisfy(part -> assertThat(Files.getPosixFilePermissions(part))
                        .isEqualTo(RunDirectory.FILE_MODE.permissions()));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(parts().get(0)))) {
            assertThat(in.readAllBytes()).isEqualTo(first);
        }
        assertThat(recovered()).isEqualTo(live.snapshot());
    }

    @Test
    void toldToStopItLeavesNothingHalfCompressed() throws IOException {
        List<String> before = names();
        int[] asked = new int[1];
        JournalParts.pack(directory, Integer.MAX_VALUE, () -> asked[0]++ < 1);
        assertThat(names()).isEqualTo(before);
    }

    /** The agent was killed when the compressed part had its name and the full one was still there. */
    @Test
    void aPartThatIsThereTwiceIsReadOnce() throws IOException {
        byte[] first = Files.readAllBytes(parts().get(0));
        JournalParts.pack(directory, Integer.MAX_VALUE, () -> true);
        Path twin = Files.write(directory.file("journal-000001.ndjson"), first);
        assertThat(recovered()).isEqualTo(live.snapshot());
        JournalParts.pack(directory, Integer.MAX_VALUE, () -> true);
        assertThat(twin).doesNotExist();
    }

    /** The agent was killed when the full file had its new name and the next one was not there yet. */
    @Test
    void betweenTwoFilesNothingIsLost() throws IOException {
        Files.delete(directory.file(Journal.FILE));
        Snapshot read = recovered();
        assertThat(read.status()).isEqualTo(RunStatus.RECOVERED);
        assertThat(read.journalErrors()).isZero();
        assertThat(read.samplesTaken())
                .isEqualTo(parts().stream()
                        .mapToLong(part -> lines(part, "{\"tick\":"))
                        .sum());
    }

    private static long lines(Path part, String begin) {
        try (var lines = Files.lines(part)) {
            return lines.filter(line -> line.startsWith(begin)).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void ofADamagedPartWhatIsWholeCountsAndSoDoTheNextParts() throws IOException {
        JournalParts.pack(directory, Integer.MAX_VALUE, () -> true);
        Path second = parts().get(1);
        byte[] packed = Files.readAllBytes(second);
        Files.write(second, Arrays.copyOf(packed, packed.length / 2));
        Snapshot read = recovered();
        assertThat(read.journalErrors()).isPositive();
        assertThat(read.samplesTaken() + read.journalErrors())
                .isEqualTo(live.snapshot().samplesTaken());
        assertThat(read.books().elapsed()).isEqualTo(live.snapshot().books().elapsed());
        // These counters never stood still: the next reading tells the energy of the time that was lost.
        assertThat(read.books().devices().get(0).energy())
                .isEqualTo(live.snapshot().books().devices().get(0).energy());
        Files.write(second, new byte[0]);
        assertThat(recovered().books().elapsed())
                .isEqualTo(live.snapshot().books().elapsed());
    }

    @Test
    void aDamagedHeaderIsReadFromTheNextPart() throws IOException {
        Path first = parts().get(0);
        byte[] bytes = Files.readAllBytes(first);
        bytes[40] ^= 1;
        Files.write(first, bytes);
        assertThat(RecordedRun.open(directory.path()).description())
                .isEqualTo(live.snapshot().run());
    }

    /** Which part of a header is damaged makes no difference: the others say that lines have seals. */
    @Test
    void aHeaderThatLostItsSealCostsNoSample() throws IOException {
        Path first = parts().get(0);
        byte[] bytes = Files.readAllBytes(first);
        int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n');
        bytes[end - 1] ^= 1;
        Files.write(first, bytes);
        assertThat(recovered()).isEqualTo(live.snapshot());
    }

    @Test
    void aPackedPartOfWhichNothingIsLeftCostsNoOther() throws IOException {
        JournalParts.pack(directory, Integer.MAX_VALUE, () -> true);
        byte[] packed = Files.readAllBytes(parts().get(0));
        Arrays.fill(packed, 10, 60, (byte) 0);
        Files.write(parts().get(0), packed);
        assertIsWithoutItsFirstPart(recovered());
    }

    @Test
    void aFirstPartThatIsGoneIsTimeOfWhichNothingIsKnown() throws IOException {
        Files.delete(parts().get(0));
        assertIsWithoutItsFirstPart(recovered());
    }

    private void assertIsWithoutItsFirstPart(Snapshot read) {
        Snapshot whole = live.snapshot();
        assertThat(read.journalErrors()).isGreaterThan(10);
        assertThat(read.samplesTaken() + read.journalErrors()).isEqualTo(whole.samplesTaken());
        assertThat(read.firstSample()).isEqualTo(whole.firstSample());
        assertThat(read.books().elapsed()).isEqualTo(whole.books().elapsed());
        // All but the last of what is missing is an interval, and so is the gap that takes their place.
        assertThat(read.books().devices().get(1).gapTime().toSeconds()).isEqualTo(read.journalErrors());
        assertThat(read.books().completeness())
                .isLessThan(1 - (read.journalErrors() - 1) / (double) whole.samplesTaken());
        assertThat(read.clockJumps()).isEqualTo(ClockJumps.NONE);
        // Each part says for itself how the job's figures are known.
        assertThat(read.jobCpuSource()).isEqualTo(whole.jobCpuSource());
        assertThat(read.jobMemorySource()).isEqualTo(whole.jobMemorySource());
    }

    /** In some languages a number has other digits. */
    @Test
    void theNamesOfPartsAreTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(JournalParts.closed(12)).isEqualTo("journal-000012.ndjson");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatLiesBesideItIsNoPart() throws IOException {
        Files.writeString(directory.file("journal-1.ndjson"), "x");
        Files.writeString(directory.file("journal-000001.ndjson.gz.part"), "x");
        Files.writeString(directory.file("journal-notes.txt"), "x", StandardCharsets.UTF_8);
        assertThat(recovered()).isEqualTo(live.snapshot());
    }
}
