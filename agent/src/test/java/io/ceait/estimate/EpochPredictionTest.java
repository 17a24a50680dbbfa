package io.ceait.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.units.Energy;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochPredictionTest {

    private static List<Energy> joules(double... values) {
        return Arrays.stream(values).mapToObj(Energy::ofJoules).toList();
    }

    @Test
    void carbontrackersRuleIsTheMeanOfAllEpochs() {
        EpochPrediction prediction = EpochPrediction.carbontracker(joules(200, 100, 120), 10);
        assertThat(prediction.total().joules()).isCloseTo(1400, within(1e-9));
        assertThat(prediction.interval()).isEmpty();
        assertThat(EpochPrediction.carbontracker(joules(200), 10).total().joules())
                .isEqualTo(2000);
    }

    /** 200 of warm-up, then 100 and 120: 420 are done, seven epochs of 110 to come. */
    @Test
    void oursLeavesTheWarmUpOutOfWhatIsToCome() {
        EpochPrediction prediction = EpochPrediction.byStableWindow(joules(200, 100, 120), 10);
        assertThat(prediction.total().joules()).isCloseTo(420 + 7 * 110, within(1e-9));
        assertThat(prediction.window()).isEqualTo(2);
        // s = 10 √2, over seven epochs s √(49/2 + 7), times Student's t of one degree of freedom.
        double reach = 3.0777 * 10 * Math.sqrt(2) * Math.sqrt(49 / 2.0 + 7);
        assertThat(prediction.interval().orElseThrow().high().joules()).isCloseTo(1190 + reach, within(1e-6));
        assertThat(prediction.interval().orElseThrow().low().joules()).isCloseTo(1190 - reach, within(1e-6));
    }

    @Test
    void oneEpochTellsNoScatter() {
        EpochPrediction prediction = EpochPrediction.byStableWindow(joules(200), 10);
        assertThat(prediction.total().joules()).isEqualTo(2000);
        assertThat(prediction.interval()).isEmpty();
        assertThat(EpochPrediction.byStableWindow(joules(200, 100), 10).interval())
                .isEmpty();
    }

    @Test
    void atTheEndThereIsNothingToPredict() {
        EpochPrediction prediction = EpochPrediction.byStableWindow(joules(200, 100, 120), 3);
        assertThat(prediction.total().joules()).isEqualTo(420);
        assertThat(prediction.interval().orElseThrow().low())
                .isEqualTo(prediction.interval().orElseThrow().high());
    }

    /** The job was moved to more GPUs half way: what it used before says nothing of what is to come. */
    @Test
    void anOldLevelIsNoPartOfTheWindow() {
        List<Energy> done = joules(150, 100, 101, 99, 100, 102, 50, 51, 49, 50, 52);
        EpochPrediction prediction = EpochPrediction.byStableWindow(done, 21);
        double soFar = done.stream().mapToDouble(Energy::joules).sum();
        assertThat(prediction.window()).isLessThanOrEqualTo(5);
        assertThat(prediction.total().joules()).isCloseTo(soFar + 10 * 50.4, within(10.0));
        double mean = EpochPrediction.carbontracker(done, 21).total().joules();
        assertThat(mean).isGreaterThan(prediction.total().joules() + 200);
    }

    /** Of two thousand trainings with normal scatter four fifths lie within, give or take what chance lets happen. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6, 10, 30})
    void theIntervalHoldsFourOfFive(int done) {
        Random random = new Random(20261126L + done);
        int trials = 2000;
        int inside = 0;
        for (int i = 0; i < trials; i++) {
            List<Energy> epochs = Stream.generate(() -> Energy.ofJoules(1000 + 50 * random.nextGaussian()))
                    .limit(60)
                    .collect(Collectors.toList());
            epochs.set(0, Energy.ofJoules(3000));
            Energy truth =
                    Energy.ofJoules(epochs.stream().mapToDouble(Energy::joules).sum());
            Range<Energy> interval = EpochPrediction.byStableWindow(epochs.subList(0, done), 60)
                    .interval()
                    .orElseThrow();
            inside += interval.contains(truth) ? 1 : 0;
        }
        // The search for a stable window sometimes sees a level where there is none, and narrows what it knows.
        assertThat(inside / (double) trials).isBetween(0.76, 0.83);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> EpochPrediction.carbontracker(List.of(), 3)).hasMessageContaining("0 of 3");
        assertThatThrownBy(() -> EpochPrediction.byStableWindow(joules(1, 2), 1))
                .hasMessageContaining("2 of 1");
    }
}
