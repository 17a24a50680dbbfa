package io.ceait.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static Cursor over(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Cursor().over(bytes, bytes.length);
    }

    @Property
    void everyNumberButTheSmallestIsReadBack(@ForAll long value) {
        if (value != Long.MIN_VALUE) {
            assertThat(over(Long.toString(value)).number()).isEqualTo(value);
            assertThat(over(" \t" + value + "\n").onlyNumber()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "x", "-", "--1", "9223372036854775808", "99999999999999999999999", " \t"})
    void whatIsNoNumberIsNone(String text) {
        assertThat(over(text).number()).isEqualTo(Cursor.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12 34\n", "12x", "1.5\n", "0x10", "12\n\n-"})
    void anOnlyNumberStandsAlone(String text) {
        assertThat(over(text).onlyNumber()).isEqualTo(Cursor.NONE);
    }

    @Test
    void trailingZeroBytesAreWhiteSpace() {
        assertThat(over("42\n\0\0").onlyNumber()).isEqualTo(42);
    }

    @Test
    void bytesBehindTheLengthAreNotSeen() {
        byte[] stale = "12345".getBytes(StandardCharsets.US_ASCII);
        assertThat(new Cursor().over(stale, 2).onlyNumber()).isEqualTo(12);
    }

    @Test
    void walksOverALine() {
        Cursor cursor = over("cpu  10 20\ncpu0 1 2\nrest");
        assertThat(cursor.skip("cpu ")).isTrue();
        assertThat(cursor.number()).isEqualTo(10);
        cursor.nextLine();
        assertThat(cursor.skip("cpu ")).isFalse();
        assertThat(cursor.skip("cpu")).isTrue();
        cursor.skipWords(2);
        assertThat(cursor.number()).isEqualTo(2);
        cursor.nextLine();
        assertThat(cursor.letter()).isEqualTo('r');
        assertThat(cursor.skip("est and more")).isFalse();
        assertThat(cursor.skip("est")).isTrue();
        assertThat(cursor.atEnd()).isTrue();
        assertThat(cursor.letter()).isEqualTo('\0');
        cursor.nextLine();
        assertThat(cursor.number()).isEqualTo(Cursor.NONE);
    }

    @Test
    void goesBehindTheLastMark() {
        Cursor cursor = over("1 (a) b) 7");
        assertThat(cursor.behindLast(')')).isTrue();
        assertThat(cursor.number()).isEqualTo(7);
        assertThat(cursor.behindLast(')')).isFalse();
    }
}
