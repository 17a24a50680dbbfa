package io.ceait.run;

import io.ceait.emission.IntensityOrigin;
import io.ceait.units.CarbonIntensity;
import org.jspecify.annotations.Nullable;

/**
 * The carbon intensities that are to stand in front of the next sample of a journal, of which there are as many as changed
 * while none could be written. However long that takes, so many are kept and no more: the two oldest become one, their mean
 * over the time of both. That costs nothing, because the sample ends one interval that spans them all, and of an interval
 * the mean counts.
 */
final class UnwrittenIntensities {

    static final int MOST = 256;

    private final long[] from = new long[MOST];
    private final CarbonIntensity[] intensity = new CarbonIntensity[MOST];
    private final IntensityOrigin[] origin = new IntensityOrigin[MOST];
    private int count;
    private long lastFrom;
    private @Nullable CarbonIntensity last;
    private IntensityOrigin lastOrigin = IntensityOrigin.STAND_IN;

    void add(long epochMillis, CarbonIntensity now, IntensityOrigin told) {
        lastFrom = epochMillis;
        last = now;
        lastOrigin = told;
        while (count > 0 && from[count - 1] >= epochMillis) {
            // Taken back.
            count--;
        }
        if (count == MOST) {
            join();
        }
        from[count] = epochMillis;
        intensity[count] = now;
        origin[count] = told;
        count++;
    }

    private void join() {
        double first = from[1] - from[0];
        double second = from[2] - from[1];
        intensity[0] = CarbonIntensity.ofKilogramsPerKilowattHour(
                (intensity[0].kilogramsPerKilowattHour() * first + intensity[1].kilogramsPerKilowattHour() * second)
                        / (first + second));
        origin[0] = second > first ? origin[1] : origin[0];
        count--;
        System.arraycopy(from, 2, from, 1, count - 1);
        System.arraycopy(intensity, 2, intensity, 1, count - 1);
        System.arraycopy(origin, 2, origin, 1, count - 1);
    }

    int count() {
        return count;
    }

    long fromMillis(int index) {
        return from[index];
    }

    CarbonIntensity intensity(int index) {
        return intensity[index];
    }

    IntensityOrigin origin(int index) {
        return origin[index];
    }

    /** They are in the journal. */
    void written() {
        count = 0;
    }

    /** What was said last is to be said once more. */
    void repeat() {
        CarbonIntensity holds = last;
        if (holds != null) {
            add(lastFrom, holds, lastOrigin);
        }
    }
}
