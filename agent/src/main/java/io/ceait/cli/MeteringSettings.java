package io.ceait.cli;

import io.ceait.attribution.Policy;
import io.ceait.card.ModelCard;
import io.ceait.card.ModelCardFile;
import io.ceait.config.EffectiveConfig;
import io.ceait.config.HostPort;
import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.Inventory;
import io.ceait.emission.MarketInstruments;
import io.ceait.emission.Uncertainty;
import io.ceait.emission.VaryingIntensity;
import io.ceait.intensity.Intensities;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.SeriesFeed;
import io.ceait.intensity.live.LiveSource;
import io.ceait.intensity.live.Token;
import io.ceait.kernel.KernelRoots;
import io.ceait.text.Language;
import io.ceait.time.Durations;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings of a metering call as values, every one checked before anything starts. */
record MeteringSettings(
        EffectiveConfig config,
        Duration interval,
        Optional<Duration> duration,
        Path out,
        Optional<String> runId,
        Policy headline,
        Supplier<EmissionFactors> factors,
        Optional<IntensitySeries> series,
        Optional<LiveSource> live,
        Declarations declarations,
        ModelCard card,
        Language language,
        Optional<InetSocketAddress> listen,
        Duration linger,
        boolean quiet,
        SensorSettings sensors) {

    private static final Duration SHORTEST = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug");

    static MeteringSettings of(EffectiveConfig config) {
        Logging.setUp(config.get(Setting.LOG_LEVEL, text -> among(LOG_LEVELS, text.toLowerCase(Locale.ROOT))));
        Duration interval = config.get(Setting.INTERVAL, MeteringSettings::interval);
        Optional<IntensitySeries> series = config.find(
                Setting.INTENSITY_SERIES,
                file -> IntensitySeries.read(Path.of(file)).forInventory());
        Optional<LiveSource> live = live(config);
        if (series.isPresent() && live.isPresent()) {
            throw new InputException(config.origin(Setting.INTENSITY_SERIES) + " and "
                    + config.origin(Setting.INTENSITY_LIVE) + " exclude each other: state one of them");
        }
        return new MeteringSettings(
                config,
                interval,
                config.find(Setting.DURATION, MeteringSettings::positive),
                config.get(Setting.OUT, Path::of),
                config.find(Setting.RUN_ID, text -> text),
                config.oneOf(Setting.ATTRIBUTION, Policy.class, Policy::label),
                factors(config, series, live),
                series,
                live,
                declarations(config),
                config.find(Setting.MODEL_CARD, text -> ModelCardFile.read(Path.of(text)))
                        .orElse(ModelCard.NONE),
                config.oneOf(Setting.LANG, Language.class, Language::label),
                config.isOn(Setting.NO_LISTEN)
                        ? Optional.empty()
                        : Optional.of(config.get(Setting.LISTEN, HostPort::parse)),
                config.get(Setting.LINGER, Durations::parse),
                config.isOn(Setting.QUIET),
                SensorSettings.of(config, interval));
    }

    KernelRoots roots() {
        return sensors.roots();
    }

    private static Duration interval(String text) {
        Duration interval = Durations.parse(text);
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("an interval lies between 2ms and 1h, not " + text);
        }
        return interval;
    }

    private static Duration positive(String text) {
        Duration duration = Durations.parse(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("a duration is longer than 0, not " + text);
        }
        return duration;
    }

    static String among(List<String> known, String text) {
        if (!known.contains(text)) {
            throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", known));
        }
        return text;
    }

    /** What is stated is looked up at once, so that it can be refused; the defaults when somebody needs them. */
    private static Supplier<EmissionFactors> factors(
            EffectiveConfig config, Optional<IntensitySeries> series, Optional<LiveSource> live) {
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
        Optional<VaryingIntensity> varying =
                series.map(SeriesFeed::provenance).or(() -> live.map(LiveSource::provenance));
        return () -> varying.isPresent()
                ? Intensities.factors(pue, intensity, varying.get())
                : EmissionFactors.of(pue, intensity);
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
                                Token.find(config.find(Setting.INTENSITY_TOKEN_FILE, Path::of), System.getenv()))));
    }

    private static String pueSource(EffectiveConfig config) {
        return "stated with " + config.origin(Setting.PUE)
                + config.find(Setting.PUE_SOURCE, text -> ": " + text).orElse("");
    }

    private static Declarations declarations(EffectiveConfig config) {
        return new Declarations(
                config.find(Setting.ONLINE, file -> Inventory.readOnline(Path.of(file)))
                        .orElse(List.of()),
                config.find(Setting.MARKET, file -> MarketInstruments.read(Path.of(file))),
                config.find(Setting.UNCERTAINTY, list -> Uncertainty.bundled().parse(list))
                        .orElse(Map.of()));
    }

    private static double number(String text, String what) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number: " + what + " is one, such as 1.2", e);
        }
    }
}
