package io.ceait.progress;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes marks from whoever reads them and hands the newest on to whoever samples. A job that counts steps and epochs is
 * followed by its steps, which say more.
 */
final class Marks {

    private final AtomicReference<@Nullable ToldMark> newest = new AtomicReference<>();
    private volatile long ignored;
    private @Nullable Mark last;

    /** On the reading thread. What was said before is no news: a job may say at every step in which epoch it is. */
    void tell(Mark mark, long nanos) {
        Mark before = last;
        if (mark.equals(before) || isCoarserThan(before, mark)) {
            return;
        }
        last = mark;
        newest.set(new ToldMark(mark, nanos, ignored));
    }

    private static boolean isCoarserThan(@Nullable Mark before, Mark mark) {
        return before != null && before.unit() == ProgressUnit.STEP && mark.unit() == ProgressUnit.EPOCH;
    }

    /** On the reading thread. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread writes.
    void ignore() {
        ignored++;
    }

    long ignored() {
        return ignored;
    }

    @Nullable
    ToldMark take() {
        // Looking first: an exchange would take the line from the other processor at every tick.
        return newest.get() == null ? null : newest.getAndSet(null);
    }
}
