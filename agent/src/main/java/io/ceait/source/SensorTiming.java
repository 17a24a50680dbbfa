package io.ceait.source;

import java.time.Duration;

/**
 * How a power sensor looks at its device.
 *
 * @param period how often its value changes
 * @param window over how long a value is averaged; shorter than the period, it misses a part of what happens
 */
public record SensorTiming(Duration period, Duration window) {

    /** Whether less than half of the time is seen: the error of such a sensor does not average out. */
    public boolean isPartTime() {
        return window.multipliedBy(2).compareTo(period) < 0;
    }
}
