package io.ceait.energy;

import java.time.Duration;
import java.util.List;

/**
 * The ledger at one instant.
 *
 * @param devices in the order of the outputs: by type, then by number
 * @param ticks intervals that were booked
 * @param gaps samples that ended an interval which was too long, or of which a device's energy is not known
 * @param gapNanos the time that these intervals cover; of what several devices lack each moment once
 * @param lateTicks ticks that came late by more than a tenth of the interval
 * @param restarts how often another agent went on with the run of one that was gone
 * @param elapsedNanos from the first sample to the last
 */
public record Books(
        List<DeviceBooks> devices,
        long ticks,
        long gaps,
        long gapNanos,
        long lateTicks,
        long restarts,
        long elapsedNanos) {

    public Books {
        devices = List.copyOf(devices);
    }

    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos);
    }

    public Duration gapTime() {
        return Duration.ofNanos(gapNanos);
    }

    /** The part of the run that was sampled without a gap, 0 to 1. */
    public double completeness() {
        return elapsedNanos == 0 ? 1 : 1 - Math.min(1, (double) gapNanos / elapsedNanos);
    }
}
