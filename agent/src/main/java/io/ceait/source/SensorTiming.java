package io.ceait.source;

import java.time.Duration;

/**
 * How a power sensor looks at its device.
 *
 * @param period how often its value changes
 * @param window over how long a value is averaged
 * @param seen the part of the time that it sees at all, 0 to 1: a window shorter than the period misses the rest, and so
 *     does an average over many such windows
 */
public record SensorTiming(Duration period, Duration window, double seen) {

    /** Of a sensor that misses nothing but what lies between its windows. */
    public SensorTiming(Duration period, Duration window) {
        this(period, window, Math.min(1, (double) window.toNanos() / period.toNanos()));
    }

    /** Whether less than half of the time is seen: the error of such a sensor does not average out. */
    public boolean isPartTime() {
        return seen < 0.5;
    }
}
