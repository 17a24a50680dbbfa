package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * A counter of the device itself. i915 and xe extend the 32 bits of the hardware to 64 at each read, which counts a wrap
 * right when it is read more often than that happens (4.4 minutes at 1 kW), as it is here; the counter that they show
 * never wraps.
 */
final class EnergyMeter implements Meter {

    private final SensorFile file;
    private final SleepGuard guard;
    private long microjoules;
    private @Nullable Unavailable missing = ASLEEP;

    EnergyMeter(SensorFile file, double limitWatts) {
        this.file = file;
        this.guard = new SleepGuard(limitWatts);
    }

    @Override
    public void read(long nowNanos, boolean asleep, Slots into, int slot) {
        if (asleep) {
            guard.asleep(nowNanos);
            missing = ASLEEP;
            repeat(into, slot);
            return;
        }
        long value = file.read(nowNanos);
        if (value == Cursor.NONE) {
            missing = file.why();
            repeat(into, slot);
            return;
        }
        boolean same = guard.continues(value, nowNanos) && !file.isReplaced();
        microjoules = value;
        missing = null;
        if (same) {
            repeat(into, slot);
        } else {
            // Told once: the next tick may base itself on this value.
            into.unavailable(slot, BEGAN_ANEW);
        }
    }

    @Override
    public void repeat(Slots into, int slot) {
        if (missing == null) {
            into.counter(slot, microjoules);
        } else {
            into.unavailable(slot, missing);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
