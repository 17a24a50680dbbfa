package io.ceait.cli;

import io.ceait.command.Command;
import io.ceait.data.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run [options] -- COMMAND…}: starts a command, meters it, ends with its exit code. */
@CommandLine.Command(
        name = "run",
        sortOptions = false,
        customSynopsis = "ceait run [options] -- COMMAND…",
        description = "Start a command, meter it and exit with its code.%n")
final class RunCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command and its arguments, behind --.")
    private List<String> command = new ArrayList<>();

    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() throws InterruptedException {
        if (command.isEmpty()) {
            throw new InputException("run: no command: write it behind --, as in run -- python3 train.py");
        }
        Command prepared = Command.prepare(command);
        CommandSpec self = Objects.requireNonNull(spec);
        MeteringSettings settings =
                MeteringSettings.of(SettingOptions.resolve(self.commandLine().getParseResult(), System.getenv()));
        Child child = new Child(prepared, settings.roots());
        try {
            try {
                new Metering(settings).execute(child);
            } catch (OutputException e) {
                if (!child.isStarted()) {
                    throw e;
                }
                // The job comes first.
                say(self, e.getMessage() + "; the command runs on, unmetered");
            } catch (RuntimeException | Error e) {
                if (!child.isStarted()) {
                    throw e;
                }
                say(self, "the command runs on, unmetered: " + e);
            }
            // The command's code, as without the agent: what could not be written has been said on stderr.
            return child.exitCode();
        } catch (Child.NotStarted e) {
            say(self, e.getMessage());
            return e.exitCode();
        } finally {
            child.cleanUp();
        }
    }

    private static void say(CommandSpec self, @Nullable String sentence) {
        self.commandLine().getErr().println("ceait: " + sentence);
        self.commandLine().getErr().flush();
    }
}
