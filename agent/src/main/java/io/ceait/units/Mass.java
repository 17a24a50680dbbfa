package io.ceait.units;

/** A mass of greenhouse gas as CO2 equivalent. Never negative, never NaN; the unit is the kilogram. */
public record Mass(double kilograms) implements Comparable<Mass> {

    /** The avoirdupois pound, exact by definition; published factors come in lb/MWh and lb/kWh. */
    public static final double KILOGRAMS_PER_POUND = 0.45359237;

    public static final Mass ZERO = new Mass(0);

    public Mass {
        Checks.nonNegative("mass", kilograms, "kg");
    }

    public static Mass ofKilograms(double kilograms) {
        return new Mass(kilograms);
    }

    public double grams() {
        return kilograms * 1e3;
    }

    public Mass plus(Mass other) {
        return new Mass(kilograms + other.kilograms);
    }

    @Override
    public int compareTo(Mass other) {
        return Double.compare(kilograms, other.kilograms);
    }

    @Override
    public String toString() {
        return Text.scaled(
                kilograms,
                new Text.Scale(1e-6, "mgCO2e"),
                new Text.Scale(1e-3, "gCO2e"),
                new Text.Scale(1, "kgCO2e"),
                new Text.Scale(1e3, "tCO2e"));
    }
}
