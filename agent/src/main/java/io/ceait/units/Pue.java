package io.ceait.units;

/**
 * Power usage effectiveness: energy of the whole facility over energy of its computers, a constant of at least 1
 * (T/CCF 0003-2024, clause 6.1).
 */
public record Pue(double value) {

    /** No facility wastes as much; what is larger was meant for something else, and may be too large to compute with. */
    private static final double MOST = 1000;

    public Pue {
        if (value > MOST) {
            throw new IllegalArgumentException(
                    "a PUE of " + value + " is impossible: it is a ratio such as 1.2, and no percentage");
        }
        if (!(value >= 1)) {
            throw new IllegalArgumentException(
                    "a PUE of " + value
                            + " is impossible: T/CCF 0003-2024 clause 6.1 takes it as total over computing energy, so at least 1");
        }
    }

    public static Pue of(double value) {
        return new Pue(value);
    }

    /** The standard asks for more than 1; exactly 1 states that there is no overhead at all. */
    public boolean statesNoOverhead() {
        return value == 1;
    }

    public Energy of(Energy computing) {
        return new Energy(computing.joules() * value);
    }

    @Override
    public String toString() {
        return Text.significant(value);
    }
}
