package io.ceait.data;

import io.ceait.units.ComputeRate;
import io.ceait.units.Power;
import java.util.Optional;

/**
 * A device that trainings run on, as the bundled tables or the user know it.
 *
 * @param model the table's name of it
 * @param tensorUnit whether it is a TPU, of which the published ones draw far less than they are rated for
 * @param rated the most it is made to draw for long; empty where not known
 * @param peak dense FP16 or BF16 rate of its matrix units; empty where not known
 * @param system mean power of a whole system per device in published trainings; empty where none was published
 */
public record Accelerator(
        String model,
        boolean tensorUnit,
        Optional<Sourced<Power>> rated,
        Optional<Sourced<ComputeRate>> peak,
        Optional<Sourced<Power>> system) {

    /** A value and where it is from. */
    public record Sourced<Q>(Q value, String source) {}

    /** The same with what the user knows better. */
    public Accelerator with(Optional<Sourced<Power>> statedRated, Optional<Sourced<ComputeRate>> statedPeak) {
        return new Accelerator(model, tensorUnit, statedRated.or(() -> rated), statedPeak.or(() -> peak), system);
    }

    /** A device of which nothing is known but its name. */
    public static Accelerator unknown(String name) {
        return new Accelerator(name, false, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
