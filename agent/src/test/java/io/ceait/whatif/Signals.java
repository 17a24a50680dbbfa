package io.ceait.whatif;

import io.ceait.data.Vectors;
import io.ceait.intensity.Signal;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Signals and jobs for the tests of this package. */
final class Signals {

    static final Instant START = Instant.parse("2023-06-08T00:00:00Z");

    private Signals() {}

    static GridSignal of(Duration step, double... gramsPerKilowattHour) {
        return new GridSignal(
                START,
                step,
                DoubleStream.of(gramsPerKilowattHour)
                        .mapToObj(CarbonIntensity::ofGramsPerKilowattHour)
                        .toList(),
                Signal.MARGINAL,
                "test");
    }

    /** The recorded marginal intensity of one month, in steps of five minutes. */
    static GridSignal caiso() {
        return of(
                Duration.ofMinutes(5),
                Vectors.rows("series/caiso-north-2023-06-moer-5min.csv").stream()
                        .mapToDouble(row -> row.number("gco2_per_kwh"))
                        .toArray());
    }

    static JobSteps constant(int steps, double kilowattHours) {
        Energy[] energies = new Energy[steps];
        Arrays.fill(energies, Energy.ofKilowattHours(kilowattHours));
        return JobSteps.of(energies);
    }

    static JobSteps job(List<Double> kilowattHours) {
        return JobSteps.of(kilowattHours.stream().map(Energy::ofKilowattHours).toArray(Energy[]::new));
    }
}
