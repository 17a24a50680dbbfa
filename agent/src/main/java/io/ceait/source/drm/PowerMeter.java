package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.source.PowerIntegral;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Readings of power joined by trapezoids into an energy counter. Readings that fail are bridged from the last good one to
 * the next, and the ledger flags the time between as a gap. A sleep is not bridged: a straight line from the power before
 * it to the one after would book working power for a device that used next to nothing, and 0 W was not read either, so its
 * energy is said to be unknown.
 */
final class PowerMeter implements Meter {

    /** Beyond the limit for so much a reading is a fault of the sensor or of its driver. */
    private static final double BURST = 2;

    private final SensorFile file;
    private final double mostMicrowatts;
    private final Unavailable implausible;
    private final PowerIntegral energy = new PowerIntegral();
    private boolean everRead;
    private @Nullable Unavailable missing = ASLEEP;

    PowerMeter(SensorFile file, double limitWatts) {
        this.file = file;
        this.mostMicrowatts = BURST * limitWatts * 1e6;
        this.implausible = new Unavailable(
                Reason.IMPLAUSIBLE,
                "the sensor answered 0 W or more than twice the limit of " + Math.round(limitWatts) + " W",
                "");
    }

    @Override
    public void read(long nowNanos, boolean asleep, Slots into, int slot) {
        if (asleep) {
            energy.interrupt();
            missing = ASLEEP;
            repeat(into, slot);
            return;
        }
        long microwatts = file.read(nowNanos);
        if (microwatts == Cursor.NONE) {
            missing = file.why();
        } else if (microwatts == 0 || microwatts > mostMicrowatts) {
            missing = implausible;
        } else {
            accept(microwatts, nowNanos, into, slot);
            return;
        }
        repeat(into, slot);
    }

    private void accept(long microwatts, long nowNanos, Slots into, int slot) {
        if (file.isReplaced()) {
            energy.interrupt();
        }
        boolean began = !energy.isBased();
        energy.add(nowNanos, microwatts / 1e6);
        boolean first = !everRead;
        everRead = true;
        missing = null;
        if (began && !first) {
            into.unavailable(slot, BEGAN_ANEW);
        } else {
            repeat(into, slot);
        }
    }

    @Override
    public void repeat(Slots into, int slot) {
        if (missing == null) {
            into.counter(slot, energy.microjoules());
        } else {
            into.unavailable(slot, missing);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
