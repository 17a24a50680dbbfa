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
    private boolean beganAnew;
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
        read(nowNanos, asleep);
        repeat(into, slot);
    }

    /** Reads the sensor; what comes of it is told by the next tick. */
    void read(long nowNanos, boolean asleep) {
        if (asleep) {
            energy.interrupt();
            missing = ASLEEP;
            return;
        }
        long microwatts = file.read(nowNanos);
        if (microwatts == Cursor.NONE) {
            missing = file.why();
        } else if (microwatts == 0 || microwatts > mostMicrowatts) {
            missing = implausible;
        } else {
            accept(microwatts, nowNanos);
        }
    }

    private void accept(long microwatts, long nowNanos) {
        if (file.isReplaced()) {
            energy.interrupt();
        }
        beganAnew |= everRead && !energy.isBased();
        everRead = true;
        missing = null;
        // The time of a tick is taken before its readings: one between ticks may have come later and gone before.
        if (!energy.isBased() || nowNanos > energy.lastNanos()) {
            energy.add(nowNanos, microwatts / 1e6);
        }
    }

    @Override
    public void repeat(Slots into, int slot) {
        if (missing != null) {
            into.unavailable(slot, missing);
        } else if (beganAnew) {
            beganAnew = false;
            into.unavailable(slot, BEGAN_ANEW);
        } else {
            into.counter(slot, energy.microjoules());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
