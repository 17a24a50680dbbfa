package io.ceait.energy;

import io.ceait.device.Quality;
import java.time.Duration;

/** Fills intervals for tests of what reads them. */
public final class TestIntervals {

    private TestIntervals() {}

    /** @param watts not a number for a gap */
    public static void book(DeviceInterval interval, Duration span, double watts) {
        book(interval, span, watts, Quality.MEASURED);
    }

    /** @param watts not a number for a gap */
    public static void book(DeviceInterval interval, Duration span, double watts, Quality quality) {
        interval.booked = true;
        interval.gap = Double.isNaN(watts);
        interval.known = !interval.gap;
        interval.powerKnown = interval.known;
        interval.spanNanos = span.toNanos();
        interval.microjoules = interval.gap ? 0 : Math.round(watts * span.toNanos() / 1e3);
        interval.source = "scripted";
        interval.quality = quality;
    }

    public static void bookNothing(DeviceInterval interval) {
        interval.booked = false;
    }
}
