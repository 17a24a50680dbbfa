package io.ceait.cli;

import io.ceait.data.InputException;
import io.ceait.kernel.KernelConstants;
import io.ceait.machine.MachineLoad;
import io.ceait.run.Run;
import io.ceait.target.Job;
import io.ceait.target.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run [options] -- COMMAND…}: starts a command, meters it, ends with its exit code. */
@Command(
        name = "run",
        sortOptions = false,
        customSynopsis = "ceait run [options] -- COMMAND…",
        description = "Start a command, meter it and exit with its code.%n")
final class RunCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command and its arguments, behind --.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        if (command.isEmpty()) {
            throw new InputException("run: no command: write it behind --, as in run -- python3 train.py");
        }
        CommandSpec self = Objects.requireNonNull(spec);
        MeteringSettings settings =
                MeteringSettings.of(SettingOptions.resolve(self.commandLine().getParseResult(), System.getenv()));
        Child child = new Child(command, settings.roots().procfs());
        try {
            try {
                new Metering(settings).execute(child);
            } catch (OutputException e) {
                if (!child.isStarted()) {
                    throw e;
                }
                // It runs unmetered then: the job comes first.
                say(self, e.getMessage());
            }
            // The command's code, as without the agent: what could not be written has been said on stderr.
            return child.exitCode();
        } catch (Child.NotStarted e) {
            say(self, e.getMessage());
            return e.exitCode();
        }
    }

    private static void say(CommandSpec self, @Nullable String sentence) {
        self.commandLine().getErr().println("ceait: " + sentence);
        self.commandLine().getErr().flush();
    }

    /** The command as a child that shares our terminal, input and output. */
    private static final class Child implements Metering.TargetOpener {

        private static final String NO_SUCH_FILE = "error=2,";

        private final List<String> command;
        private final Path procfs;
        private @Nullable ProcessTree job;
        private @Nullable Process process;

        Child(List<String> command, Path procfs) {
            this.command = command;
            this.procfs = procfs;
        }

        static final class NotStarted extends RuntimeException {

            private static final long serialVersionUID = 1L;
            private final int exitCode;

            NotStarted(String sentence, int exitCode) {
                super(sentence);
                this.exitCode = exitCode;
            }

            int exitCode() {
                return exitCode;
            }
        }

        @Override
        public String kind() {
            return "run";
        }

        @Override
        public boolean isOurChild() {
            return true;
        }

        @Override
        public Job open(MachineLoad load, KernelConstants constants) {
            ProcessTree tree = ProcessTree.ofChildToCome(procfs, load, constants);
            job = tree;
            return tree;
        }

        @Override
        public List<Integer> launch() {
            Process started;
            try {
                started = new ProcessBuilder(command).inheritIO().start();
            } catch (IOException e) {
                boolean absent = String.valueOf(e.getMessage()).contains(NO_SUCH_FILE);
                throw new NotStarted(
                        "'" + command.get(0) + (absent ? "' is not found" : "' cannot be executed"),
                        absent ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE);
            }
            process = started;
            int pid = (int) started.pid();
            Objects.requireNonNull(job).adopt(pid);
            return List.of(pid);
        }

        /** An interrupt from the terminal has reached the child as it has us; the others are passed on. */
        @Override
        public void onSignal(String signal, Run run) {
            Process child = process;
            if (child != null && !signal.equals("INT")) {
                child.destroy();
            }
        }

        boolean isStarted() {
            return process != null;
        }

        int exitCode() throws InterruptedException {
            return Objects.requireNonNull(process).waitFor();
        }
    }
}
