package io.ceait.cli;

import io.ceait.attribution.Policy;
import io.ceait.card.ModelCardFile;
import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.run.RecordedRun;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDirectory;
import io.ceait.sink.runfile.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report RUN_DIR}: assesses a recorded run anew. What was measured, and the first assessment, stay as they are. */
@Command(
        name = "report",
        sortOptions = false,
        customSynopsis = "ceait report RUN_DIR [options]",
        description = {
            "Assess a recorded run anew, with another PUE, carbon intensity or attribution.",
            "What is not stated stays as it was. Nothing is measured, and the outputs that",
            "are there stay as they are.%n"
        })
final class ReportCommand implements Callable<Integer> {

    static final List<Setting> SETTINGS = Stream.concat(
                    Setting.ofTheAssessment().stream(), RecoverCommand.SETTINGS.stream())
            .toList();

    private static final String NAME = "report-";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN_DIR", description = "The directory of the run.")
    private Path directory = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the outputs go, a new directory. Default: RUN_DIR/report-1, or the next number.")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Write into a directory that is there, over what it holds.")
    private boolean overwrite;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() {
        RecordedRun run = RecordedRun.open(directory);
        EffectiveConfig config = SettingOptions.resolve(
                Objects.requireNonNull(spec).commandLine().getParseResult(), System.getenv());
        Logging.setUp(config);
        FactorSettings factors = FactorSettings.of(config);
        RunDescription as = describe(run.description(), factors, config);
        Rewriting.requireOver(run, directory);
        RunDirectory into = into();
        try {
            RunFile.write(into, as, RunFile.inventory(directory));
            return Rewriting.write(run, as, factors.feed(as.factors()), into, FileSinks.all(), config);
        } catch (IOException e) {
            into.discard();
            throw new OutputException(into.path() + " cannot be written: " + TextFiles.reason(e));
        } catch (RuntimeException e) {
            into.discard();
            throw e;
        }
    }

    private static RunDescription describe(RunDescription recorded, FactorSettings factors, EffectiveConfig config) {
        Policy headline = config.isStated(Setting.ATTRIBUTION)
                ? config.oneOf(Setting.ATTRIBUTION, Policy.class, Policy::label)
                : recorded.headline();
        return recorded.assessedBy(
                headline,
                factors.or(recorded.factors()),
                Declared.over(config, recorded.declarations()),
                config.find(Setting.MODEL_CARD, text -> ModelCardFile.read(FilePath.of(text)))
                        .orElse(recorded.card()),
                config.over(recorded.settings()));
    }

    /** The record of an assessment is kept: nothing is written over unless somebody asks for it. */
    private RunDirectory into() {
        Path target =
                (out != null ? out : nextBelow(directory)).toAbsolutePath().normalize();
        if (overwrite && Files.isDirectory(target)) {
            return RunDirectory.existing(target);
        }
        Path parent = target.getParent();
        if (parent == null || Files.exists(target)) {
            throw new InputException(
                    "--out: " + target + " exists already: choose another directory, or --overwrite to write into it");
        }
        try {
            return RunDirectory.create(parent, target.getFileName().toString());
        } catch (IOException e) {
            throw new OutputException(
                    target + " cannot be made: " + TextFiles.reason(e) + "; choose another with --out");
        }
    }

    private static Path nextBelow(Path directory) {
        int number = 1;
        while (Files.exists(directory.resolve(NAME + number))) {
            number++;
        }
        return directory.resolve(NAME + number);
    }
}
