package io.ceait.cli;

import io.ceait.data.InputException;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.intensity.Intensities;
import io.ceait.intensity.IntensitySeries;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The factors of formula (1) on the command line; a mixin of every command that computes emissions. */
public final class EmissionOptions {

    @Option(
            names = "--pue",
            paramLabel = "X",
            description = "Power usage effectiveness of the data centre, at least 1 (default: a survey's average,"
                    + " flagged as substituted).")
    private @Nullable Double pue;

    @Option(
            names = "--intensity",
            paramLabel = "KG_PER_KWH",
            description = "Carbon intensity of the electricity, kgCO2e/kWh. Excludes --zone.")
    private @Nullable Double intensity;

    @Option(
            names = "--zone",
            paramLabel = "ZONE[@YEAR]",
            description = "Take the carbon intensity of a zone: CN, CN-BJ, US-CAMX, DE, gcp:europe-west1, …"
                    + " (default: WORLD, flagged as substituted). \"intensity list\" shows all.")
    private @Nullable String zone;

    @Option(names = "--pue-source", paramLabel = "TEXT", description = "Where the PUE comes from, for the record.")
    private @Nullable String pueSource;

    /** The factors that the flags state, for the rest those of a file, for the rest the defaults. */
    public EmissionFactors resolve(Optional<StatedPue> filePue, Optional<IntensityFactor> fileIntensity) {
        return EmissionFactors.of(
                statedPue().or(() -> filePue).orElse(null),
                statedIntensity().or(() -> fileIntensity).orElse(null));
    }

    public EmissionFactors resolve() {
        return resolve(Optional.empty(), Optional.empty());
    }

    /** As {@link #resolve()}, following a series. */
    public EmissionFactors resolve(IntensitySeries series) {
        return Intensities.factors(statedPue().orElse(null), statedIntensity().orElse(null), series);
    }

    private Optional<StatedPue> statedPue() {
        if (pue == null) {
            if (pueSource != null) {
                throw new InputException(
                        "--pue-source needs --pue: without a PUE there is nothing that it is the source of");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new StatedPue(Pue.of(pue), "stated with --pue" + (pueSource == null ? "" : ": " + pueSource)));
        } catch (IllegalArgumentException e) {
            throw new InputException("--pue: " + e.getMessage(), e);
        }
    }

    private Optional<IntensityFactor> statedIntensity() {
        if (intensity != null && zone != null) {
            throw new InputException("--intensity and --zone exclude each other: state one of them");
        }
        if (intensity != null) {
            try {
                CarbonIntensity value = CarbonIntensity.ofKilogramsPerKilowattHour(intensity);
                return Optional.of(IntensityFactor.stated(value, "stated with --intensity"));
            } catch (IllegalArgumentException e) {
                throw new InputException("--intensity: " + e.getMessage(), e);
            }
        }
        if (zone == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(IntensityCatalog.bundled().find(zone));
        } catch (InputException e) {
            throw new InputException("--zone: " + e.getMessage(), e);
        }
    }
}
