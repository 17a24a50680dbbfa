package io.ceait.time;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The machine's clocks. A wait costs one timer and allocates nothing. */
public final class SystemClock implements Clock {

    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread waiting;

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public void waitUntil(long deadlineNanos) {
        waiting = Thread.currentThread();
        try {
            while (!woken.compareAndSet(true, false)) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            waiting = null;
        }
    }

    @Override
    public void wake() {
        woken.set(true);
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
