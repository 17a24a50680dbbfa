package io.ceait.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PowerIntegralTest {

    private static final long SECOND = 1_000_000_000L;

    private final PowerIntegral energy = new PowerIntegral();

    @Test
    void readingsAreJoinedByStraightLines() {
        energy.add(0, 100);
        assertThat(energy.microjoules()).isZero();
        energy.add(2 * SECOND, 300);
        assertThat(energy.microjoules()).isEqualTo(400_000_000);
        assertThat(energy.isBased()).isTrue();
        assertThat(energy.lastNanos()).isEqualTo(2 * SECOND);
    }

    @Test
    void noLineIsDrawnOverAnInterruption() {
        energy.add(0, 100);
        energy.add(SECOND, 100);
        energy.interrupt();
        assertThat(energy.isBased()).isFalse();
        energy.add(1000 * SECOND, 500);
        assertThat(energy.microjoules()).isEqualTo(100_000_000);
        energy.add(1001 * SECOND, 500);
        assertThat(energy.microjoules()).isEqualTo(600_000_000);
    }

    @Test
    void aMonthOfSmallStepsLosesNothing() {
        long steps = 26_000_000;
        for (long i = 0; i <= steps; i++) {
            energy.add(i * 100_000_000L, 0.1);
        }
        assertThat(energy.microjoules()).isEqualTo(steps * 10_000);
    }

    @Property(tries = 200)
    void itNeverFalls(@ForAll long seed) {
        Random random = new Random(seed);
        PowerIntegral integral = new PowerIntegral();
        long now = 0;
        long before = 0;
        for (int i = 0; i < 200; i++) {
            now += random.nextInt(1_000_000_000);
            integral.add(now, random.nextDouble() * 1000);
            if (random.nextInt(10) == 0) {
                integral.interrupt();
            }
            assertThat(integral.microjoules()).isGreaterThanOrEqualTo(before);
            before = integral.microjoules();
        }
    }
}
