package io.ceait.progress;

import io.ceait.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Steps by signals: each that comes is one more. The kernel keeps one signal of a kind waiting, not several, so that those
 * sent closer together than they are taken count as one.
 */
public final class SignalSteps implements ProgressFeed {

    private final double total;
    private final Clock clock;
    private final Marks marks = new Marks();
    private long count;

    /** @param total how many will come */
    public SignalSteps(double total, Clock clock) {
        this.total = total;
        this.clock = clock;
    }

    /** One has come. Callable from any thread; those beyond the total are no steps. */
    public synchronized void received() {
        if (count < total) {
            count++;
            marks.tell(new Mark(ProgressUnit.STEP, count, total), clock.monotonicNanos());
        }
    }

    @Override
    public synchronized void start() {
        if (count == 0) {
            marks.tell(new Mark(ProgressUnit.STEP, 0, total), clock.monotonicNanos());
        }
    }

    @Override
    public @Nullable ToldMark take() {
        return marks.take();
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
