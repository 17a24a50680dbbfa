package io.ceait.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Fuzz harnesses of this package. */
public final class KernelParsers {

    private KernelParsers() {}

    public static void auxiliaryVector(byte[] input) {
        KernelConstants constants = KernelConstants.parse(input);
        assertThat(constants.pageBytes()).isPositive();
        assertThat(constants.microsecondsPerTick()).isPositive();
    }

    public static void zeroEnded(byte[] input) {
        List<byte[]> words = ZeroEnded.words(input);
        int bytes = words.stream().mapToInt(word -> word.length + 1).sum();
        assertThat(bytes).isBetween(0, input.length);
    }

    /** A number is what the JDK makes of the same digits. */
    public static void number(byte[] input) {
        long value = new Cursor().over(input, input.length).onlyNumber();
        if (value != Cursor.NONE) {
            String text = new String(input, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
            assertThat(value).isEqualTo(Long.parseLong(text));
        }
    }
}
