package io.ceait.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.units.Energy;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TrapezoidTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void irregularReadings() {
        Trapezoid integral = new Trapezoid();
        assertThat(integral.add(0, Power.ofWatts(100))).isEqualTo(Energy.ZERO);
        assertThat(integral.add(10 * SECOND, Power.ofWatts(300))).isEqualTo(Energy.ofJoules(2000));
        integral.add(40 * SECOND, Power.ofWatts(300));
        integral.add(100 * SECOND, Power.ofWatts(0));
        assertThat(integral.total()).isEqualTo(Energy.ofJoules(20_000));
        assertThat(integral.duration()).isEqualTo(Duration.ofSeconds(100));
        assertThat(integral.meanPower()).contains(Power.ofWatts(200));
        assertThat(integral.readings()).isEqualTo(4);
    }

    @Test
    void aRestartLeavesTheGapOut() {
        Trapezoid integral = new Trapezoid();
        integral.add(0, Power.ofWatts(100));
        integral.add(SECOND, Power.ofWatts(100));
        integral.restart();
        integral.add(1000 * SECOND, Power.ofWatts(100));
        integral.add(1001 * SECOND, Power.ofWatts(100));
        assertThat(integral.total()).isEqualTo(Energy.ofJoules(200));
        assertThat(integral.duration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void timeThatGoesBackIsRefusedAndChangesNothing() {
        Trapezoid integral = new Trapezoid();
        integral.add(5, Power.ofWatts(1));
        assertThatThrownBy(() -> integral.add(4, Power.ofWatts(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time goes back");
        assertThat(integral.readings()).isEqualTo(1);
        assertThat(integral.meanPower()).isEmpty();
    }

    @Test
    void manySmallStepsLoseNothing() {
        Trapezoid integral = new Trapezoid();
        integral.add(0, Power.ofWatts(1e9));
        integral.add(1000 * SECOND, Power.ofWatts(1e9));
        integral.restart();
        for (long i = 0; i <= 1_000_000; i++) {
            integral.add(2000 * SECOND + i, Power.ofWatts(1e-3));
        }
        assertThat(integral.total().joules() - 1e12).isCloseTo(1e-6, within(1.3e-4));
    }

    @Property
    void aStraightLineIsExactHoweverItIsCut(
            @ForAll @DoubleRange(max = 1000) double start,
            @ForAll @DoubleRange(max = 1000) double end,
            @ForAll @Size(min = 1, max = 50) List<@IntRange(min = 1, max = 100_000) Integer> steps) {
        long whole = steps.stream().mapToLong(Integer::longValue).sum();
        Trapezoid integral = new Trapezoid();
        long at = 0;
        integral.add(0, Power.ofWatts(start));
        for (int step : steps) {
            at += step;
            integral.add(at * 1000, Power.ofWatts((start * (whole - at) + end * at) / whole));
        }
        double expected = (start + end) / 2 * whole * 1e-6;
        assertThat(integral.total().joules()).isCloseTo(expected, within(1e-12 * expected + 1e-15));
        assertThat(integral.duration()).isEqualTo(Duration.ofNanos(whole * 1000));
    }
}
