package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import java.nio.file.Path;

/** Fuzz harnesses of this package. */
public final class EmissionParsers {

    private EmissionParsers() {}

    private static Path file(byte[] input) {
        return Inputs.file(input);
    }

    /** As {@code evaluate} takes it, to the result. */
    public static void inventory(byte[] input) {
        Inventory inventory = Inventory.read(file(input));
        EmissionFactors factors = EmissionFactors.of(
                inventory.pue().orElse(null), inventory.intensity().orElse(null));
        Evaluation result = Evaluation.of(inventory.offline(), inventory.online(), factors);
        assertThat(result.emissions().kilograms()).isNotNegative().isFinite();
    }

    public static void online(byte[] input) {
        assertThat(Inventory.readOnline(file(input))).isNotEmpty();
    }

    public static void market(byte[] input) {
        assertThat(MarketInstruments.read(file(input)).certificates().joules()).isNotNegative();
    }

    public static void sci(byte[] input) {
        SciStatement sci = SciStatement.read(file(input));
        assertThat(sci.count()).isPositive().isFinite();
    }

    public static void zone(byte[] input) {
        IntensityFactor factor = IntensityCatalog.bundled().find(Inputs.text(input));
        assertThat(factor.intensity().gramsPerKilowattHour()).isNotNegative().isFinite();
    }

    public static void uncertainty(byte[] input) {
        Uncertainty.bundled()
                .parse(Inputs.text(input))
                .values()
                .forEach(value -> assertThat(value.value() >= 0).isTrue());
    }
}
