package io.ceait.sink.codecarbon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {"plain|plain", "a,b|\"a,b\"", "a\"b|\"a\"\"b\"", "=1+1|'=1+1", "@x|'@x", "-1|'-1"})
    void aTextIsOneCellAndNoFormula(String text, String cell) {
        assertThat(new Row().text("c", text).text()).isEqualTo("c\n" + cell + "\n");
    }

    @ParameterizedTest
    @CsvSource({"1.0,1", "1.5e-9,0.0000000015", "1.0E10,10000000000", "0.0,0"})
    void aNumberHasNoExponent(double number, String cell) {
        assertThat(new Row().number("c", number).text()).isEqualTo("c\n" + cell + "\n");
    }
}
