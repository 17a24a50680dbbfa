package io.ceait.whatif;

import io.ceait.units.Energy;
import java.util.Arrays;

/** The energy of a job, in steps of the signal from its start on; the last one may be begun only. */
public final class JobSteps {

    private final double[] joules;

    private JobSteps(double[] joules) {
        this.joules = joules;
    }

    /** @param energies of the steps, at least one */
    public static JobSteps of(Energy... energies) {
        return of(Arrays.stream(energies).mapToDouble(Energy::joules).toArray());
    }

    /** @param joules of the steps, each finite and not negative */
    static JobSteps of(double[] joules) {
        if (joules.length == 0) {
            throw new IllegalArgumentException("a job has at least one step");
        }
        return new JobSteps(joules.clone());
    }

    public int size() {
        return joules.length;
    }

    public Energy energy(int step) {
        return Energy.ofJoules(joules[step]);
    }

    double joules(int step) {
        return joules[step];
    }

    public Energy total() {
        return Energy.ofJoules(Arrays.stream(joules).sum());
    }
}
