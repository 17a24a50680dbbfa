package io.ceait.cli;

import io.ceait.data.InputException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion bash}. */
@Command(name = "completion", description = "Print a completion script for bash: source <(ceait completion bash).")
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash")
    private String shell = "";

    @Override
    public Integer call() {
        if (!shell.equals("bash")) {
            throw new InputException("completion: there is none for '" + shell + "', only for bash");
        }
        CommandSpec command = Objects.requireNonNull(spec);
        command.commandLine()
                .getOut()
                .println(AutoComplete.bash(
                        "ceait", Objects.requireNonNull(command.parent()).commandLine()));
        return ExitCode.OK;
    }
}
