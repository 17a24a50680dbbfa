package io.ceait.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The machine's clocks. A wait costs one timer and allocates nothing. */
public final class SystemClock implements Clock {

    private static final Path UPTIME = Path.of("/proc/uptime");

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

    /** The kernel counts its uptime on through sleep, to the hundredth of a second, and the monotonic clock not. */
    @Override
    public long asleepNanos() {
        try {
            String uptime = Files.readString(UPTIME);
            return (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1e9) - System.nanoTime();
        } catch (IOException | RuntimeException e) {
            // No procfs, or another system: a machine that was asleep cannot be told from a clock that was set.
            return 0;
        }
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
