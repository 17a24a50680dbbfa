package io.ceait.source.drm;

import io.ceait.energy.DeviceBooks;
import io.ceait.energy.Ledger;
import io.ceait.sampling.Sample;
import io.ceait.source.Unavailable;

/** A source, and the ledger behind it. */
final class Metering {

    private static final long MILLI = 1_000_000L;

    private static final long BEGIN = 77_000 * MILLI;

    final DrmSource source;
    final Ledger ledger;
    private final Sample sample;
    private long now = BEGIN;
    private long ticked = now;
    private long tick;

    Metering(DrmSource source) {
        this.source = source;
        sample = new Sample(source.channels().size(), source.uses().size());
        ledger = new Ledger(source.channels(), source.uses());
    }

    /** The next tick. */
    void after(long nanos, boolean last) {
        now += tick == 0 ? 0 : nanos;
        sample.at(tick, now / MILLI, now - BEGIN, now - ticked);
        ticked = now;
        sample.flags(false, false, last);
        source.read(now, tick == 0 || last, sample.readings().slots(0, 0));
        ledger.accept(sample);
        tick++;
    }

    void after(long nanos) {
        after(nanos, false);
    }

    /** Between two ticks. */
    void look(long nanos) {
        now += nanos;
        source.look(now);
    }

    /** The time of the last tick or look. */
    long now() {
        return now;
    }

    /** The value or the reason why there is none. */
    String reading(int channel) {
        Unavailable why = sample.readings().unavailable(channel);
        return why == null
                ? Long.toString(sample.readings().microjoules(channel))
                : why.reason().label();
    }

    DeviceBooks books() {
        return ledger.books().devices().get(0);
    }
}
