package io.ceait.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.FactorKeys;
import io.ceait.fuzz.Inputs;
import java.util.List;
import java.util.Optional;

/** Fuzz harnesses of this package. */
public final class EstimateParsers {

    private EstimateParsers() {}

    /** As {@code estimate FILE} takes it, to the result. */
    public static void training(byte[] input) {
        YamlMap file = YamlFile.read(Inputs.file(input));
        EmissionFactors factors = EmissionFactors.of(
                FactorKeys.pue(file).orElse(null), FactorKeys.intensity(file).orElse(null));
        Training training = TrainingReader.read(Statements.of(file), factors, Optional.empty());
        List<Outcome> outcomes = Methods.apply(training);
        assertThat(outcomes).isNotEmpty();
    }
}
