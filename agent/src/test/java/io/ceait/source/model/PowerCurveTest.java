package io.ceait.source.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.units.Power;
import io.ceait.units.Ratio;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PowerCurveTest {

    @Property
    void theTeadsCurveIsFollowedExactly(@ForAll @DoubleRange(min = 0, max = 1) double utilisation) {
        Power tdp = Power.ofWatts(205);
        PowerCurve curve = new PowerCurve(u -> PowerModels.teads(tdp, u));
        assertThat(curve.wattsAt(utilisation))
                .isCloseTo(PowerModels.teads(tdp, Ratio.of(utilisation)).watts(), within(1e-9));
    }

    @Test
    void theHighestPointIsWhatTheModelCanReach() {
        assertThat(new PowerCurve(u -> Power.ofWatts(10 + 90 * u.value())).highest())
                .isEqualTo(Power.ofWatts(100));
        assertThat(PowerCurve.constant(Power.ofWatts(3)).wattsAt(0.7)).isEqualTo(3);
    }
}
