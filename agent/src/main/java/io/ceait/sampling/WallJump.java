package io.ceait.sampling;

/**
 * By how much the wall clock has run away from the monotonic one between two samples: it was set, or the machine was
 * asleep, for then the monotonic clock stands still.
 */
public final class WallJump {

    private static final long LEAST_MILLIS = 1000;

    /** Twice what the kernel lets a clock gain or lose that is being corrected: 500 parts in a million. */
    private static final double SLEWED = 1e-3;

    private WallJump() {}

    /** Milliseconds, negative when it was set back; 0 for what a clock that is being corrected may do. */
    public static long millis(long wallMillisBefore, long wallMillis, long intervalNanos) {
        long passed = intervalNanos / 1_000_000;
        long jump = wallMillis - wallMillisBefore - passed;
        return Math.abs(jump) > LEAST_MILLIS + (long) (passed * SLEWED) ? jump : 0;
    }
}
