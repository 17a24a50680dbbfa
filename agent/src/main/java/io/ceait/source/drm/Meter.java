package io.ceait.source.drm;

import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;

/** One sensor of one device as an energy counter. */
interface Meter {

    Unavailable ASLEEP =
            new Unavailable(Reason.FAILED, "the device is suspended, and reading its sensor would wake it", "");

    Unavailable BEGAN_ANEW = new Unavailable(
            Reason.RESTARTED, "the device was gone or asleep, and what it used meanwhile is not known", "");

    /** Reads the sensor and fills the slot. */
    void read(long nowNanos, boolean asleep, Slots into, int slot);

    /** How often it wants to be looked at between readings; {@link PowerSource#NEVER} for not at all. */
    default long lookPeriodNanos() {
        return PowerSource.NEVER;
    }

    /** Looks at what would go round unseen before the next reading. */
    default void look(long nowNanos, boolean asleep) {}

    /** Fills the slot with what the last read brought. */
    void repeat(Slots into, int slot);

    void close();
}
