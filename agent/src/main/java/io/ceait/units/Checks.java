package io.ceait.units;

import java.time.Duration;

final class Checks {

    private Checks() {}

    static void nonNegative(String what, double value, String unit) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " is a finite number of at least 0 " + unit + ", not " + value);
        }
    }

    static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }
}
