package io.ceait.intensity;

import io.ceait.data.InputException;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.VaryingIntensity;
import org.jspecify.annotations.Nullable;

/** Puts what a user states of PUE and intensity together with a series. */
public final class Intensities {

    private Intensities() {}

    /**
     * Factors by a series that an inventory may be made with. Where it has no value the constant factor that the user
     * states stands in, or that of the zone that the series names, or the default.
     *
     * @throws InputException for a marginal series
     */
    public static EmissionFactors factors(
            @Nullable StatedPue pue, @Nullable IntensityFactor stated, IntensitySeries series) {
        return factors(pue, stated, SeriesFeed.provenance(series.forInventory()));
    }

    /** The same for an intensity that varies in another way. */
    public static EmissionFactors factors(
            @Nullable StatedPue pue, @Nullable IntensityFactor stated, VaryingIntensity varying) {
        IntensityFactor standIn = stated != null ? stated : ofZone(varying.zone());
        return EmissionFactors.of(pue, standIn).with(varying);
    }

    /** The bundled factor of a zone that a publisher names; null where the catalogue does not know it by that name. */
    private static @Nullable IntensityFactor ofZone(String zone) {
        if (zone.isEmpty()) {
            return null;
        }
        try {
            return IntensityCatalog.bundled().find(zone).substituted();
        } catch (InputException e) {
            return null;
        }
    }
}
