package io.ceait.emission;

import io.ceait.device.Quality;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import io.ceait.units.Text;
import java.util.ArrayList;
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

    /** No grid is dirtier than coal alone, about 1.1 kg/kWh; a larger number is most often grams. */
    private static final CarbonIntensity IMPLAUSIBLE = CarbonIntensity.ofKilogramsPerKilowattHour(2);

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

    /** The intensity that a result was made with, as one factor: the constant one, or the mean of what changed. */
    public IntensityFactor effective(IntensityBooks books) {
        if (varying.isEmpty()) {
            return intensity;
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

    /** What a reader of the result must know about the factors, each a sentence; {@code year} is the year of the run. */
    public List<String> warnings(int year, IntensityBooks books) {
        List<String> warnings = new ArrayList<>();
        pueWarnings(warnings);
        if (varying.isEmpty()) {
            intensityWarnings(year, warnings);
            return List.copyOf(warnings);
        }
        VaryingIntensity changing = varying.get();
        warnings.addAll(changing.notes());
        if (changing.vintage().isPresent() && changing.vintage().getAsInt() < year - 2) {
            warnings.add("the series of carbon intensities is of "
                    + changing.vintage().getAsInt() + ", more than two years older than the run of " + year);
        }
        if (!books.substitutedTime().isZero()) {
            warnings.add(changing.source() + " has no carbon intensity for "
                    + Text.significant(books.substitutedTime().toNanos() / 1e9)
                    + " s of the run, in which the job used "
                    + books.substitutedEnergy() + ": " + intensity.intensity() + " ("
                    + intensity.name() + ") is substituted there");
            ageWarnings(year, warnings);
        }
        return List.copyOf(warnings);
    }

    private void pueWarnings(List<String> warnings) {
        if (pueSource.quality() == Quality.SUBSTITUTED) {
            warnings.add(
                    "PUE " + pue + " is substituted (" + pueSource.source() + "): state the data centre's with --pue"
                            + intensity
                                    .publishedPue()
                                    .map(known -> "; the operator of " + intensity.zone() + " publishes " + known)
                                    .orElse(""));
        } else if (pue.statesNoOverhead()) {
            warnings.add("PUE is exactly 1: no overhead of the data centre is counted,"
                    + " while T/CCF 0003-2024 clause 6.1 expects more than 1");
        }
    }

    private void intensityWarnings(int year, List<String> warnings) {
        if (intensity.quality() == Quality.SUBSTITUTED) {
            warnings.add("carbon intensity " + intensity.intensity() + " is substituted (" + intensity.name()
                    + "): state where the machine stands with --zone, or a value with --intensity");
        }
        ageWarnings(year, warnings);
        if (intensity.intensity().compareTo(IMPLAUSIBLE) > 0) {
            warnings.add("a carbon intensity of "
                    + Text.significant(intensity.intensity().kilogramsPerKilowattHour())
                    + " kg/kWh is higher than of any grid: the unit is kilograms, not grams, per kilowatt-hour");
        }
    }

    private void ageWarnings(int year, List<String> warnings) {
        if (intensity.isStaleIn(year)) {
            warnings.add("the carbon intensity of " + intensity.zone() + " is of "
                    + intensity.vintage().getAsInt() + ", more than two years older than the run of " + year);
        } else if (intensity.vintage().isEmpty() && intensity.reach() != IntensityFactor.Reach.STATED) {
            warnings.add("the carbon intensity of " + intensity.zone() + " does not say of which year it is ("
                    + intensity.source() + ")");
        }
    }
}
