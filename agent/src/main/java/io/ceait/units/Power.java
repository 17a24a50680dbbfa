package io.ceait.units;

import java.time.Duration;

/** A rate of energy. Never negative, never NaN; the unit is the watt. */
public record Power(double watts) implements Comparable<Power> {

    public static final Power ZERO = new Power(0);

    public Power {
        Checks.nonNegative("power", watts, "W");
    }

    public static Power ofWatts(double watts) {
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
