package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.emission.IntensityFeed;
import io.ceait.run.RecordedRun;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunSink;
import io.ceait.sink.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What recovering a run and reporting it anew have in common. */
final class Rewriting {

    private Rewriting() {}

    /** Refuses a run that goes on: its agent writes its outputs itself. */
    static void requireOver(RecordedRun run, Path directory) {
        try {
            if (run.isBeingWritten()) {
                throw new InputException(directory
                        + ": this run goes on, its agent is alive and writes the outputs itself" + " when it ends");
            }
        } catch (IOException e) {
            throw new InputException(directory + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    /** Lets sinks write a recorded run, shows its result and returns the exit code. */
    static int write(
            RecordedRun run,
            RunDescription as,
            Optional<IntensityFeed> instead,
            RunDirectory into,
            List<RunSink> sinks,
            EffectiveConfig config) {
        List<RunSink> all = new ArrayList<>(sinks);
        all.add(new Console(
                System.err,
                config.isOn(Setting.QUIET) ? Console.Progress.NONE : Console.Progress.LOG,
                false,
                MeteringSettings.language(config)));
        try {
            return run.write(as, instead, into, all).allWritten() ? ExitCode.OK : ExitCode.OUTPUT;
        } catch (IOException e) {
            throw new OutputException(into.path() + " cannot be written: " + TextFiles.reason(e));
        }
    }
}
