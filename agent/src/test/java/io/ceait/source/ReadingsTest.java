package io.ceait.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.source.Unavailable.Reason;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    @Test
    void whatWasNotReadIsNoNumber() {
        Readings readings = new Readings(2, 0);
        assertThat(readings.available(1)).isFalse();
        assertThatThrownBy(() -> readings.microjoules(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailureDoesNotLeaveTheOldNumberBehind() {
        Readings readings = new Readings(1, 0);
        readings.counter(0, 0);
        assertThat(readings.microjoules(0)).isZero();
        Unavailable stuck = new Unavailable(Reason.STUCK, "still", "");
        readings.unavailable(0, stuck);
        assertThat(readings.unavailable(0)).isEqualTo(stuck);
        assertThatThrownBy(() -> readings.microjoules(0)).isInstanceOf(IllegalStateException.class);
        readings.counter(0, 7);
        assertThat(readings.unavailable(0)).isNull();
    }

    @Test
    void reasonsHaveNamesForLabels() {
        assertThat(Reason.NOT_COUNTED.label()).isEqualTo("not-counted");
        assertThat(Reason.DENIED.label()).isEqualTo("denied");
    }
}
