package io.ceait.intensity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.EmissionIntegral;
import io.ceait.emission.IntensityBooks;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.IntensityOrigin;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SeriesFeedTest {

    private static final CarbonIntensity STAND_IN = CarbonIntensity.ofKilogramsPerKilowattHour(9);
    private static final long START = 1_800_000_000_000L;
    private static final long STEP = 1000;

    private static IntensitySeries series(double... kilogramsOrHole) {
        SeriesPoints points = new SeriesPoints("test");
        for (int i = 0; i < kilogramsOrHole.length; i++) {
            if (kilogramsOrHole[i] >= 0) {
                points.add(START + i * STEP, kilogramsOrHole[i] * 1e3, false);
            }
        }
        return points.series(new SeriesFacts(Signal.AVERAGE, "", "average", "test", STEP, List.of()), 1);
    }

    private static List<String> told(SeriesFeed feed, long from, long to) {
        List<String> told = new ArrayList<>();
        feed.tell(
                START + from,
                START + to,
                (millis, intensity, origin) -> told.add((millis == 0 ? "ever" : millis - START) + " "
                        + intensity.kilogramsPerKilowattHour() + " " + origin.label()));
        return told;
    }

    @Test
    void tellsWhatHoldsAndEachChange() {
        SeriesFeed feed = new SeriesFeed(series(1, 2, -1, -1, 3), STAND_IN);
        assertThat(told(feed, -500, -100)).containsExactly("ever 9.0 stand-in");
        assertThat(told(feed, -500, 0)).containsExactly("ever 9.0 stand-in", "0 1.0 series");
        assertThat(told(feed, 0, 999)).containsExactly("0 1.0 series");
        assertThat(told(feed, 999, 1000)).containsExactly("0 1.0 series", "1000 2.0 series");
        assertThat(told(feed, 2500, 3500)).containsExactly("1000 2.0 series", "3000 9.0 stand-in");
        assertThat(told(feed, 3100, 3500)).containsExactly("3000 9.0 stand-in");
        assertThat(told(feed, 500, 9000))
                .containsExactly(
                        "0 1.0 series", "1000 2.0 series", "3000 9.0 stand-in", "4000 3.0 series", "6000 9.0 stand-in");
        // The wall clock was set back.
        assertThat(told(feed, 100, 200)).containsExactly("0 1.0 series");
    }

    @Test
    void theYearOfTheDataIsTheVintage() {
        assertThat(SeriesFeed.provenance(series(1, 2)).vintage()).hasValue(2027);
        assertThat(SeriesFeed.provenance(series(1, 2)).origin()).isEqualTo(IntensityOrigin.SERIES);
    }

    /** Whatever the intervals are, energy used evenly over a span takes each millisecond's intensity. */
    @Property(tries = 300)
    void theMeanOfASpanIsThatOfItsMilliseconds(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = -0.5, max = 2) Double> values,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 2500) Integer> lengths) {
        double[] raw = values.stream().mapToDouble(Double::doubleValue).toArray();
        raw[0] = Math.abs(raw[0]);
        IntensitySeries series = series(raw);
        EmissionFactors factors = EmissionFactors.of(
                        new StatedPue(Pue.of(1.25), "stated"), IntensityFactor.stated(STAND_IN, "stated"))
                .with(SeriesFeed.provenance(series));
        EmissionIntegral integral = new EmissionIntegral(factors);
        SeriesFeed feed = new SeriesFeed(series, STAND_IN);
        long at = START - 700;
        double expected = 0;
        double substituted = 0;
        double energy = 0;
        for (int length : lengths) {
            double joules = 3.6e6 * length;
            for (long millisecond = at; millisecond < at + length; millisecond++) {
                var held = series.at(java.time.Instant.ofEpochMilli(millisecond));
                expected += 1.25 * held.orElse(STAND_IN).kilogramsPerKilowattHour();
                substituted += held.isPresent() ? 0 : 3.6e6;
            }
            feed.tell(at, at + length, integral);
            at += length;
            energy += joules;
            double unused = integral.add(at, length * 1_000_000L, joules);
            integral.passed(at, length * 1_000_000L);
        }
        assertThat(integral.emissions().kilograms()).isCloseTo(expected, within(1e-9 * expected + 1e-12));
        IntensityBooks books = integral.books();
        assertThat(books.substitutedEnergy().joules()).isCloseTo(substituted, within(1e-6 * energy));
        assertThat(books.substitutedTime().toMillis()).isCloseTo(Math.round(substituted / 3.6e6), within(1L));
        assertThat(books.mean().kilogramsPerKilowattHour() * energy / 3.6e6 * 1.25)
                .isCloseTo(expected, within(1e-9 * expected + 1e-12));
    }
}
