package io.ceait.units;

import java.time.Duration;

/** An amount of energy. Never negative, never NaN; the unit is the joule. */
public record Energy(double joules) implements Comparable<Energy> {

    /** One kilowatt-hour in joules: the only place where the factor stands. */
    public static final double JOULES_PER_KILOWATT_HOUR = 3.6e6;

    public static final Energy ZERO = new Energy(0);

    public Energy {
        Checks.nonNegative("energy", joules, "J");
    }

    public static Energy ofJoules(double joules) {
        return new Energy(joules);
    }

    public static Energy ofMicrojoules(double microjoules) {
        return new Energy(microjoules / 1e6);
    }

    public static Energy ofKilowattHours(double kilowattHours) {
        return new Energy(kilowattHours * JOULES_PER_KILOWATT_HOUR);
    }

    /** The mean power that spends this energy in {@code time}. Fails on a time that is not positive. */
    public Power over(Duration time) {
        double seconds = Checks.seconds(time);
        if (seconds <= 0) {
            throw new IllegalArgumentException("power needs a time above 0 s, not " + time);
        }
        return new Power(joules / seconds);
    }

    public double kilowattHours() {
        return joules / JOULES_PER_KILOWATT_HOUR;
    }

    public Energy plus(Energy other) {
        return new Energy(joules + other.joules);
    }

    public Energy times(Ratio share) {
        return new Energy(joules * share.value());
    }

    @Override
    public int compareTo(Energy other) {
        return Double.compare(joules, other.joules);
    }

    /** As people read it: joules below a watt-hour, then Wh, kWh, MWh, with four significant digits. */
    @Override
    public String toString() {
        return Text.scaled(
                joules,
                new Text.Scale(1, "J"),
                new Text.Scale(3600, "Wh"),
                new Text.Scale(3.6e6, "kWh"),
                new Text.Scale(3.6e9, "MWh"));
    }
}
