package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.emission.IntensityOrigin;
import io.ceait.units.CarbonIntensity;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UnwrittenIntensitiesTest {

    private final UnwrittenIntensities unwritten = new UnwrittenIntensities();

    private void add(long fromMillis, double grams) {
        unwritten.add(fromMillis, CarbonIntensity.ofGramsPerKilowattHour(grams), IntensityOrigin.SERIES);
    }

    private double weighted(long untilMillis) {
        double sum = 0;
        for (int i = 0; i < unwritten.count(); i++) {
            long until = i + 1 < unwritten.count() ? unwritten.fromMillis(i + 1) : untilMillis;
            sum += unwritten.intensity(i).gramsPerKilowattHour() * (until - unwritten.fromMillis(i));
        }
        return sum;
    }

    /** A disk may be full for a month, and of its one interval the mean counts. */
    @Property(tries = 50)
    void howeverManyThereAreTheirMeanStaysAndTheirNumberDoesNotGrow(
            @ForAll @IntRange(min = 1, max = 3000) int changes, @ForAll long seed) {
        java.util.Random random = new java.util.Random(seed);
        UnwrittenIntensitiesTest test = new UnwrittenIntensitiesTest();
        long at = 1000;
        double sum = 0;
        for (int i = 0; i < changes; i++) {
            double grams = random.nextInt(1000);
            test.add(at, grams);
            long next = at + 1 + random.nextInt(100_000);
            sum += grams * (next - at);
            at = next;
        }
        assertThat(test.unwritten.count()).isEqualTo(Math.min(changes, UnwrittenIntensities.MOST));
        assertThat(test.unwritten.fromMillis(0)).isEqualTo(1000);
        assertThat(test.weighted(at)).isCloseTo(sum, within(1e-9 * sum));
    }

    @Test
    void whatIsTakenBackIsNotKept() {
        add(1000, 1);
        add(3000, 3);
        add(2000, 2);
        assertThat(unwritten.count()).isEqualTo(2);
        assertThat(unwritten.fromMillis(1)).isEqualTo(2000);
    }

    @Test
    void whatHoldsIsSaidAgainOnce() {
        unwritten.repeat();
        assertThat(unwritten.count()).isZero();
        add(1000, 1);
        add(3000, 3);
        unwritten.written();
        assertThat(unwritten.count()).isZero();
        unwritten.repeat();
        assertThat(unwritten.count()).isOne();
        assertThat(unwritten.fromMillis(0)).isEqualTo(3000);
        assertThat(unwritten.intensity(0).gramsPerKilowattHour()).isEqualTo(3, within(1e-12));
    }
}
