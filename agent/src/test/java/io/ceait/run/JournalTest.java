package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.run.SimulatedRun.Result;
import io.ceait.sampling.Sample;
import io.ceait.sampling.SampleScript;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseMeans;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private Path journal(String text) throws IOException {
        return Files.writeString(out.resolve("journal.ndjson"), text);
    }

    private Path written(Sample... samples) throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run-" + System.nanoTime());
        try (Journal journal = Journal.create(directory, "{\"schema\":\"x\"}", JournalPolicy.DEFAULT)) {
            for (Sample sample : samples) {
                journal.append(sample);
            }
        }
        return directory.path().resolve(Journal.FILE);
    }

    private static List<Long> ticks(Path file, int channels) throws IOException {
        return ticks(JournalSource.sealed(file), channels);
    }

    /** As version 0.1.0 wrote them. */
    private static List<Long> ticksWithoutSeals(Path file, int channels) throws IOException {
        return ticks(new JournalSource(file, false), channels);
    }

    private static List<Long> ticks(JournalSource journal, int channels) throws IOException {
        List<Long> ticks = new ArrayList<>();
        try (JournalReader reader = new JournalReader(journal, channels, 0, (from, intensity, origin) -> {})) {
            for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
                ticks.add(sample.tick());
            }
        }
        return ticks;
    }

    private static Sample extreme() {
        Sample sample = new Sample(3, 0);
        sample.at(Long.MAX_VALUE, -62_135_596_800_000L, Long.MAX_VALUE - 1, 1);
        sample.flags(true, true, true);
        sample.machine(Long.MAX_VALUE, Integer.MAX_VALUE, 0, Long.MAX_VALUE);
        sample.job(9, -1, -1, -1);
        sample.account(new JobAccount(
                CpuMeans.PROC_SUBREAPER,
                MemoryMeans.MACHINE,
                Loss.NOT_ENTERED,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                3,
                Long.MAX_VALUE));
        sample.readings().counter(0, Long.MAX_VALUE);
        sample.readings().counter(1, 0);
        sample.readings().unavailable(2, SampleScript.FAILED);
        return sample;
    }

    @Test
    void theUseOfDevicesIsReadBack() throws IOException {
        Sample sample = new Sample(1, 2);
        sample.readings().counter(0, 5);
        sample.readings().use(0, UseMeans.MEMORY_SHARE, 1, 2, 3);
        sample.readings().use(1, UseMeans.UNKNOWN, 0, Long.MAX_VALUE, 0);
        try (JournalReader reader =
                new JournalReader(JournalSource.sealed(written(sample)), 1, 2, (from, intensity, origin) -> {})) {
            Readings read = Objects.requireNonNull(reader.next()).readings();
            assertThat(read.useMeans(0)).isEqualTo(UseMeans.MEMORY_SHARE);
            assertThat(read.useJobMicroseconds(0)).isEqualTo(1);
            assertThat(read.useBusyMicroseconds(0)).isEqualTo(2);
            assertThat(read.useHeldMicroseconds(0)).isEqualTo(3);
            assertThat(read.useMeans(1)).isEqualTo(UseMeans.UNKNOWN);
            assertThat(read.useBusyMicroseconds(1)).isEqualTo(Long.MAX_VALUE);
        }
        // Of another number of devices: not this run's.
        try (JournalReader reader =
                new JournalReader(JournalSource.sealed(written(sample)), 1, 1, (from, intensity, origin) -> {})) {
            assertThat(reader.next()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cpu\":\"magic\",\"memory\":\"proc\",\"lost\":\"none\",\"unwaited\":0,\"unwaited_us\":0}",
                "{\"cpu\":\"proc\",\"memory\":\"none\",\"lost\":\"none\",\"unwaited\":0,\"unwaited_us\":0}",
                "{\"cpu\":\"proc\",\"memory\":\"proc\",\"lost\":\"\",\"unwaited\":0,\"unwaited_us\":0}",
                "{\"cpu\":\"proc\",\"memory\":\"proc\",\"lost\":\"none\",\"unwaited\":x,\"unwaited_us\":0}",
                "{\"cpu\":\"proc\"}",
                "{\"cpu\":\"proc\",\"memory\":\"proc\",\"lost\":\"none\",\"unwaited\":0,\"unwaited_us\":0,\"strays\":0}",
                "{\"cpu\":\"proc\",\"memory\":\"proc\",\"lost\":\"none\",\"unwaited\":0,\"unwaited_us\":0,\"stray_us\":0}"
            })
    void anAccountThatIsNoneEndsTheReading(String account) throws IOException {
        Path file = written(extreme());
        String text = Seals.removed(Files.readString(file));
        assertThat(ticksWithoutSeals(Files.writeString(file, text), 3)).hasSize(1);
        Files.writeString(
                file, text.replaceFirst("\"account\":\\{[^}]*}", Matcher.quoteReplacement("\"account\":" + account)));
        assertThat(ticksWithoutSeals(file, 3)).isEmpty();
    }

    @Test
    void anAccountOfAnEarlierAgentHasNoStrays() throws IOException {
        Path file = written(extreme());
        String text = Seals.removed(Files.readString(file)).replaceFirst(",\"strays\":3,\"stray_us\":[0-9]*", "");
        try (JournalReader reader = new JournalReader(
                new JournalSource(Files.writeString(file, text), false), 3, 0, (from, intensity, origin) -> {})) {
            assertThat(Objects.requireNonNull(reader.next()).account())
                    .isEqualTo(new JobAccount(
                            CpuMeans.PROC_SUBREAPER,
                            MemoryMeans.MACHINE,
                            Loss.NOT_ENTERED,
                            Long.MAX_VALUE,
                            Long.MAX_VALUE));
        }
    }

    @Test
    void everyFieldOfASampleIsReadBack() throws IOException {
        Sample first = extreme();
        first.at(0, -62_135_596_800_000L, Long.MAX_VALUE - 1, 1);
        try (JournalReader reader =
                new JournalReader(JournalSource.sealed(written(first)), 3, 0, (from, intensity, origin) -> {})) {
            Sample read = reader.next();
            assertThat(read)
                    .isNotNull()
                    .usingRecursiveComparison()
                    .ignoringFields("readings")
                    .isEqualTo(first);
            if (read != null) {
                assertThat(read.readings().microjoules(0)).isEqualTo(Long.MAX_VALUE);
                assertThat(read.readings().microjoules(1)).isZero();
                assertThat(read.readings().available(2)).isFalse();
            }
            assertThat(reader.next()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aMissingReadingKeepsItsReason(Reason reason) throws IOException {
        Sample sample = extreme();
        sample.readings().unavailable(0, new Unavailable(reason, "with a \"quote\" and\na line", "remedy"));
        Path file = written(sample);
        assertThat(Files.readAllLines(file, StandardCharsets.US_ASCII)).hasSize(2);
        try (JournalReader reader =
                new JournalReader(JournalSource.sealed(file), 3, 0, (from, intensity, origin) -> {})) {
            Sample read = reader.next();
            assertThat(read).isNotNull();
            Unavailable why = read == null ? null : read.readings().unavailable(0);
            assertThat(why).isNotNull();
            assertThat(why == null ? null : why.reason()).isEqualTo(reason);
        }
    }

    @Test
    void eachLineIsJson() throws IOException {
        String sealed = Files.readAllLines(written(extreme())).get(1);
        int seal = sealed.indexOf(",\"crc\"");
        CRC32 sum = new CRC32();
        sum.update(sealed.substring(0, seal).getBytes(StandardCharsets.US_ASCII));
        assertThat(sealed.substring(seal)).isEqualTo(",\"crc\":\"%08x\"}".formatted(sum.getValue()));
        String line = Seals.removed(sealed);
        assertThat(line)
                .startsWith("{\"tick\":9223372036854775807,\"time_ms\":-62135596800000,")
                .endsWith(",\"processes\":-1,\"seen\":-1,\"account\":{\"cpu\":\"proc+subreaper\","
                        + "\"memory\":\"machine\",\"lost\":\"not_entered\",\"unwaited\":9223372036854775807,"
                        + "\"unwaited_us\":9223372036854775807,"
                        + "\"strays\":3,\"stray_us\":9223372036854775807},\"uj\":[9223372036854775807,0,\"failed\"]}");
    }

    @Test
    void whereverTheLastLineIsTornItIsIgnored() throws IOException {
        Path whole = written(at(0), at(1));
        byte[] bytes = Files.readAllBytes(whole);
        assertThat(ticks(whole, 3)).hasSize(2);
        int second = new String(bytes, StandardCharsets.US_ASCII).lastIndexOf("{\"tick\"");
        for (int end = second; end < bytes.length; end++) {
            Path torn = Files.write(out.resolve("torn"), java.util.Arrays.copyOf(bytes, end));
            assertThat(ticks(torn, 3)).as("%s of %s bytes", end, bytes.length).hasSize(1);
        }
    }

    private static Sample at(long tick) {
        Sample sample = extreme();
        sample.at(tick, 0, tick, 1);
        return sample;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\n",
                "\n",
                "{\"tick\":x\n",
                "{}\n",
                "\0\0\0\0\n",
                "{\"tick\":1,\"time_ms\":1,\"elapsed_ns\":1,\"interval_ns\":1,\"late\":0,\"gap\":0,\"last\":0,\"busy_us\":1,"
                        + "\"cpus\":1,\"used_b\":1,\"installed_b\":1,\"job_us\":1,\"job_b\":1,\"processes\":1,\"seen\":1,"
                        + "\"uj\":[1,2,\"no reason\"]}\n",
                "{\"tick\":1,\"time_ms\":1,\"elapsed_ns\":1,\"interval_ns\":1,\"late\":0,\"gap\":0,\"last\":0,\"busy_us\":1,"
                        + "\"cpus\":1,\"used_b\":1,\"installed_b\":1,\"job_us\":1,\"job_b\":1,\"processes\":1,\"seen\":1,"
                        + "\"uj\":[1,2]}\n"
            })
    void aLineOfAnotherFormatEndsTheReadingWhereNoLineHasAChecksum(String line) throws IOException {
        String first = Files.readString(written(at(0)));
        String second = Files.readString(written(at(1)));
        String behind = second.substring(second.indexOf('\n') + 1);
        assertThat(ticksWithoutSeals(journal(Seals.removed(first + behind)), 3)).hasSize(2);
        assertThat(ticksWithoutSeals(journal(Seals.removed(first) + line + Seals.removed(behind)), 3))
                .hasSize(1);
        assertThat(ticks(journal(first + line + behind), 3)).hasSize(2);
    }

    /** A disk that loses a bit loses a line, whichever it is. */
    @Test
    void everyChangedByteIsFoundAndCostsOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(written(at(0), at(1), at(2)));
        int header = new String(whole, StandardCharsets.US_ASCII).indexOf('\n') + 1;
        for (int i = header; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            List<Long> read = ticks(Files.write(out.resolve("changed"), changed), 3);
            // A line feed that is none any more costs the line behind it, too.
            assertThat(read).as("byte %s", i).hasSizeBetween(whole[i] == '\n' ? 1 : 2, 2);
            assertThat(List.of(0L, 1L, 2L)).containsAll(read);
        }
    }

    @Test
    void linesLongerThanAnyBufferAreRead() throws IOException {
        Sample wide = new Sample(9000, 0);
        for (int i = 0; i < 9000; i++) {
            wide.readings().counter(i, Long.MAX_VALUE - i);
        }
        Path file;
        RunDirectory directory = RunDirectory.create(out, "wide");
        try (Journal journal = Journal.create(directory, "{}", JournalPolicy.DEFAULT)) {
            for (int tick = 0; tick < 2; tick++) {
                wide.at(tick, 0, tick, tick);
                journal.append(wide);
            }
            file = directory.file(Journal.FILE);
        }
        assertThat(Files.size(file)).isGreaterThan(1 << 18);
        assertThat(ticks(file, 9000)).hasSize(2);
    }

    @Test
    void anEmptyFileIsNoJournal() throws IOException {
        Path empty = journal("");
        assertThatThrownBy(() -> new JournalReader(JournalSource.sealed(empty), 1, 0, (from, intensity, origin) -> {}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aJournalIsNeverWrittenOver() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "r");
        Journal.create(directory, "{}", JournalPolicy.DEFAULT).close();
        assertThatThrownBy(() -> Journal.create(directory, "{}", JournalPolicy.DEFAULT))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theReplayIsTheLiveResultToTheLastBit() throws IOException {
        SimulatedRun simulated = new SimulatedRun().failing(5, 9);
        simulated.clock.at(Duration.ofMillis(12_345), () -> simulated.clock.advance(Duration.ofMillis(7654)));
        simulated.clock.at(Duration.ofMillis(33_333), simulated::endJob);
        Result result = simulated.execute(out);
        RunDescription read = RecordedRun.open(result.directory().path()).description();
        RunState replayed = new Replay(result.file(Journal.FILE), read).through((w, e, d, i, c, k) -> {});
        assertThat(result.snapshot().books().gaps()).isGreaterThan(4);
        assertThat(result.snapshot().agent()).isPresent();
        // The description, the books and all that only the end knows.
        assertThat(replayed.snapshot()).isEqualTo(result.snapshot());
    }

    @Test
    void aLineThatCouldNotBeWrittenLeavesAHoleAndNothingElse() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "full");
        Path file = directory.file(Journal.FILE);
        Disk disk = new Disk();
        try (Journal journal = Journal.create(directory, "{}", JournalPolicy.DEFAULT, disk)) {
            for (int tick = 0; tick < 4; tick++) {
                Sample sample = new Sample(0, 0);
                sample.at(tick, tick * 1000L, tick * 1_000_000_000L, tick == 0 ? 0 : 1_000_000_000L);
                if (tick == 2) {
                    disk.fullWrites = 1;
                    assertThatThrownBy(() -> journal.append(sample)).isInstanceOf(IOException.class);
                } else {
                    journal.append(sample);
                }
            }
        }
        assertThat(ticks(file, 0)).containsExactly(0L, 1L, 3L);
        try (JournalReader reader =
                new JournalReader(JournalSource.sealed(file), 0, 0, (from, intensity, origin) -> {})) {
            reader.next();
            reader.next();
            Sample behindTheHole = Objects.requireNonNull(reader.next());
            assertThat(behindTheHole.intervalNanos()).isEqualTo(2_000_000_000L);
            assertThat(behindTheHole.isGap()).isTrue();
        }
    }

    private static Sample narrow(long tick) {
        Sample sample = new Sample(0, 0);
        sample.at(tick, tick * 1000, tick * 1_000_000_000L, tick == 0 ? 0 : 1_000_000_000L);
        return sample;
    }

    /** What cannot be cut off is closed, and the next line stands behind it. The first of both reasons is the one told. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void halfALineThatCannotBeRemovedHidesNoOther(int failures) throws IOException {
        RunDirectory directory = RunDirectory.create(out, "half");
        Disk disk = new Disk();
        try (Journal journal = Journal.create(directory, "{}", JournalPolicy.DEFAULT, disk)) {
            journal.append(narrow(0));
            disk.fullWrites = 1;
            disk.fullTruncations = failures;
            assertThatThrownBy(() -> journal.append(narrow(1)))
                    .hasMessage("No space left on device")
                    .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("Input/output error"));
            journal.append(narrow(2));
            journal.append(narrow(3));
        }
        Path file = directory.file(Journal.FILE);
        assertThat(ticks(file, 0)).containsExactly(0L, 2L, 3L);
        assertThat(Files.readAllLines(file)).hasSize(failures == 1 ? 4 : 5);
    }

    /** The full file has its new name, the next one cannot be begun, and the old name is taken. */
    @Test
    void aFileThatKeepsTheNameOfAFullOneIsNotCompressedBeforeItIsFull() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "renamed");
        Path file = directory.file(Journal.FILE);
        Path blocking = file.resolve("in-the-way");
        Path renamed = directory.file("journal-000001.ndjson");
        Disk disk = new Disk();
        try (Journal journal = Journal.create(directory, "{}", new JournalPolicy(Duration.ZERO, 4096), disk)) {
            disk.insteadOfOpening = instead -> {
                Files.delete(instead);
                Files.createDirectories(blocking);
            };
            long tick = 0;
            while (!Files.exists(blocking)) {
                journal.append(narrow(tick++));
            }
            assertThat(renamed).exists();
            journal.pack(() -> true);
            assertThat(renamed).exists();
            long length = Files.size(renamed);
            journal.append(narrow(tick++));
            assertThat(Files.size(renamed)).isGreaterThan(length);
            Files.delete(blocking);
            Files.delete(file);
            while (!Files.exists(file)) {
                journal.append(narrow(tick++));
            }
            journal.pack(() -> true);
            assertThat(renamed).doesNotExist();
            journal.append(narrow(tick++));
            assertThat(ticks(file, 0))
                    .containsExactlyElementsOf(
                            java.util.stream.LongStream.range(0, tick).boxed().toList());
        }
    }

    @Test
    void aFileThatCannotBeBegunLeavesTheOneBeforeAsItWas() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "begun");
        Disk disk = new Disk();
        try (Journal journal = Journal.create(directory, "{}", new JournalPolicy(Duration.ZERO, 4096), disk)) {
            disk.insteadOfOpening = file -> {};
            for (int tick = 0; tick < 30; tick++) {
                journal.append(narrow(tick));
            }
            assertThat(disk.insteadOfOpening).isNull();
        }
        assertThat(ticks(directory.file(Journal.FILE), 0)).hasSize(30).endsWith(29L);
    }
}
