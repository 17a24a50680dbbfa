package io.ceait.attribution;

import java.util.Locale;

/** How the word "occupancy" is read. For every device and interval each share is at least as large as the one before. */
public enum Policy {
    /** The job's part of the device's capacity: the reading of T/CCF 0003-2024. */
    OCCUPANCY,
    /** The job's part of what was in use, so that idle power falls to those who worked. */
    ACTIVE,
    /** All of it: the whole machine while the job ran. */
    MACHINE;

    public static final int COUNT = values().length;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
