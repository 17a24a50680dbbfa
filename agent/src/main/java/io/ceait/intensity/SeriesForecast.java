package io.ceait.intensity;

import io.ceait.units.CarbonIntensity;
import java.util.Optional;

/**
 * Means of a series over spans of time, a constant intensity standing in where the series has no value. The series is summed
 * up once; a span then costs two searches.
 */
final class SeriesForecast {

    private final IntensitySeries series;
    private final double standIn;

    /** Sum of kilograms by milliseconds from the first value to each. */
    private final double[] sums;

    SeriesForecast(IntensitySeries series, CarbonIntensity standIn) {
        this.series = series;
        this.standIn = standIn.kilogramsPerKilowattHour();
        sums = new double[series.size()];
        for (int i = 1; i < sums.length; i++) {
            sums[i] = sums[i - 1] + within(i - 1, series.startMillis(i));
        }
    }

    /** Empty for a span that is none. */
    Optional<CarbonIntensity> over(long fromMillis, long toMillis) {
        if (toMillis <= fromMillis) {
            return Optional.empty();
        }
        return Optional.of(CarbonIntensity.ofKilogramsPerKilowattHour(
                (until(toMillis) - until(fromMillis)) / (toMillis - fromMillis)));
    }

    /** From the first value on; negative before it. */
    private double until(long millis) {
        int index = series.indexAt(millis);
        return index < 0 ? standIn * (millis - series.startMillis(0)) : sums[index] + within(index, millis);
    }

    /** From the beginning of a value to an instant before the next one. */
    private double within(int index, long millis) {
        long start = series.startMillis(index);
        long held = Math.min(millis, series.holdsUntil(index)) - start;
        return series.intensity(index).kilogramsPerKilowattHour() * held + standIn * (millis - start - held);
    }
}
