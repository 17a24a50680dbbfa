package io.ceait.device;

import java.util.Locale;

/** Where a figure comes from (T/CCF 0003-2024, clause 5.4), best first. */
public enum Quality {
    /** Read from a sensor. */
    MEASURED,
    /** Computed from measured figures alone. */
    DERIVED,
    /** Given by a model of the device. */
    ESTIMATED,
    /** A default or a value from the literature. */
    SUBSTITUTED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The lesser of two: a sum is no better than its worst part. */
    public Quality worse(Quality other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
