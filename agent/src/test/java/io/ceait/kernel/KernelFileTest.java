package io.ceait.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTest {

    private static String text(KernelFile file) {
        return new String(file.bytes(), 0, file.length(), StandardCharsets.US_ASCII);
    }

    @Test
    void readsAnewFromTheBeginning(@TempDir Path dir) throws IOException {
        Path path = Files.writeString(dir.resolve("f"), "one\n");
        try (KernelFile file = KernelFile.open(path)) {
            assertThat(text(file)).isEqualTo("one\n");
            Files.writeString(path, "2\n");
            assertThat(file.read()).isEqualTo(2);
            assertThat(text(file)).isEqualTo("2\n");
        }
    }

    @Test
    void growsForTextLongerThanItsBuffer(@TempDir Path dir) throws IOException {
        String longText = "0123456789".repeat(500);
        Path path = Files.writeString(dir.resolve("f"), longText);
        try (KernelFile file = KernelFile.open(path, new byte[8])) {
            assertThat(text(file)).isEqualTo(longText);
        }
    }

    @Test
    void textAsLongAsTheBufferIsWhole(@TempDir Path dir) throws IOException {
        Path path = Files.writeString(dir.resolve("f"), "12345678");
        try (KernelFile file = KernelFile.open(path, new byte[8])) {
            assertThat(text(file)).isEqualTo("12345678");
        }
    }

    @Test
    void anEmptyFileIsAnEmptyAnswer(@TempDir Path dir) throws IOException {
        try (KernelFile file = KernelFile.open(Files.createFile(dir.resolve("f")))) {
            assertThat(file.read()).isZero();
        }
    }

    @Test
    void absenceIsToldApartFromOtherFailures(@TempDir Path dir) throws IOException {
        assertThatThrownBy(() -> KernelFile.open(dir.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        Files.createDirectory(dir.resolve("directory"));
        assertThatThrownBy(() -> KernelFile.open(dir.resolve("directory")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aClosedFileFailsAndMayBeClosedAgain(@TempDir Path dir) throws IOException {
        KernelFile file = KernelFile.open(Files.writeString(dir.resolve("f"), "1"));
        file.close();
        file.close();
        assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("is closed");
    }

    @Test
    void aRealFileOfTheKernelIsReadWhole() throws IOException {
        try (KernelFile file = KernelFile.open(Path.of("/proc/self/stat"))) {
            assertThat(text(file))
                    .startsWith(ProcessHandle.current().pid() + " (")
                    .endsWith("\n");
        }
    }
}
