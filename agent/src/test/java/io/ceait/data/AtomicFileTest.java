package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.AtomicFile.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

    private static final FileMode MODE = FileMode.exactly("rw-r-----");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.sorted().toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @EnumSource
    void aFileHasItsNameWhenItIsComplete(Durability durability) throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "before");
        try (AtomicFile begun = AtomicFile.create(file, MODE, durability)) {
            begun.out().write(bytes("new"));
            begun.out().flush();
            assertThat(file).hasContent("before");
            assertThat(files()).hasSize(2).filteredOn(AtomicFile::isUnfinished).hasSize(1);
            begun.complete();
        }
        assertThat(file).hasContent("new");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void whatIsNotCompletedLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "before");
        try (AtomicFile begun = AtomicFile.create(file, MODE, Durability.PROCESS)) {
            begun.out().write(new byte[1 << 20]);
        }
        assertThat(file).hasContent("before");
        assertThat(files()).containsExactly(file);
    }

    /** As two runs that keep the same answer: neither meets what the other has begun. */
    @Test
    void twoMayWriteTheSameFileAtOnce() throws IOException {
        Path file = dir.resolve("f");
        try (AtomicFile one = AtomicFile.create(file, MODE, Durability.PROCESS);
                AtomicFile other = AtomicFile.create(file, MODE, Durability.PROCESS)) {
            other.out().write(bytes("other"));
            one.out().write(bytes("one"));
            one.complete();
            assertThat(file).hasContent("one");
            other.complete();
        }
        assertThat(file).hasContent("other");
        assertThat(files()).containsExactly(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-r--r--", "rw-rw-rw-", "rw-------"})
    void theStatedModeHoldsWhateverTheUmask(String mode) throws IOException {
        Path file = dir.resolve("f");
        AtomicFile.write(file, FileMode.exactly(mode), Durability.PROCESS, bytes(""));
        assertThat(mode(file)).isEqualTo(mode);
    }

    @Test
    void aFileOfTheUserIsAsOtherProgramsMakeIt() throws IOException {
        Path file = dir.resolve("f");
        AtomicFile.write(file, FileMode.OF_THE_USER, Durability.PROCESS, bytes(""));
        assertThat(mode(file)).isEqualTo(mode(Files.createFile(dir.resolve("other"))));
    }

    /** Whoever may write to the directory may have put links there, to files that are ours to write. */
    @Test
    void linksAreReplacedAndNotFollowed() throws IOException {
        Path precious = Files.writeString(dir.resolve("precious"), "keep me");
        Path file = Files.createSymbolicLink(dir.resolve("f"), precious);
        Path guessed = Files.createSymbolicLink(dir.resolve(".f.part"), precious);
        AtomicFile.write(file, MODE, Durability.POWER_CUT, bytes("new"));
        assertThat(precious).hasContent("keep me");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(file).hasContent("new");
        // Nor is anything removed that was not made here.
        assertThat(Files.isSymbolicLink(guessed)).isTrue();
    }

    @Test
    void aModeIsGivenToNoFileBehindALink() throws IOException {
        Path precious = Files.writeString(dir.resolve("precious"), "keep me");
        FileMode.exactly("rw-------").settle(precious);
        Path link = Files.createSymbolicLink(dir.resolve("link"), precious);
        assertThatThrownBy(() -> FileMode.exactly("rw-rw-rw-").settle(link)).isInstanceOf(IOException.class);
        assertThat(mode(precious)).isEqualTo("rw-------");
    }

    @Test
    void whereThereIsNoDirectoryNothingIsLeftBehind() {
        assertThatThrownBy(() -> AtomicFile.write(dir.resolve("none/f"), MODE, Durability.PROCESS, bytes("")))
                .isInstanceOf(NoSuchFileException.class);
        Path directory = dir;
        assertThatThrownBy(() -> AtomicFile.write(directory, MODE, Durability.PROCESS, bytes("")))
                .isInstanceOf(IOException.class);
        assertThat(dir).isEmptyDirectory();
    }
}
