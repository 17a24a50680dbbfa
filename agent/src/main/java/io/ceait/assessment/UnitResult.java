package io.ceait.assessment;

import io.ceait.card.FunctionalUnit;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The result by one functional unit.
 *
 * @param count how many of it the training had, as the model card says
 * @param energy of the computing equipment for one, without PUE
 * @param emissions of one, PUE included
 */
public record UnitResult(FunctionalUnit unit, double count, Energy energy, Mass emissions) {

    /** By every unit that the card can count, the whole run first. */
    static List<UnitResult> of(Assessment assessment) {
        List<UnitResult> results = new ArrayList<>();
        for (FunctionalUnit unit : FunctionalUnit.values()) {
            OptionalDouble count = unit.count(assessment.snapshot().run().card());
            if (count.isPresent()) {
                results.add(new UnitResult(
                        unit,
                        count.getAsDouble(),
                        Energy.ofJoules(assessment.training().joules() / count.getAsDouble()),
                        Mass.ofKilograms(assessment.emissions().kilograms() / count.getAsDouble())));
            }
        }
        return results;
    }
}
