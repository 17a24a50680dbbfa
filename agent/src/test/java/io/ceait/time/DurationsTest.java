package io.ceait.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"2ms,2000000", "1s,1000000000", "1.5s,1500000000", "' 3 m ',180000000000", "1H,3600000000000", "0s,0"})
    void aNumberAndAUnit(String text, long nanos) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1d", "1 s 2", "NaNs", "1e30h", "one s", "Infinitys"})
    void anythingElseIsNamedInTheMessage(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no duration");
    }

    @Property
    void whatIsFormattedIsReadBack(@ForAll @LongRange(min = 0, max = 100_000_000) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "500,500ms", "1000,1s", "90000,90s", "120000,2m", "7200000,2h"})
    void theShortestExactForm(long millis, String text) {
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
