package io.ceait.intensity;

import java.util.Locale;

/** Which question an intensity answers. The two do not compare, and one is no estimate of the other. */
public enum Signal {
    /** Emissions of all generation over all of its electricity: what an inventory is made with. */
    AVERAGE,
    /** Emissions of the next kilowatt-hour: for the question when or where to run, never for an inventory. */
    MARGINAL,
    /** The file does not say. */
    UNSTATED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
