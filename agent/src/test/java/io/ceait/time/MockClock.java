package io.ceait.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Both clocks in the hands of a test. A wait lasts no time: it jumps to its deadline, running on the way what the test
 * has planned, and comes back early when that wakes it.
 */
public final class MockClock implements Clock {

    private static final long START_NANOS = 7_000_000_000_000L;

    /** 2025-06-01T00:00:00Z. */
    public static final long START_MILLIS = 1_748_736_000_000L;

    private record Event(long nanos, int order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingInt(Event::order));
    private long nanos = START_NANOS;
    private long wallShiftMillis;
    private long asleepNanos;
    private boolean woken;
    private int planned;

    @Override
    public synchronized long monotonicNanos() {
        return nanos;
    }

    @Override
    public synchronized long wallMillis() {
        return START_MILLIS + wallShiftMillis + (nanos - START_NANOS) / 1_000_000;
    }

    /** Time since the clock was made. */
    public synchronized long sinceStart() {
        return nanos - START_NANOS;
    }

    /** Runs {@code action} within the wait that reaches this time since the start. */
    public synchronized MockClock at(Duration sinceStart, Runnable action) {
        events.add(new Event(START_NANOS + sinceStart.toNanos(), planned++, action));
        return this;
    }

    /** As if the program had been stopped, or the tick had taken that long. */
    public synchronized void advance(Duration time) {
        nanos += time.toNanos();
    }

    /** Somebody sets the wall clock. */
    public synchronized void shiftWall(Duration by) {
        wallShiftMillis += by.toMillis();
    }

    /** The machine is asleep: the monotonic clock stands still. */
    public synchronized void fallAsleep(Duration time) {
        shiftWall(time);
        asleepNanos += time.toNanos();
    }

    @Override
    public synchronized long asleepNanos() {
        return asleepNanos;
    }

    @Override
    public synchronized void waitUntil(long deadlineNanos) {
        while (!woken && nanos < deadlineNanos) {
            Event next = events.peek();
            if (next == null || next.nanos() > deadlineNanos) {
                nanos = deadlineNanos;
                break;
            }
            events.remove();
            nanos = Math.max(nanos, next.nanos());
            next.action().run();
        }
        woken = false;
    }

    @Override
    public synchronized void wake() {
        woken = true;
    }
}
