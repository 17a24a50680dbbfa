package io.ceait.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "Xeon ± 5 %, 10",
        "显卡, 4",
        "グラフ, 6",
        "ﾃﾞﾌﾞ, 4",
        "그래픽, 6",
        "（平均）, 8",
        "𠮷, 2",
        "🚀, 2",
        "𝔾, 1",
        "e\u0301, 1",
        "一。…, 5"
    })
    void aTextTakesSoManyColumns(String text, int columns) {
        assertThat(Columns.width(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "显卡, 3, 显",
        "그래픽, 4, 그래",
        "a🚀b, 2, a",
        "a🚀b, 3, a🚀",
        "e\u0301x, 1, e\u0301",
        "abc, 5, abc",
        "abc, 0, ''"
    })
    void whatDoesNotFitIsLeftOutLetterByLetter(String text, int columns, String fits) {
        assertThat(Columns.fit(text, columns)).isEqualTo(fits);
    }

    @Test
    void blanksFillACellToItsWidth() {
        assertThat(Columns.left("显卡", 6)).isEqualTo("显卡  ");
        assertThat(Columns.right("显卡", 6)).isEqualTo("  显卡");
        assertThat(Columns.right("too long", 3)).isEqualTo("too long");
    }

    @Property
    void whatFitsIsTheLongestBeginningThatDoes(@ForAll String text, @ForAll @IntRange(max = 40) int columns) {
        String fits = Columns.fit(text, columns);
        assertThat(text).startsWith(fits);
        assertThat(Columns.width(fits)).isLessThanOrEqualTo(columns);
        if (fits.length() < text.length()) {
            int next = text.offsetByCodePoints(fits.length(), 1);
            assertThat(Columns.width(text.substring(0, next))).isGreaterThan(columns);
        }
    }
}
