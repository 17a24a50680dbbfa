package io.ceait.time;

/** Both clocks and the wait, in one place so that a test can step them together. */
public interface Clock {

    /** Nanoseconds of a clock that never jumps; only differences mean something. */
    long monotonicNanos();

    /** Milliseconds since 1970 UTC; may jump either way when somebody sets the clock. */
    long wallMillis();

    /**
     * How long the machine has been asleep since it was started, as far as can be told: only differences mean something, and
     * such a difference is time in which the monotonic clock stood still. Reads a file.
     */
    default long asleepNanos() {
        return 0;
    }

    /**
     * Waits until the monotonic clock shows {@code deadlineNanos} or {@link #wake()} is called, whichever is first;
     * returns at once for a deadline that has passed. One thread waits at a time.
     */
    void waitUntil(long deadlineNanos);

    /** Ends the present wait, or the next one if nobody waits. Callable from any thread. */
    void wake();
}
