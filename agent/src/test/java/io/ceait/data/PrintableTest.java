package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @ParameterizedTest
    @CsvSource({
        "NVIDIA H100 80GB HBM3, NVIDIA H100 80GB HBM3",
        "训练 épreuve 🙂, 训练 épreuve 🙂",
        "'\u001b[2J', '?[2J'",
        // The same in one character, which many terminals heed.
        "'a\u009b31mb', 'a?31mb'",
        "'two\nlines', 'two?lines'",
        "'two\u2028lines', 'two?lines'",
        "'gpj\u202eexe', 'gpj?exe'",
        "'zero\u200bwidth', 'zero?width'",
    })
    void whatATerminalWouldHeedIsReplaced(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }

    @Test
    void whatIsLongSaysThatItWentOn() {
        assertThat(Printable.shortened("epoch", 5)).isEqualTo("epoch");
        assertThat(Printable.shortened("epochs", 5)).isEqualTo("epoch…");
        assertThat(Printable.shortened("four🙂", 5))
                .as("no half of a character")
                .isEqualTo("four…");
    }

    @Property
    void nothingThatIsShownMovesACursor(@ForAll String text, @ForAll @IntRange(min = 1, max = 60) int length) {
        String shown = Printable.shortened(text, length);
        assertThat(shown.length()).isLessThanOrEqualTo(length + 1);
        assertThat(shown.codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
        assertThat(Printable.of(shown)).isEqualTo(shown);
    }
}
