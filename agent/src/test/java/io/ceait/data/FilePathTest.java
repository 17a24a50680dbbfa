package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FilePathTest {

    /** Half a character: no locale has it, as the locale C has nothing beyond ASCII. */
    private static final String NOWHERE = "/tmp/gr\uD800e";

    @Test
    void textIsAPath() {
        assertThat(FilePath.of("/a/b c")).isEqualTo(Path.of("/a", "b c"));
        assertThat(FilePath.of("")).isEqualTo(Path.of(""));
    }

    @Test
    void whatNoFileCanBeNamedIsRefusedWithASentence() {
        assertThatThrownBy(() -> FilePath.of(NOWHERE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'/tmp/gr")
                .hasMessageContaining("LC_ALL=C.UTF-8");
        assertThatThrownBy(() -> FilePath.of("a\0b"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'a?b'")
                .hasMessageContaining("character 0");
    }
}
