package io.ceait.emission;

import io.ceait.device.Quality;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A carbon intensity of electricity and where it comes from.
 *
 * @param zone as {@code --zone} takes it; empty for a value that the user states
 * @param name of the zone, for people
 * @param kind what the value counts: average or marginal, direct CO2 or life-cycle CO2e. Values of different kinds do
 *     not compare
 * @param reach how large the area is that it averages over
 * @param vintage year of the data; empty where it is not stated
 * @param quality {@link Quality#DERIVED} when the user chose or stated it, {@link Quality#SUBSTITUTED} when it stands in
 * @param publishedPue the operator's PUE for a cloud region, where published; for information, never applied by itself
 */
public record IntensityFactor(
        String zone,
        String name,
        CarbonIntensity intensity,
        String kind,
        Reach reach,
        OptionalInt vintage,
        String source,
        String licence,
        Quality quality,
        Optional<Pue> publishedPue) {

    /** The larger the area, the less its average says about the plants that fed one machine. */
    public enum Reach {
        WORLD,
        NATIONAL,
        REGIONAL,
        STATED,
        /** The area that a time series says, hour by hour. */
        SERIES
    }

    /** A value of the user's own. */
    public static IntensityFactor stated(CarbonIntensity intensity, String source) {
        return new IntensityFactor(
                "",
                "stated by the user",
                intensity,
                "stated by the user",
                Reach.STATED,
                OptionalInt.empty(),
                source,
                "",
                Quality.DERIVED,
                Optional.empty());
    }

    /** The same factor as a stand-in for one that nobody stated. */
    public IntensityFactor substituted() {
        return new IntensityFactor(
                zone, name, intensity, kind, reach, vintage, source, licence, Quality.SUBSTITUTED, publishedPue);
    }

    /** Whether the data are more than two years older than a run of {@code year} (T/CCF 0003-2024, clause 5.4). */
    public boolean isStaleIn(int year) {
        return vintage.isPresent() && vintage.getAsInt() < year - 2;
    }
}
