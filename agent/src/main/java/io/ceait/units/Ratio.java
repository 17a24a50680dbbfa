package io.ceait.units;

/** A share between 0 and 1, such as an occupancy. */
public record Ratio(double value) implements Comparable<Ratio> {

    public static final Ratio ZERO = new Ratio(0);
    public static final Ratio ONE = new Ratio(1);

    public Ratio {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not " + value);
        }
    }

    public static Ratio of(double value) {
        return new Ratio(value);
    }

    @Override
    public int compareTo(Ratio other) {
        return Double.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Text.significant(value * 100) + " %";
    }
}
