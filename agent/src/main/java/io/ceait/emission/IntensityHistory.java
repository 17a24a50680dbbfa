package io.ceait.emission;

import io.ceait.units.CarbonIntensity;
import java.util.Arrays;

/**
 * Which intensity held when, and its mean over a span of time. Grows with the changes, not with the ticks; looking up a
 * span allocates nothing and looks at the changes behind and within it alone.
 */
final class IntensityHistory {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private long[] from = new long[16];
    private double[] kilograms = new double[16];
    private boolean[] standIn = new boolean[16];
    private int count;
    private CarbonIntensity now;
    private double mean;
    private double standInShare;
    private double standInPart;

    /** Begins with what holds until something else is said. */
    IntensityHistory(CarbonIntensity beginning, boolean isStandIn) {
        now = beginning;
        from[0] = Long.MIN_VALUE;
        kilograms[0] = beginning.kilogramsPerKilowattHour();
        standIn[0] = isStandIn;
        count = 1;
    }

    void add(long fromMillis, CarbonIntensity intensity, boolean isStandIn) {
        while (count > 1 && from[count - 1] >= fromMillis) {
            count--;
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            kilograms = Arrays.copyOf(kilograms, 2 * count);
            standIn = Arrays.copyOf(standIn, 2 * count);
        }
        from[count] = fromMillis;
        kilograms[count] = intensity.kilogramsPerKilowattHour();
        standIn[count] = isStandIn;
        count++;
        now = intensity;
    }

    /**
     * Looks at the span that ends at an instant: each intensity counts in proportion to the time that it held. The answer
     * is in {@link #meanKilogramsPerKilowattHour}, {@link #standInShare} and {@link #standInPart}.
     */
    void over(long endMillis, long spanNanos) {
        int i = count - 1;
        while (i > 0 && from[i] >= endMillis) {
            i--;
        }
        if (nanosSince(i, endMillis) >= spanNanos) {
            mean = kilograms[i];
            standInShare = standIn[i] ? 1 : 0;
            standInPart = standIn[i] ? mean : 0;
            return;
        }
        double weighted = 0;
        double standInNanos = 0;
        double standInWeighted = 0;
        long behind = 0;
        while (behind < spanNanos) {
            long reach = Math.min(nanosSince(i, endMillis), spanNanos);
            long piece = reach - behind;
            weighted += kilograms[i] * piece;
            standInNanos += standIn[i] ? piece : 0;
            standInWeighted += standIn[i] ? kilograms[i] * piece : 0;
            behind = reach;
            i--;
        }
        mean = weighted / spanNanos;
        standInShare = standInNanos / spanNanos;
        standInPart = standInWeighted / spanNanos;
    }

    /** From the beginning of an entry to an instant after it; as long as can be where that does not fit. */
    private long nanosSince(int entry, long millis) {
        if (entry == 0 || millis - from[entry] > Long.MAX_VALUE / NANOS_PER_MILLI) {
            return Long.MAX_VALUE;
        }
        return (millis - from[entry]) * NANOS_PER_MILLI;
    }

    double meanKilogramsPerKilowattHour() {
        return mean;
    }

    /** The part of the span for which the constant factor stood in, 0 to 1. */
    double standInShare() {
        return standInShare;
    }

    /** What the constant factor makes of the mean, kg/kWh. */
    double standInPart() {
        return standInPart;
    }

    /** What was said last. */
    CarbonIntensity now() {
        return now;
    }
}
