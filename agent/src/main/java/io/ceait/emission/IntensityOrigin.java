package io.ceait.emission;

import java.util.Locale;

/** Who says that an intensity holds. */
public enum IntensityOrigin {
    /** A time series in a file. */
    SERIES,
    /** A provider that is asked while the run goes on. */
    LIVE,
    /** Nobody: the constant factor stands in. */
    STAND_IN;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As the journal writes it. */
    public String label() {
        return label;
    }
}
