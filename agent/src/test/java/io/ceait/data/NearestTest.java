package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({"pue, pue, 0", "PUE, pue, 0", "peu, pue, 1", "pu, pue, 1", "puee, pue, 1", "pua, pue, 1", "'', pue, 3"})
    void countsSlipsOfTheFingers(String one, String other, int slips) {
        assertThat(Nearest.distance(one, other)).isEqualTo(slips);
    }

    @Test
    void namesNothingRatherThanSomethingFar() {
        List<String> known = List.of("offline", "online", "pue");
        assertThat(Nearest.to("ofline", known)).contains("offline");
        assertThat(Nearest.to("intensity", known)).isEmpty();
        assertThat(Nearest.hint("zzzzzz", known)).isEmpty();
        assertThat(Nearest.hint("onlin", known)).isEqualTo("; did you mean \"online\"?");
    }

    @Property
    void isSymmetricAndNoLongerThanTheLongerWord(
            @ForAll @AlphaChars @StringLength(max = 12) String one,
            @ForAll @AlphaChars @StringLength(max = 12) String other) {
        int distance = Nearest.distance(one, other);
        assertThat(distance).isEqualTo(Nearest.distance(other, one));
        assertThat(distance).isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
    }
}
