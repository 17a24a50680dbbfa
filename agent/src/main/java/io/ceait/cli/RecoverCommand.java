package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.run.RecordedRun;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/**
 * {@code recover RUN_DIR…}: finishes runs whose agents were killed, from their journals. One that cannot be recovered is told
 * of and keeps none of the others.
 */
@Command(
        name = "recover",
        sortOptions = false,
        customSynopsis = "ceait recover [--overwrite] RUN_DIR…",
        description = "Finish runs whose agents were killed: write from their journals what is missing.%n")
final class RecoverCommand implements Callable<Integer> {

    static final List<Setting> SETTINGS = List.of(Setting.LANG, Setting.QUIET, Setting.LOG_LEVEL);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "RUN_DIR",
            arity = "1..*",
            description = "The directory of a run; several, one after the other.")
    private List<Path> directories = new ArrayList<>();

    @Option(names = "--overwrite", description = "Write the outputs that are there anew, too.")
    private boolean overwrite;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() {
        CommandSpec self = Objects.requireNonNull(spec);
        EffectiveConfig config = SettingOptions.resolve(self.commandLine().getParseResult(), System.getenv());
        Logging.setUp(config);
        int code = ExitCode.OK;
        for (Path directory : directories) {
            int one = recover(directory, config, self);
            code = code == ExitCode.OK ? one : code;
        }
        return code;
    }

    private int recover(Path directory, EffectiveConfig config, CommandSpec self) {
        try {
            return recoverOrRefuse(directory, config, self);
        } catch (InputException | OutputException e) {
            if (directories.size() == 1) {
                throw e;
            }
            return Ceait.report(e, self.commandLine().getErr());
        }
    }

    private int recoverOrRefuse(Path directory, EffectiveConfig config, CommandSpec self) {
        RecordedRun run = RecordedRun.open(directory);
        Rewriting.requireOver(run, directory);
        List<RunSink> missing = FileSinks.all().stream()
                .filter(sink -> overwrite || isMissing(sink, directory))
                .toList();
        if (missing.isEmpty()) {
            try {
                run.removeUnfinished();
            } catch (IOException e) {
                throw new OutputException(directory + " cannot be written: " + TextFiles.reason(e));
            }
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

    private static boolean isMissing(RunSink sink, Path directory) {
        return !sink.files().stream().allMatch(file -> Files.exists(directory.resolve(file)));
    }
}
