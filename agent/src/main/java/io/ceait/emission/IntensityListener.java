package io.ceait.emission;

import io.ceait.units.CarbonIntensity;

/** Hears which carbon intensity holds from when on. */
@FunctionalInterface
public interface IntensityListener {

    /**
     * From {@code epochMillis} on this intensity holds, until the next call says otherwise. An instant before that of the
     * last call, as after the wall clock was set back, takes everything back that was said of the time behind it.
     */
    void from(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin);
}
