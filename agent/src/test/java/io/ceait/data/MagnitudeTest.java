package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagnitudeTest {

    @ParameterizedTest
    @CsvSource({
        "7B,7e9",
        "7e9,7e9",
        "2T,2e12",
        "1.5 M,1.5e6",
        "300 000 000,3e8",
        "10k,1e4",
        "3.14E23,3.14e23",
        "0,0",
        "1G,1e9",
        "2P,2e15"
    })
    void asPeopleWriteThem(String text, double value) {
        assertThat(Magnitude.parse(text)).isCloseTo(value, within(1e-12 * value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "B", "7BB", "2Q", "-1", "NaN", "1e400", "0x10", "1e", "seven"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Magnitude.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no number");
    }
}
