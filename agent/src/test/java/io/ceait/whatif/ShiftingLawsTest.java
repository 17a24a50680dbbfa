package io.ceait.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.InputException;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.Assertions;

/** What holds for every job and every signal. */
class ShiftingLawsTest {

    private static final Pue NONE = Pue.of(1);

    private static GridSignal hourly(List<Integer> grams) {
        return Signals.of(
                Duration.ofHours(1),
                grams.stream().mapToDouble(Integer::doubleValue).toArray());
    }

    private static double kilograms(Schedule schedule) {
        return schedule.emissions().kilograms();
    }

    @Property
    void pausingSavesAtLeastWhatAFlexibleStartSavesForConstantPower(
            @ForAll @Size(min = 12, max = 30) List<@IntRange(max = 900) Integer> grams,
            @ForAll @IntRange(min = 1, max = 8) int steps,
            @ForAll @IntRange(max = 4) int slack) {
        Shifting shifting =
                new Shifting(Signals.constant(steps, 1), hourly(grams), 0, slack, Pue.of(1.3), Pausing.FREE);
        double baseline = kilograms(shifting.baseline());
        double flexible = kilograms(shifting.flexibleStart());
        double paused = kilograms(shifting.pauseAndResume());
        assertThat(flexible).isLessThanOrEqualTo(baseline + 1e-12);
        assertThat(paused).isLessThanOrEqualTo(flexible + 1e-12);
        assertThat(kilograms(shifting.best().orElseThrow())).isCloseTo(paused, within(1e-9));
    }

    @Property
    void noSlackSavesNothing(
            @ForAll @Size(min = 12, max = 20) List<@IntRange(max = 900) Integer> grams,
            @ForAll @Size(min = 1, max = 10) List<@DoubleRange(max = 5) Double> job,
            @ForAll @IntRange(max = 2) int start) {
        Shifting shifting = new Shifting(Signals.job(job), hourly(grams), start, 0, NONE, Pausing.FREE);
        Schedule baseline = shifting.baseline();
        for (Schedule schedule : List.of(
                shifting.flexibleStart(),
                shifting.pauseAndResume(),
                shifting.best().orElseThrow())) {
            assertThat(schedule).isEqualTo(baseline);
            assertThat(schedule.savingPercent(baseline))
                    .isEqualTo(baseline.emissions().kilograms() == 0 ? Optional.empty() : Optional.of(0.0));
        }
    }

    @Property
    void moreSlackNeverSavesLess(
            @ForAll @Size(min = 20, max = 30) List<@IntRange(max = 900) Integer> grams,
            @ForAll @IntRange(min = 1, max = 8) int steps,
            @ForAll @IntRange(max = 10) int slack,
            @ForAll @IntRange(max = 300) int idleWatts,
            @ForAll @DoubleRange(max = 2) double overhead) {
        Pausing pausing = new Pausing(Energy.ofKilowattHours(overhead), Power.ofWatts(idleWatts));
        Shifting less = new Shifting(Signals.constant(steps, 1), hourly(grams), 0, slack, NONE, pausing);
        Shifting more = new Shifting(Signals.constant(steps, 1), hourly(grams), 0, slack + 1, NONE, pausing);
        assertThat(kilograms(more.flexibleStart())).isLessThanOrEqualTo(kilograms(less.flexibleStart()));
        assertThat(kilograms(more.best().orElseThrow()))
                .isLessThanOrEqualTo(kilograms(less.best().orElseThrow()) + 1e-12);
        Shifting lessFree = new Shifting(Signals.constant(steps, 1), hourly(grams), 0, slack, NONE, Pausing.FREE);
        Shifting moreFree = new Shifting(Signals.constant(steps, 1), hourly(grams), 0, slack + 1, NONE, Pausing.FREE);
        assertThat(kilograms(moreFree.pauseAndResume()))
                .isLessThanOrEqualTo(kilograms(lessFree.pauseAndResume()) + 1e-12);
    }

    /** Against all schedules there are, for jobs that are small enough to try them. */
    @Property(tries = 300)
    void theBestIsTheBestOfAll(
            @ForAll @Size(9) List<@IntRange(max = 900) Integer> grams,
            @ForAll @Size(min = 1, max = 4) List<@DoubleRange(max = 5) Double> job,
            @ForAll @IntRange(max = 5) int slack,
            @ForAll @IntRange(max = 1500) int idleWatts,
            @ForAll @DoubleRange(max = 1) double overhead) {
        Pausing pausing = new Pausing(Energy.ofKilowattHours(overhead), Power.ofWatts(idleWatts));
        Shifting shifting = new Shifting(Signals.job(job), hourly(grams), 0, slack, NONE, pausing);
        double least = least(shifting, job, grams, pausing, slack, 0, -1, 0);
        Schedule best = shifting.best().orElseThrow();
        assertThat(kilograms(best)).isCloseTo(least, within(1e-9));
        assertThat(kilograms(best)).isLessThanOrEqualTo(kilograms(shifting.flexibleStart()) + 1e-12);
        assertThat(kilograms(best)).isLessThanOrEqualTo(kilograms(shifting.pauseAndResume()) + 1e-12);
    }

    private static double least(
            Shifting shifting,
            List<Double> job,
            List<Integer> grams,
            Pausing pausing,
            int slack,
            int step,
            int before,
            double soFar) {
        if (step == job.size()) {
            return soFar;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int at = before + 1; at <= step + slack; at++) {
            double cost = job.get(step) * grams.get(at) / 1000;
            if (step > 0 && at > before + 1) {
                cost += pausing.overhead().kilowattHours() * grams.get(at) / 1000;
                for (int idle = before + 1; idle < at; idle++) {
                    cost += pausing.idle().watts() / 1000 * grams.get(idle) / 1000;
                }
            }
            least = Math.min(least, least(shifting, job, grams, pausing, slack, step + 1, at, soFar + cost));
        }
        return least;
    }

    @Property
    void aPauseThatCostsMoreIsNeverBetter(
            @ForAll @Size(min = 12, max = 20) List<@IntRange(min = 1, max = 900) Integer> grams,
            @ForAll @IntRange(min = 2, max = 6) int steps,
            @ForAll @IntRange(min = 1, max = 500) int idleWatts) {
        Shifting free = new Shifting(Signals.constant(steps, 1), hourly(grams), 0, 6, NONE, Pausing.FREE);
        Assume.that(free.pauseAndResume().pauses() > 0);
        Shifting dear = new Shifting(
                Signals.constant(steps, 1),
                hourly(grams),
                0,
                6,
                NONE,
                new Pausing(Energy.ofKilowattHours(0.1), Power.ofWatts(idleWatts)));
        assertThat(kilograms(dear.pauseAndResume())).isGreaterThan(kilograms(free.pauseAndResume()));
        assertThat(dear.flexibleStart()).isEqualTo(free.flexibleStart());
    }

    @Example
    void aSignalThatEndsTooSoonIsRefused() {
        Assertions.assertThatThrownBy(() ->
                        new Shifting(Signals.constant(3, 1), hourly(List.of(1, 2, 3, 4)), 0, 2, NONE, Pausing.FREE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2023-06-08T04:00:00Z")
                .hasMessageContaining("need 5 steps");
    }
}
