package io.ceait.emission;

import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.util.List;

/** A standard uncertainty relative to its value: 0.05 is 5 %. Never negative, may exceed 1. */
public record RelativeUncertainty(double value) {

    public static final RelativeUncertainty NONE = new RelativeUncertainty(0);

    /** One independent term of a sum. */
    public record Term(Energy energy, RelativeUncertainty uncertainty) {}

    public RelativeUncertainty {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a relative uncertainty is a finite number of at least 0 (0.05 for 5 %), not " + value);
        }
    }

    /**
     * Of a sum of independent energies: {@code √Σ(E_i u_i)² / ΣE_i}. None for a sum of zero, which has nothing to be
     * wrong about.
     */
    public static RelativeUncertainty ofSum(List<Term> terms) {
        double squares = 0;
        double sum = 0;
        for (Term term : terms) {
            double absolute = term.energy.joules() * term.uncertainty.value;
            squares += absolute * absolute;
            sum += term.energy.joules();
        }
        return sum == 0 ? NONE : new RelativeUncertainty(Math.sqrt(squares) / sum);
    }

    /** Of a product of independent factors: {@code u² = u_E² + u_PUE² + u_IC²}. */
    public static RelativeUncertainty ofProduct(RelativeUncertainty... factors) {
        double squares = 0;
        for (RelativeUncertainty factor : factors) {
            squares += factor.value * factor.value;
        }
        return new RelativeUncertainty(Math.sqrt(squares));
    }

    /** One standard uncertainty of {@code mass}, in its unit. */
    public Mass of(Mass mass) {
        return Mass.ofKilograms(mass.kilograms() * value);
    }
}
