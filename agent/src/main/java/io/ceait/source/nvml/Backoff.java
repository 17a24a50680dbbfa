package io.ceait.source.nvml;

/** When to try again what has failed: soon at first, then ever less often. */
final class Backoff {

    private static final long SECOND = 1_000_000_000L;

    private final long[] delays;
    private int failures;
    private long nextAt;
    private boolean waiting;

    private Backoff(long... seconds) {
        delays = seconds;
    }

    /** For a GPU that is gone. */
    static Backoff ofGpu() {
        return new Backoff(5, 30, 60);
    }

    /** For a driver that is gone: right away, because a reload may be over already. */
    static Backoff ofDriver() {
        return new Backoff(0, 5, 30, 60, 120, 300);
    }

    boolean isDue(long now) {
        return !waiting || now - nextAt >= 0;
    }

    void failed(long now) {
        nextAt = now + delays[Math.min(failures, delays.length - 1)] * SECOND;
        waiting = true;
        failures++;
    }

    void reset() {
        failures = 0;
        waiting = false;
    }
}
