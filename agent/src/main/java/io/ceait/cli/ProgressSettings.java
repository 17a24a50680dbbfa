package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import io.ceait.progress.ProgressFeed;
import io.ceait.progress.ProgressPattern;
import io.ceait.progress.ProgressReader;
import io.ceait.progress.SignalSteps;
import io.ceait.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the job tells how far it is, where it does; checked before anything starts. */
final class ProgressSettings {

    /** Those by which a job tells, of which there is one. */
    private static final List<Setting> WAYS =
            List.of(Setting.PROGRESS, Setting.PROGRESS_PATTERN, Setting.PROGRESS_SIGNAL);

    /** The JVM keeps QUIT and USR2; what else ends or stops a process is wanted for that. */
    private static final List<String> SIGNALS = List.of("USR1", "URG");

    private static final String SOCKET = "unix:";

    private final EffectiveConfig config;
    private final OptionalDouble total;
    private final Optional<ProgressPattern> pattern;
    private final Optional<String> signal;

    private ProgressSettings(
            EffectiveConfig config, OptionalDouble total, Optional<ProgressPattern> pattern, Optional<String> signal) {
        this.config = config;
        this.total = total;
        this.pattern = pattern;
        this.signal = signal;
    }

    /** Empty where nothing of it is stated. */
    static Optional<ProgressSettings> of(EffectiveConfig config) {
        List<Setting> stated = WAYS.stream().filter(config::isStated).toList();
        if (stated.size() > 1) {
            throw new InputException(config.origin(stated.get(0)) + " and " + config.origin(stated.get(1))
                    + " exclude each other: state one way in which the job tells its progress");
        }
        needs(config, Setting.PROGRESS_LOG, Setting.PROGRESS_PATTERN);
        if (stated.isEmpty()) {
            if (config.isStated(Setting.PROGRESS_TOTAL)) {
                throw new InputException(config.origin(Setting.PROGRESS_TOTAL) + " needs " + Setting.PROGRESS.flag()
                        + ", " + Setting.PROGRESS_PATTERN.flag() + " or " + Setting.PROGRESS_SIGNAL.flag());
            }
            return Optional.empty();
        }
        OptionalDouble total = config.find(Setting.PROGRESS_TOTAL, ProgressSettings::total)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
        if (config.isStated(Setting.PROGRESS_SIGNAL) && total.isEmpty()) {
            throw new InputException(config.origin(Setting.PROGRESS_SIGNAL) + " needs " + Setting.PROGRESS_TOTAL.flag()
                    + ": a signal does not say how many there will be");
        }
        return Optional.of(new ProgressSettings(
                config,
                total,
                config.find(Setting.PROGRESS_PATTERN, text -> ProgressPattern.of(text, total)),
                config.find(Setting.PROGRESS_SIGNAL, ProgressSettings::signal)));
    }

    private static void needs(EffectiveConfig config, Setting setting, Setting other) {
        if (config.isStated(setting) && !config.isStated(other)) {
            throw new InputException(config.origin(setting) + " needs " + other.flag());
        }
    }

    private static double total(String text) {
        try {
            double total = Double.parseDouble(text);
            if (total > 0 && total <= 1e9) {
                return total;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers that cannot be.
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no number of epochs or steps: it is above 0 and at most 10^9, such as 50000");
    }

    private static String signal(String text) {
        String name = text.startsWith("SIG") ? text.substring(3) : text;
        if (!SIGNALS.contains(name)) {
            throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", SIGNALS)
                    + ": other signals end a process, or the JVM keeps them");
        }
        return name;
    }

    /**
     * Makes ready, before the job is there: the socket that it will connect to, the place in the file from which on lines count.
     *
     * @param outputs the files in {@code /proc} that stand for the job's standard output and error
     */
    ProgressFeed open(Clock clock, List<Path> outputs) {
        if (signal.isPresent()) {
            SignalSteps steps = new SignalSteps(total.getAsDouble(), clock);
            Signals.handle(List.of(signal.get()), received -> steps.received());
            return steps;
        }
        if (pattern.isPresent()) {
            return ProgressReader.ofLogs(config.origin(Setting.PROGRESS_PATTERN), logs(outputs), pattern.get(), clock);
        }
        String name = config.origin(Setting.PROGRESS);
        boolean isSocket = config.get(Setting.PROGRESS, text -> text.startsWith(SOCKET));
        Path path =
                config.get(Setting.PROGRESS, text -> FilePath.of(isSocket ? text.substring(SOCKET.length()) : text));
        return isSocket
                ? ProgressReader.ofSocket(name, path, total, clock)
                : ProgressReader.ofFile(name, path, total, clock);
    }

    /** The signal that counts steps, and means nothing else then. */
    Optional<String> signal() {
        return signal;
    }

    private List<Path> logs(List<Path> outputs) {
        Optional<Path> stated = config.find(Setting.PROGRESS_LOG, FilePath::of);
        if (stated.isPresent()) {
            return List.of(stated.get());
        }
        List<Path> files = new ArrayList<>();
        List<Object> seen = new ArrayList<>();
        for (Path output : outputs) {
            if (Files.isRegularFile(output)) {
                Object key = key(output);
                if (!seen.contains(key)) {
                    seen.add(key);
                    files.add(output);
                }
            }
        }
        if (files.isEmpty()) {
            // To read a terminal or a pipe, something would have to stand between it and the job, which would notice.
            throw new InputException(config.origin(Setting.PROGRESS_PATTERN) + ": "
                    + (outputs.isEmpty()
                            ? "which log is the job's is not known"
                            : "the job's output goes to no file that could be read beside it")
                    + ": name its log with " + Setting.PROGRESS_LOG.flag()
                    + " FILE (command > FILE, or command | tee FILE)");
        }
        return files;
    }

    private static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return file;
        }
    }
}
