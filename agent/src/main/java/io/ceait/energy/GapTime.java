package io.ceait.energy;

import java.util.Arrays;

/**
 * The time of a run of which something is not known: each moment once, however many devices lack it, and also where that
 * turns out later, because a counter that stood still was silent in truth.
 *
 * <p>Keeps the stretches that a device may still turn out to lack; most of the time there is none.
 */
final class GapTime {

    private long nanos;

    /** Begin and end of each stretch that is not a gap yet, ascending, none touching another. */
    private long[] stretches = new long[8];

    private int used;

    long nanos() {
        return nanos;
    }

    /** An interval is over; it follows the one before it. */
    void add(long from, long to) {
        if (used > 0 && stretches[used - 1] == from) {
            stretches[used - 1] = to;
            return;
        }
        if (used == stretches.length) {
            stretches = Arrays.copyOf(stretches, 2 * used);
        }
        stretches[used++] = from;
        stretches[used++] = to;
    }

    /** From there up to now all is a gap. */
    void lackingSince(long from) {
        while (used > 0 && stretches[used - 1] > from) {
            long begin = Math.max(from, stretches[used - 2]);
            nanos += stretches[used - 1] - begin;
            if (begin == stretches[used - 2]) {
                used -= 2;
            } else {
                stretches[used - 1] = begin;
            }
        }
    }

    /** Up to there nothing can turn out to be a gap any more. */
    void knownUntil(long until) {
        int gone = 0;
        while (gone < used && stretches[gone + 1] <= until) {
            gone += 2;
        }
        if (gone > 0) {
            System.arraycopy(stretches, gone, stretches, 0, used - gone);
            used -= gone;
        }
    }
}
