package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutablesTest {

    @TempDir
    Path dir;

    @Test
    void aProgramIsFoundOnThePathOrByItsOwn() throws IOException {
        Path program = Files.createFile(dir.resolve("train"));
        Path text = Files.createFile(dir.resolve("notes"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String path = "/nowhere:" + dir;
        assertThat(Executables.isFound("train", path)).isTrue();
        assertThat(Executables.isFound(program.toString(), "")).isTrue();
        assertThat(Executables.isFound("train", "/nowhere")).isFalse();
        assertThat(Executables.isFound("notes", path)).isFalse();
        assertThat(Executables.isFound(text.toString(), path)).isFalse();
        assertThat(Executables.isFound(dir.toString(), path)).isFalse();
        assertThat(Executables.isFound("", path)).isFalse();
        assertThat(Executables.isFound("a\0b", path)).isFalse();
    }
}
