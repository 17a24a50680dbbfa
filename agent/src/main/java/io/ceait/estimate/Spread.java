package io.ceait.estimate;

import io.ceait.emission.RelativeUncertainty;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Range;
import java.time.Duration;

/**
 * How far a positive quantity may be from its estimate: one standard deviation of its natural logarithm. Estimates of a
 * training are wrong by factors, not by amounts, and errors of factors add in the logarithm.
 */
public record Spread(double sigma) {

    public static final Spread NONE = new Spread(0);

    /** The quantile of the normal distribution with 90 % below it: between it and its negative lie 80 %. */
    private static final double QUANTILE_90 = 1.2815515655446004;

    public Spread {
        if (!(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a spread is a finite number of at least 0, not " + sigma);
        }
    }

    /** From the factor that one standard deviation is: 1.32 for "times or divided by 1.32". At least 1. */
    public static Spread ofFactor(double factor) {
        return new Spread(Math.log(factor));
    }

    /** From a relative standard uncertainty, as the log-normal distribution has it. */
    public static Spread of(RelativeUncertainty uncertainty) {
        return new Spread(Math.sqrt(Math.log1p(uncertainty.value() * uncertainty.value())));
    }

    /** Of the product of independent factors. */
    public Spread and(Spread... others) {
        double squares = sigma * sigma;
        for (Spread other : others) {
            squares += other.sigma * other.sigma;
        }
        return new Spread(Math.sqrt(squares));
    }

    /** Divided and multiplied by this the estimate gives the ends of the 80 % interval. */
    public double factor() {
        return Math.exp(QUANTILE_90 * sigma);
    }

    Range<Energy> around(Energy middle) {
        return new Range<>(
                Energy.ofJoules(middle.joules() / factor()), middle, Energy.ofJoules(middle.joules() * factor()));
    }

    Range<Mass> around(Mass middle) {
        return new Range<>(
                Mass.ofKilograms(middle.kilograms() / factor()),
                middle,
                Mass.ofKilograms(middle.kilograms() * factor()));
    }

    Range<Duration> around(Duration middle) {
        return new Range<>(Times.scaled(middle, 1 / factor()), middle, Times.scaled(middle, factor()));
    }
}
