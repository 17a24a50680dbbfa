package io.ceait.assessment;

import java.time.Duration;

/**
 * A run cut into stretches of equal length: what a chart can show of it, and all that is kept of a run that may have been
 * a month long.
 *
 * @param count of the stretches
 * @param nanos length of each; the last may reach beyond the end of the run
 */
public record Buckets(int count, long nanos) {

    /** More than one per pixel of a plot shows nothing more. */
    public static final int MOST = 600;

    public static Buckets of(Duration length) {
        long whole = length.toNanos();
        if (whole <= 0) {
            return new Buckets(0, 1);
        }
        // Rounded up, and without a sum that could overflow.
        long nanos = (whole - 1) / MOST + 1;
        return new Buckets((int) ((whole - 1) / nanos) + 1, nanos);
    }

    /** Takes one bucket's part of a span of time. */
    @FunctionalInterface
    public interface Part {
        void in(int bucket, long nanos);
    }

    /** Goes through the buckets that a span of the run touches. What lies outside the run is left out. */
    public void each(long start, long end, Part part) {
        long at = Math.max(0, start);
        while (at < end) {
            long bucket = at / nanos;
            if (bucket >= count) {
                return;
            }
            long span = Math.min(end - at, nanos - at % nanos);
            part.in((int) bucket, span);
            at += span;
        }
    }
}
