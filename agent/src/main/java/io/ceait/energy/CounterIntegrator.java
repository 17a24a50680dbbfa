package io.ceait.energy;

import io.ceait.device.Quality;
import io.ceait.source.Channel;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;

/**
 * Turns the readings of one energy counter into the energy of each interval: the difference, across a wrap where the
 * counter fell. What cannot be told from a second wrap, a reset or a broken reading is no number; the counter is then
 * based anew and the next interval counts again.
 *
 * <p>A counter that never wraps keeps its base over readings that fail or cannot be right: the next good one tells the
 * energy of all the time since, exactly. It is based anew when it was restarted, which its source says or two readings
 * in a row show.
 */
final class CounterIntegrator {

    enum Outcome {
        /** The first reading, or the first after a hole: it opens an interval and ends none. */
        BASED,
        ADVANCED,
        UNCHANGED,
        /** There was no reading; the energy may become known with the next one. */
        PENDING,
        /** There was no reading, and the energy since the last one is lost. */
        LOST,
        /** So much energy in so little time that the reading cannot be right, or a counter that began anew. */
        IMPLAUSIBLE,
        /** So long an interval that the counter may have gone round more than once. */
        AMBIGUOUS
    }

    /** Up to here no counter that exists goes round, whatever the device draws. */
    private static final long ASSUMED_LIMIT_FROM_NANOS = 30_000_000_000L;

    /** Short bursts may pass the limits that hold for seconds. */
    private static final double BURST = 2;

    private final int channel;
    private final long range;
    private final boolean neverWraps;
    private final boolean model;
    private final double limitWatts;
    private final double stepNanos;
    private final boolean limitStated;
    private boolean based;
    private long base;
    private long sinceBase;
    private boolean suspected;
    private long suspect;
    private long sinceSuspect;
    private long delta;

    CounterIntegrator(Channel description, int channel) {
        this.channel = channel;
        this.range = description.rangeMicrojoules();
        this.neverWraps = description.neverWraps();
        this.limitStated = description.limit().isPresent();
        this.limitWatts = description.most().watts();
        // Counters are updated in steps: an interval may hold one step more than its length says.
        this.stepNanos = switch (description.device().type()) {
            case CPU, RAM -> 50e6;
            case GPU -> 200e6;
        };
        this.model = description.quality() == Quality.ESTIMATED;
    }

    int channel() {
        return channel;
    }

    Outcome update(Readings readings, long intervalNanos, boolean gap) {
        delta = 0;
        sinceBase += intervalNanos;
        sinceSuspect += intervalNanos;
        Unavailable missing = readings.unavailable(channel);
        if (missing != null) {
            return missed(missing.reason());
        }
        long value = readings.microjoules(channel);
        if (!based) {
            rebase(value);
            return Outcome.BASED;
        }
        return neverWraps ? advance(value) : advanceOrWrap(value, gap);
    }

    /** The next reading opens an interval and ends none. */
    void forgetBase() {
        based = false;
        suspected = false;
    }

    private Outcome missed(Unavailable.Reason reason) {
        if (neverWraps && based && reason != Unavailable.Reason.RESTARTED) {
            return Outcome.PENDING;
        }
        forgetBase();
        return Outcome.LOST;
    }

    private Outcome advance(long value) {
        if (plausible(value - base, sinceBase)) {
            return step(value, value - base);
        }
        if (suspected && plausible(value - suspect, sinceSuspect)) {
            // Two readings agree with each other and not with what was before: the counter began anew.
            rebase(value);
            return Outcome.IMPLAUSIBLE;
        }
        suspected = true;
        suspect = value;
        sinceSuspect = 0;
        return Outcome.PENDING;
    }

    private Outcome advanceOrWrap(long value, boolean gap) {
        long interval = sinceBase;
        long before = base;
        if (value == before) {
            return Outcome.UNCHANGED;
        }
        // Watts times nanoseconds are nanojoules. A limit that is only assumed decides about long intervals alone.
        if ((limitStated || gap || interval > ASSUMED_LIMIT_FROM_NANOS) && limitWatts * interval / 1e3 >= range) {
            rebase(value);
            return Outcome.AMBIGUOUS;
        }
        long advance = value > before ? value - before : range - before + value;
        if (!plausible(advance, interval)) {
            rebase(value);
            return Outcome.IMPLAUSIBLE;
        }
        return step(value, advance);
    }

    private Outcome step(long value, long advance) {
        if (advance == 0) {
            return Outcome.UNCHANGED;
        }
        rebase(value);
        delta = advance;
        return Outcome.ADVANCED;
    }

    private boolean plausible(long advance, long nanos) {
        return advance >= 0 && (model || advance <= BURST * limitWatts * (nanos + stepNanos) / 1e3);
    }

    private void rebase(long value) {
        based = true;
        base = value;
        sinceBase = 0;
        suspected = false;
    }

    /** The energy of the interval in microjoules; 0 unless the outcome was {@link Outcome#ADVANCED}. */
    long deltaMicrojoules() {
        return delta;
    }
}
