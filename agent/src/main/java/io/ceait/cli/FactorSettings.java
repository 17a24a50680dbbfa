package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.Decimals;
import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.IntensityFeed;
import io.ceait.emission.PueSource;
import io.ceait.emission.VaryingIntensity;
import io.ceait.intensity.Intensities;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.SeriesFeed;
import io.ceait.intensity.live.AnswerCache;
import io.ceait.intensity.live.LiveIntensity;
import io.ceait.intensity.live.LiveSource;
import io.ceait.intensity.live.Token;
import io.ceait.time.Clock;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The factors that somebody states. Looked up at once, so that they can be refused; the rest when somebody needs it. */
record FactorSettings(
        @Nullable StatedPue pue,
        @Nullable IntensityFactor intensity,
        Optional<IntensitySeries> series,
        Optional<LiveSource> live) {

    static FactorSettings of(EffectiveConfig config) {
        if (config.isStated(Setting.INTENSITY) && config.isStated(Setting.ZONE)) {
            throw new InputException(config.origin(Setting.INTENSITY) + " and " + config.origin(Setting.ZONE)
                    + " exclude each other: state one of them");
        }
        StatedPue pue = config.find(
                        Setting.PUE, text -> new StatedPue(Pue.of(number(text, "a PUE")), pueSource(config)))
                .orElse(null);
        if (pue == null && config.isStated(Setting.PUE_SOURCE)) {
            throw new InputException(config.origin(Setting.PUE_SOURCE) + " needs " + Setting.PUE.flag()
                    + ": without a PUE there is nothing that it is the source of");
        }
        IntensityFactor intensity = config.find(
                        Setting.INTENSITY,
                        text -> IntensityFactor.stated(
                                CarbonIntensity.ofKilogramsPerKilowattHour(number(text, "a carbon intensity")),
                                "stated with " + config.origin(Setting.INTENSITY)))
                .or(() -> config.find(
                        Setting.ZONE, zone -> IntensityCatalog.bundled().find(zone)))
                .orElse(null);
        Optional<IntensitySeries> series = config.find(
                Setting.INTENSITY_SERIES,
                file -> IntensitySeries.read(FilePath.of(file)).forInventory());
        Optional<LiveSource> live = live(config);
        if (series.isPresent() && live.isPresent()) {
            throw new InputException(config.origin(Setting.INTENSITY_SERIES) + " and "
                    + config.origin(Setting.INTENSITY_LIVE) + " exclude each other: state one of them");
        }
        return new FactorSettings(pue, intensity, series, live);
    }

    private static Optional<LiveSource> live(EffectiveConfig config) {
        for (Setting setting : List.of(Setting.INTENSITY_TOKEN_FILE, Setting.INTENSITY_LIVE_URL)) {
            if (config.isStated(setting) && !config.isStated(Setting.INTENSITY_LIVE)) {
                throw new InputException(config.origin(setting) + " needs " + Setting.INTENSITY_LIVE.flag());
            }
        }
        return config.find(Setting.INTENSITY_LIVE, LiveSource::parse)
                .map(source ->
                        config.find(Setting.INTENSITY_LIVE_URL, source::at).orElse(source))
                .flatMap(source -> config.find(
                        Setting.INTENSITY_LIVE,
                        text -> source.with(
                                Token.find(config.find(Setting.INTENSITY_TOKEN_FILE, FilePath::of), System.getenv()))));
    }

    private static String pueSource(EffectiveConfig config) {
        return "stated with " + config.origin(Setting.PUE)
                + config.find(Setting.PUE_SOURCE, text -> ": " + text).orElse("");
    }

    private static double number(String text, String what) {
        double number = Decimals.parse(text);
        if (Double.isNaN(number)) {
            throw new IllegalArgumentException("'" + text + "' is no number: " + what + " is one, such as 1.2");
        }
        return number;
    }

    private Optional<VaryingIntensity> varying() {
        return series.map(SeriesFeed::provenance).or(() -> live.map(LiveSource::provenance));
    }

    /** With the defaults for what is not stated, flagged as substituted. */
    EmissionFactors orDefaults() {
        Optional<VaryingIntensity> varying = varying();
        return varying.isPresent()
                ? Intensities.factors(pue, intensity, varying.get())
                : EmissionFactors.of(pue, intensity);
    }

    /**
     * With the factors of a recorded run for what is not stated. A constant intensity takes the place of a recorded one that
     * changed; a series leaves the recorded constant to stand in for it, if somebody had stated that.
     */
    EmissionFactors or(EmissionFactors recorded) {
        EmissionFactors factors = new EmissionFactors(
                pue == null ? recorded.pue() : pue.value(),
                pue == null ? recorded.pueSource() : new PueSource(Quality.DERIVED, pue.source()),
                intensity == null ? recorded.intensity() : intensity,
                intensity == null ? recorded.varying() : Optional.empty());
        if (series.isEmpty()) {
            return factors;
        }
        VaryingIntensity varying = SeriesFeed.provenance(series.get());
        IntensityFactor standIn = factors.intensity().quality() == Quality.SUBSTITUTED
                ? Intensities.factors(null, null, varying).intensity()
                : factors.intensity();
        return new EmissionFactors(factors.pue(), factors.pueSource(), standIn, Optional.of(varying));
    }

    /** What tells the intensity as time goes on, where a series is stated; the constant one stands in for it. */
    Optional<IntensityFeed> feed(EmissionFactors factors) {
        return series.map(given -> new SeriesFeed(given, factors.intensity().intensity()));
    }

    /** The same for a run that is yet to be metered, which a provider may tell its intensity, too. */
    Optional<IntensityFeed> feed(EmissionFactors factors, Clock clock) {
        CarbonIntensity standIn = factors.intensity().intensity();
        return feed(factors)
                .or(() -> live.map(
                        source -> new LiveIntensity(source, standIn, clock, AnswerCache.ofUser(System.getenv()))));
    }
}
