package io.ceait.estimate;

import io.ceait.units.Text;
import java.time.Duration;

/** Arithmetic of long times: a device-time may be millions of hours, and is then exact to far less than a second. */
public final class Times {

    /** The longest time that is computed with, about 30 million years. */
    private static final double MOST_SECONDS = 1e15;

    private Times() {}

    /** Fails on what is no time, and on one that no training takes. */
    public static Duration ofSeconds(double seconds) {
        if (!(seconds >= 0 && seconds < MOST_SECONDS)) {
            throw new IllegalArgumentException("a time is a number of at least 0, not " + seconds + " s");
        }
        long whole = (long) seconds;
        return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
    }

    public static Duration ofHours(double hours) {
        return ofSeconds(hours * 3600);
    }

    public static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }

    public static double hours(Duration time) {
        return seconds(time) / 3600;
    }

    static Duration scaled(Duration time, double factor) {
        return ofSeconds(Math.min(seconds(time) * factor, MOST_SECONDS / 2));
    }

    /** As people read it: hours with four significant digits. */
    public static String text(Duration time) {
        return Text.significant(hours(time)) + " h";
    }
}
