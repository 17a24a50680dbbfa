package io.ceait.emission;

import io.ceait.device.Quality;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import io.ceait.units.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two factors of formula (1) with their provenance. */
public record EmissionFactors(Pue pue, PueSource pueSource, IntensityFactor intensity) {

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
            return new EmissionFactors(pue.value(), new PueSource(Quality.DERIVED, pue.source()), factor);
        }
        Defaults defaults = Defaults.load();
        IntensityFactor factor =
                intensity != null ? intensity : catalog.find(defaults.zone()).substituted();
        return new EmissionFactors(defaults.pue(), defaults.pueSource(), factor);
    }

    /** Formula (1). */
    public Mass emissions(Energy training) {
        return Formulas.emissions(training, pue, intensity.intensity());
    }

    /** What a reader of the result must know about the factors, each a sentence; {@code year} is the year of the run. */
    public List<String> warnings(int year) {
        List<String> warnings = new ArrayList<>();
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
        if (intensity.quality() == Quality.SUBSTITUTED) {
            warnings.add("carbon intensity " + intensity.intensity() + " is substituted (" + intensity.name()
                    + "): state where the machine stands with --zone, or a value with --intensity");
        }
        if (intensity.isStaleIn(year)) {
            warnings.add("the carbon intensity of " + intensity.zone() + " is of "
                    + intensity.vintage().getAsInt() + ", more than two years older than the run of " + year);
        } else if (intensity.vintage().isEmpty() && intensity.reach() != IntensityFactor.Reach.STATED) {
            warnings.add("the carbon intensity of " + intensity.zone() + " does not say of which year it is ("
                    + intensity.source() + ")");
        }
        if (intensity.intensity().compareTo(IMPLAUSIBLE) > 0) {
            warnings.add("a carbon intensity of "
                    + Text.significant(intensity.intensity().kilogramsPerKilowattHour())
                    + " kg/kWh is higher than of any grid: the unit is kilograms, not grams, per kilowatt-hour");
        }
        return List.copyOf(warnings);
    }
}
