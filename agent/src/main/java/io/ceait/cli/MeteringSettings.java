package io.ceait.cli;

import io.ceait.attribution.Policy;
import io.ceait.card.ModelCard;
import io.ceait.card.ModelCardFile;
import io.ceait.config.EffectiveConfig;
import io.ceait.config.HostPort;
import io.ceait.config.Setting;
import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import io.ceait.emission.Declarations;
import io.ceait.kernel.KernelRoots;
import io.ceait.run.JournalPolicy;
import io.ceait.sink.web.AccessSource;
import io.ceait.sink.web.WatchedAccess;
import io.ceait.text.Language;
import io.ceait.time.Durations;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of a metering call as values, every one checked before anything starts. */
record MeteringSettings(
        EffectiveConfig config,
        Duration interval,
        Optional<Duration> duration,
        Path out,
        Optional<String> runId,
        JournalPolicy journal,
        Policy headline,
        FactorSettings factors,
        Declarations declarations,
        ModelCard card,
        Language language,
        Optional<InetSocketAddress> listen,
        Optional<AccessSource> access,
        Duration linger,
        Optional<PushSettings> pushes,
        boolean liveTable,
        boolean quiet,
        SensorSettings sensors,
        Optional<ProgressSettings> progress) {

    private static final Duration SHORTEST = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofHours(1);

    static MeteringSettings of(EffectiveConfig config) {
        Logging.setUp(config);
        Duration interval = config.get(Setting.INTERVAL, MeteringSettings::interval);
        FactorSettings factors = FactorSettings.of(config);
        return new MeteringSettings(
                config,
                interval,
                config.find(Setting.DURATION, MeteringSettings::positive),
                config.get(Setting.OUT, MeteringSettings::out),
                config.find(Setting.RUN_ID, text -> text),
                new JournalPolicy(
                        config.get(Setting.JOURNAL_SYNC, Durations::parse),
                        config.get(Setting.JOURNAL_PART, MeteringSettings::mebibytes)),
                config.oneOf(Setting.ATTRIBUTION, Policy.class, Policy::label),
                factors,
                Declared.over(config, Declarations.none()),
                config.find(Setting.MODEL_CARD, text -> ModelCardFile.read(FilePath.of(text)))
                        .orElse(ModelCard.NONE),
                language(config),
                listen(config),
                config.find(Setting.WEB_CONFIG_FILE, file -> WatchedAccess.read(FilePath.of(file))),
                config.get(Setting.LINGER, Durations::parse),
                pushes(config),
                config.isOn(Setting.LIVE),
                config.isOn(Setting.QUIET),
                SensorSettings.of(config, interval),
                ProgressSettings.of(config));
    }

    KernelRoots roots() {
        return sensors.roots();
    }

    /** In which the result is told on the terminal. */
    static Language language(EffectiveConfig config) {
        return config.oneOf(Setting.LANG, Language.class, Language::label);
    }

    private static Path out(String text) {
        Path out = FilePath.of(text);
        if (!out.isAbsolute() && !Files.isDirectory(Path.of("").toAbsolutePath())) {
            // Another one would be made, by the name that is left of it.
            throw new IllegalArgumentException("the current directory has a name that this locale has not, or is gone;"
                    + " set LC_ALL=C.UTF-8, or state a path from the root on");
        }
        return out;
    }

    private static Optional<InetSocketAddress> listen(EffectiveConfig config) {
        if (!config.isOn(Setting.NO_LISTEN)) {
            return Optional.of(config.get(Setting.LISTEN, HostPort::parse));
        }
        if (config.isStated(Setting.LISTEN)) {
            throw new InputException(config.origin(Setting.LISTEN) + " and " + config.origin(Setting.NO_LISTEN)
                    + " exclude each other: state one of them");
        }
        return Optional.empty();
    }

    /** Who states none of them loads none of what they need. */
    private static Optional<PushSettings> pushes(EffectiveConfig config) {
        for (Setting setting : Setting.OF_PUSHES) {
            if (config.isStated(setting)) {
                return Optional.of(PushSettings.of(config, System.getenv()));
            }
        }
        return Optional.empty();
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

    private static long mebibytes(String text) {
        try {
            int mebibytes = Integer.parseInt(text.trim());
            if (mebibytes >= 1) {
                return (long) mebibytes << 20;
            }
        } catch (NumberFormatException e) {
            throw noMebibytes(text);
        }
        throw noMebibytes(text);
    }

    private static IllegalArgumentException noMebibytes(String text) {
        return new IllegalArgumentException("a length in MiB is a whole number from 1 on, not " + text);
    }

    static String among(List<String> known, String text) {
        if (!known.contains(text)) {
            throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", known));
        }
        return text;
    }
}
