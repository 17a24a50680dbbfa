package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.PueSource;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The factors that somebody states. Looked up at once, so that they can be refused; the rest when somebody needs it. */
record FactorSettings(@Nullable StatedPue pue, @Nullable IntensityFactor intensity) {

    static FactorSettings of(EffectiveConfig config) {
        if (config.isStated(Setting.INTENSITY) && config.isStated(Setting.ZONE)) {
            throw new InputException(config.origin(Setting.INTENSITY) + " and " + config.origin(Setting.ZONE)
                    + " exclude each other: state one of them");
        }
        StatedPue pue = config.find(
                        Setting.PUE,
                        text -> new StatedPue(
                                Pue.of(number(text, "a PUE")), "stated with " + config.origin(Setting.PUE)))
                .orElse(null);
        IntensityFactor intensity = config.find(
                        Setting.INTENSITY,
                        text -> IntensityFactor.stated(
                                CarbonIntensity.ofKilogramsPerKilowattHour(number(text, "a carbon intensity")),
                                "stated with " + config.origin(Setting.INTENSITY)))
                .or(() -> config.find(
                        Setting.ZONE, zone -> IntensityCatalog.bundled().find(zone)))
                .orElse(null);
        return new FactorSettings(pue, intensity);
    }

    /** With the defaults for what is not stated, flagged as substituted. */
    EmissionFactors orDefaults() {
        return EmissionFactors.of(pue, intensity);
    }

    /** With the factors of a recorded run for what is not stated. */
    EmissionFactors or(EmissionFactors recorded) {
        return new EmissionFactors(
                pue == null ? recorded.pue() : pue.value(),
                pue == null ? recorded.pueSource() : new PueSource(Quality.DERIVED, pue.source()),
                intensity == null ? recorded.intensity() : intensity,
                intensity == null ? recorded.varying() : Optional.empty());
    }

    private static double number(String text, String what) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number: " + what + " is one, such as 1.2", e);
        }
    }
}
