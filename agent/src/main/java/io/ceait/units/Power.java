package io.ceait.units;

import java.time.Duration;

/** A rate of energy. Never negative, never NaN; the unit is the watt. */
public record Power(double watts) implements Comparable<Power> {

    public static final Power ZERO = new Power(0);

    /** More than all power plants of the world give together, in watts. */
    private static final double MOST_OF_A_CONSUMER = 1e13;

    public Power {
        Checks.nonNegative("power", watts, "W");
    }

    public static Power ofWatts(double watts) {
        return new Power(watts);
    }

    /**
     * What somebody says that a consumer draws, which for all times and numbers of devices adds up to an energy.
     *
     * @throws IllegalArgumentException as all powers do, and beyond what the world's power plants give
     */
    public static Power ofConsumer(double watts) {
        if (watts > MOST_OF_A_CONSUMER) {
            throw new IllegalArgumentException(
                    watts + " W is more than all power plants of the world give; the unit is the watt");
        }
        return new Power(watts);
    }

    /** The energy that this power spends in {@code time}. */
    public Energy during(Duration time) {
        return new Energy(watts * Checks.seconds(time));
    }

    public Power plus(Power other) {
        return new Power(watts + other.watts);
    }

    public Power times(double count) {
        return new Power(watts * count);
    }

    @Override
    public int compareTo(Power other) {
        return Double.compare(watts, other.watts);
    }

    @Override
    public String toString() {
        return Text.scaled(watts, new Text.Scale(1, "W"), new Text.Scale(1e3, "kW"), new Text.Scale(1e6, "MW"));
    }
}
