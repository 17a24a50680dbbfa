package io.ceait.command;

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
        assertThat(Executables.find("train", path)).hasValue(program.toString());
        assertThat(Executables.find(program.toString(), "")).hasValue(program.toString());
        assertThat(Executables.find("train", "/nowhere")).isEmpty();
        assertThat(Executables.find("notes", path)).isEmpty();
        assertThat(Executables.find(text.toString(), path)).isEmpty();
        assertThat(Executables.find(dir.toString(), path)).isEmpty();
        assertThat(Executables.find("", path)).isEmpty();
        assertThat(Executables.find("a\0b", path)).isEmpty();
        assertThat(Executables.find("train", "/gr\uD800e:" + dir))
                .as("a directory that this locale cannot name is passed over")
                .hasValue(program.toString());
    }
}
