package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.run.RecordedRun;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunSink;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recover RUN_DIR}: finishes a run whose agent was killed, from its journal. */
@Command(
        name = "recover",
        sortOptions = false,
        customSynopsis = "ceait recover [--overwrite] RUN_DIR",
        description = "Finish a run whose agent was killed: write from its journal what is missing.%n")
final class RecoverCommand implements Callable<Integer> {

    static final List<Setting> SETTINGS = List.of(Setting.LANG, Setting.QUIET, Setting.LOG_LEVEL);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN_DIR", description = "The directory of the run.")
    private Path directory = Path.of("");

    @Option(names = "--overwrite", description = "Write the outputs that are there anew, too.")
    private boolean overwrite;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() {
        CommandSpec self = Objects.requireNonNull(spec);
        EffectiveConfig config = SettingOptions.resolve(self.commandLine().getParseResult(), System.getenv());
        Logging.setUp(config);
        RecordedRun run = RecordedRun.open(directory);
        Rewriting.requireOver(run, directory);
        List<RunSink> missing = FileSinks.all().stream()
                .filter(sink -> overwrite || isMissing(sink))
                .toList();
        if (missing.isEmpty()) {
            if (!config.isOn(Setting.QUIET)) {
                PrintWriter err = self.commandLine().getErr();
                err.println(directory + " is complete, nothing is changed (--overwrite writes its outputs anew)");
                err.flush();
            }
            return ExitCode.OK;
        }
        return Rewriting.write(
                run, run.description(), Optional.empty(), RunDirectory.existing(directory), missing, config);
    }

    private boolean isMissing(RunSink sink) {
        return !sink.files().stream().allMatch(file -> Files.exists(directory.resolve(file)));
    }
}
