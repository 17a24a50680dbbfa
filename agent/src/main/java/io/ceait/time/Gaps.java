package io.ceait.time;

/** When the time between two readings is a gap, for all that samples, reads or bridges. */
public final class Gaps {

    /** Longer than this many intervals is a gap (METHOD, "Gaps"; docs/method.md, "A live run"). */
    private static final double INTERVALS = 2.5;

    private Gaps() {}

    /** Up to here it is none, for samples at this distance. */
    public static long longestNanos(long intervalNanos) {
        return (long) (INTERVALS * intervalNanos);
    }

    /** Whether an interval is too long to be called sampled. */
    public static boolean isGap(long intervalNanos, long nominalNanos) {
        return intervalNanos > longestNanos(nominalNanos);
    }
}
