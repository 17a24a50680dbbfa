package io.ceait.emission;

import io.ceait.device.Quality;
import io.ceait.text.Notice;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two factors of formula (1) with their provenance.
 *
 * @param intensity the constant factor; where there is a varying one, what stands in while that has no value
 * @param varying where the intensity comes from when it changes during the run
 */
public record EmissionFactors(
        Pue pue, PueSource pueSource, IntensityFactor intensity, Optional<VaryingIntensity> varying) {

    /** A PUE that the user states. */
    public record StatedPue(Pue value, String source) {}

    /** What was stated, and for what was not the defaults, flagged as substituted. */
    public static EmissionFactors of(@Nullable StatedPue pue, @Nullable IntensityFactor intensity) {
        IntensityCatalog catalog = IntensityCatalog.bundled();
        if (pue != null) {
            IntensityFactor factor = intensity != null
                    ? intensity
                    : catalog.find(Defaults.load().zone()).substituted();
            return new EmissionFactors(
                    pue.value(), new PueSource(Quality.DERIVED, pue.source()), factor, Optional.empty());
        }
        Defaults defaults = Defaults.load();
        IntensityFactor factor =
                intensity != null ? intensity : catalog.find(defaults.zone()).substituted();
        return new EmissionFactors(defaults.pue(), defaults.pueSource(), factor, Optional.empty());
    }

    /** The same with an intensity that changes; the constant one stands in where that has no value. */
    public EmissionFactors with(VaryingIntensity changing) {
        return new EmissionFactors(pue, pueSource, intensity, Optional.of(changing));
    }

    /**
     * The intensity that a result was made with, as one factor: the constant one, also where it stood in for all of what
     * should have changed, or the mean of what changed.
     */
    public IntensityFactor effective(IntensityBooks books) {
        if (varying.isEmpty()) {
            return intensity;
        }
        if (books.isSubstitutedWholly()) {
            return intensity.substituted();
        }
        VaryingIntensity changing = varying.get();
        boolean inPart = books.isSubstitutedInPart();
        return new IntensityFactor(
                changing.zone(),
                changing.zone().isEmpty() ? "time series" : changing.zone(),
                books.mean(),
                inPart && !changing.kind().equals(intensity.kind())
                        ? changing.kind() + "; in part " + intensity.kind()
                        : changing.kind(),
                IntensityFactor.Reach.SERIES,
                changing.vintage(),
                changing.source() + (inPart ? "; in part " + intensity.source() : ""),
                "",
                inPart ? Quality.SUBSTITUTED : Quality.DERIVED,
                Optional.empty());
    }

    /** Of the grid, as far as it is known; empty for a value that the user states. */
    public String zone() {
        return varying.map(VaryingIntensity::zone).orElse(intensity.zone());
    }

    /** Formula (1) with the constant factor. */
    public Mass emissions(Energy training) {
        return Formulas.emissions(training, pue, intensity.intensity());
    }

    /** What a reader of a result by the constant factors must know, each a sentence; {@code year} is that of the run. */
    public List<String> warnings(int year) {
        return warnings(year, IntensityBooks.constant(intensity.intensity()));
    }

    /** As {@link #notices}, in English as files for machines have them. */
    public List<String> warnings(int year, IntensityBooks books) {
        return notices(year, books).stream().map(Notice::toString).toList();
    }

    /** What a reader of the result must know about the factors, each a sentence; {@code year} is the year of the run. */
    public List<Notice> notices(int year, IntensityBooks books) {
        return new FactorNotices(this, year, books).all();
    }
}
