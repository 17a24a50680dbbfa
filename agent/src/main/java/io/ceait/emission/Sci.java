package io.ceait.emission;

import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;
import java.util.Optional;

/**
 * The Software Carbon Intensity of a run (Green Software Foundation, ISO/IEC 21031:2024):
 * {@code SCI = ((E × I) + M) per R}.
 *
 * @param statement what the user states: {@code R}, and what {@code M} is made of
 * @param energy {@code E}: of the run, overhead of the data centre included, so that {@code E × I} is its emissions
 * @param operational {@code E × I}, summed over the run where the intensity changed
 * @param embodied {@code M}
 */
public record Sci(SciStatement statement, Energy energy, Mass operational, Mass embodied) {

    public static Sci of(SciStatement statement, Energy energy, Mass operational, Duration run) {
        Mass embodied = statement.equipment().stream()
                .map(equipment -> equipment.embodiedIn(run))
                .reduce(Mass.ZERO, Mass::plus);
        return new Sci(statement, energy, operational, embodied);
    }

    /** {@code I}: what the energy emitted on average; empty where there was none. */
    public Optional<CarbonIntensity> intensity() {
        return energy.joules() > 0
                ? Optional.of(
                        CarbonIntensity.ofKilogramsPerKilowattHour(operational.kilograms() / energy.kilowattHours()))
                : Optional.empty();
    }

    /** {@code (E × I) + M}: all of the run. */
    public Mass total() {
        return operational.plus(embodied);
    }

    /** {@code SCI}: of one functional unit. */
    public Mass perUnit() {
        return Mass.ofKilograms(total().kilograms() / statement.count());
    }
}
