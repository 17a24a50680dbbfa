package io.ceait.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ZeroEndedTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyWordEndsWithAZero() {
        assertThat(ZeroEnded.words(bytes("run\0--\0\0\u00e4\0half")))
                .containsExactly(bytes("run"), bytes("--"), bytes(""), bytes("\u00e4"));
        assertThat(ZeroEnded.words(bytes(""))).isEmpty();
    }
}
