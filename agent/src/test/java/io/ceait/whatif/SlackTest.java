package io.ceait.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackTest {

    @ParameterizedTest
    @CsvSource({"24h,288", "100%,6", "50%,3", "0%,0", "0s,0", "4m,0", "10m,2", "33%,1"})
    void inStepsOfFiveMinutesForAJobOfHalfAnHour(String text, int steps) {
        assertThat(Slack.parse(text).steps(6, Duration.ofMinutes(5))).isEqualTo(steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "24", "-1%", "x%", "NaN%", "-1h"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Slack.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
