package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import org.jspecify.annotations.Nullable;

/**
 * A counter of the device itself. i915 and xe extend the 32 bits of the hardware to 64 at each read, which counts a wrap
 * right when it is read more often than that happens (4.4 minutes at 1 kW): between readings that are further apart it is
 * looked at. The counter that they show never wraps.
 */
final class EnergyMeter implements Meter {

    /** 2^32 steps of 2^-14 J (both drivers' {@code hwmon} code). */
    private static final long JOULES_OF_32_BITS = 1L << 18;

    /** How often it is looked at in the least time in which 32 bits go round. */
    private static final int LOOKS_A_TURN = 4;

    private final SensorFile file;
    private final SleepGuard guard;
    private final long turnNanos;
    private long microjoules;
    private long seenAt;
    private boolean seen;
    private boolean anew;
    private @Nullable Unavailable missing = ASLEEP;

    /** @param extended whether the driver makes the counter's width by being read */
    EnergyMeter(SensorFile file, double limitWatts, boolean extended) {
        this.file = file;
        this.guard = new SleepGuard(limitWatts);
        this.turnNanos = extended ? (long) (JOULES_OF_32_BITS / limitWatts * 1e9) : PowerSource.NEVER;
    }

    @Override
    public long lookPeriodNanos() {
        return turnNanos == PowerSource.NEVER ? PowerSource.NEVER : turnNanos / LOOKS_A_TURN;
    }

    @Override
    public void look(long nowNanos, boolean asleep) {
        if (asleep) {
            foundAsleep(nowNanos);
        } else {
            take(nowNanos);
        }
    }

    /** What is asleep stands still, and what it lost is seen when it is awake. */
    private void foundAsleep(long nowNanos) {
        guard.asleep(nowNanos);
        seen = false;
    }

    /** The value, or {@link Cursor#NONE}; remembers what is no continuation until it is told. */
    private long take(long nowNanos) {
        long value = file.read(nowNanos);
        if (value != Cursor.NONE) {
            boolean unseen = seen && nowNanos - seenAt >= turnNanos;
            anew |= !guard.continues(value, nowNanos) || file.isReplaced() || unseen;
            seen = true;
            seenAt = nowNanos;
        }
        return value;
    }

    @Override
    public void read(long nowNanos, boolean asleep, Slots into, int slot) {
        if (asleep) {
            foundAsleep(nowNanos);
            missing = ASLEEP;
            repeat(into, slot);
            return;
        }
        long value = take(nowNanos);
        if (value == Cursor.NONE) {
            missing = file.why();
            repeat(into, slot);
            return;
        }
        microjoules = value;
        missing = null;
        if (anew) {
            // Told once: the next tick may base itself on this value.
            anew = false;
            into.unavailable(slot, BEGAN_ANEW);
        } else {
            repeat(into, slot);
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
