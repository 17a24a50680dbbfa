package io.ceait.intensity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import java.time.Instant;

/** Fuzz harnesses of this package. */
public final class IntensityParsers {

    private IntensityParsers() {}

    /** The files of all publishers, told apart by their content. */
    public static void series(byte[] input) {
        IntensitySeries series = IntensitySeries.read(Inputs.file(input));
        assertThat(series.size()).isPositive();
        assertThat(series.step()).isPositive();
        for (int i = 0; i < series.size(); i++) {
            Instant begins = series.time(i);
            assertThat(series.intensity(i).gramsPerKilowattHour())
                    .isNotNegative()
                    .isFinite();
            assertThat(series.at(begins)).contains(series.intensity(i));
            assertThat(i == 0 || series.time(i - 1).isBefore(begins)).isTrue();
        }
        assertThat(series.end()).isAfter(series.time(series.size() - 1));
        assertThat(series.at(series.end())).isEmpty();
        assertThat(SeriesFeed.provenance(series).source()).isNotEmpty();
    }
}
