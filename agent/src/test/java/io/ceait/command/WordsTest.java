package io.ceait.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatALocaleCannotReadIsTakenAsItIs() {
        assertThat(Words.agree(List.of(bytes("a"), bytes("\u00e4")), List.of("a", "\ufffd")))
                .isTrue();
        assertThat(Words.agree(List.of(bytes("a"), bytes("b")), List.of("a", "c")))
                .isFalse();
    }

    @Test
    void aCommandThatIsNotOursIsSpelledAnew() {
        assertThat(Words.asGiven(List.of("no", "argument of this JVM")))
                .containsExactly(bytes("no"), bytes("argument of this JVM"));
    }
}
