package io.ceait.energy;

import io.ceait.device.DeviceType;
import io.ceait.source.Channel;
import io.ceait.source.Readings;

/**
 * Turns the readings of one energy counter into the energy of each interval: the difference, across a wrap where the
 * counter fell. What cannot be told from a second wrap, a reset or a broken reading is no number; the counter is then
 * based anew and the next interval counts again.
 */
final class CounterIntegrator {

    enum Outcome {
        /** The first reading, or the first after a hole: it opens an interval and ends none. */
        BASED,
        ADVANCED,
        UNCHANGED,
        /** There was no reading. */
        MISSING,
        /** So much energy in so little time that the reading cannot be right. */
        IMPLAUSIBLE,
        /** So long an interval that the counter may have gone round more than once. */
        AMBIGUOUS
    }

    /** Where a device states no limit: no package or memory of today draws as much for long. */
    private static final double CPU_LIMIT_WATTS = 1000;

    private static final double RAM_LIMIT_WATTS = 300;

    /** Up to here no counter that exists goes round, whatever the device draws. */
    private static final long ASSUMED_LIMIT_FROM_NANOS = 30_000_000_000L;

    /** Short bursts may pass the limits that hold for seconds. */
    private static final double BURST = 2;

    /** Counters are updated in steps: an interval may hold one step more than its length says. */
    private static final double STEP_NANOS = 50e6;

    private final int channel;
    private final long range;
    private final double limitWatts;
    private final boolean limitStated;
    private boolean based;
    private long base;
    private long delta;

    CounterIntegrator(Channel description, int channel) {
        this.channel = channel;
        this.range = description.rangeMicrojoules();
        this.limitStated = description.limit().isPresent();
        this.limitWatts = limitStated
                ? description.limit().get().watts()
                : description.device().type() == DeviceType.RAM ? RAM_LIMIT_WATTS : CPU_LIMIT_WATTS;
    }

    int channel() {
        return channel;
    }

    Outcome update(Readings readings, long intervalNanos, boolean gap) {
        delta = 0;
        if (!readings.available(channel)) {
            based = false;
            return Outcome.MISSING;
        }
        long value = readings.microjoules(channel);
        long before = base;
        base = value;
        if (!based) {
            based = true;
            return Outcome.BASED;
        }
        if (value == before) {
            return Outcome.UNCHANGED;
        }
        if (range == Channel.NEVER_WRAPS) {
            if (value < before) {
                return Outcome.IMPLAUSIBLE;
            }
            delta = value - before;
            return Outcome.ADVANCED;
        }
        // Watts times nanoseconds are nanojoules. A limit that is only assumed decides about long intervals alone.
        if ((limitStated || gap || intervalNanos > ASSUMED_LIMIT_FROM_NANOS)
                && limitWatts * intervalNanos / 1e3 >= range) {
            return Outcome.AMBIGUOUS;
        }
        long advance = value > before ? value - before : range - before + value;
        if (advance < 0 || advance > BURST * limitWatts * (intervalNanos + STEP_NANOS) / 1e3) {
            return Outcome.IMPLAUSIBLE;
        }
        delta = advance;
        return Outcome.ADVANCED;
    }

    /** The energy of the interval in microjoules; 0 unless the outcome was {@link Outcome#ADVANCED}. */
    long deltaMicrojoules() {
        return delta;
    }
}
