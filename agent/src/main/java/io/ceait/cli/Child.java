package io.ceait.cli;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.run.Run;
import io.ceait.target.GroupedTree;
import io.ceait.target.Job;
import io.ceait.target.OrphanReaper;
import io.ceait.target.OwnGroup;
import io.ceait.target.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The command as a child that shares our terminal, input and output; in a control group of its own where one may be made,
 * else with us as the reaper of its orphans.
 */
final class Child implements Metering.TargetOpener {

    private static final String NO_SUCH_FILE = "error=2,";

    private static final Path SHELL = Path.of("/bin/sh");

    /** The shell enters the group and becomes the command: the same process, input, output and terminal. */
    private static final String ENTER = "{ echo 0 >\"$0\"; } 2>/dev/null; exec \"$@\"";

    /** The kernel may take a moment to see that the last one has left. */
    private static final int REMOVAL_ATTEMPTS = 10;

    private static final long REMOVAL_MILLIS = 10;

    private final List<String> command;
    private final KernelRoots roots;
    private Optional<OwnGroup> group = Optional.empty();
    private @Nullable ProcessTree reapingTree;
    private IntConsumer adopt = pid -> {};
    private @Nullable OrphanReaper reaper;
    private @Nullable Process process;

    Child(List<String> command, KernelRoots roots) {
        this.command = command;
        this.roots = roots;
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
        if (shellCanBecomeIt()) {
            group = OwnGroup.make(roots, "ceait-run-" + ProcessHandle.current().pid());
        }
        if (group.isPresent()) {
            try {
                GroupedTree grouped = GroupedTree.ofChildToCome(roots, group.get(), load, constants);
                adopt = grouped::adopt;
                return grouped;
            } catch (IOException e) {
                // Removed under our hands, say. The command runs without one.
                group.get().remove();
                group = Optional.empty();
            }
        }
        ProcessTree tree = ProcessTree.ofChildToCome(roots.procfs(), load, constants);
        tree.waitForOrphans();
        adopt = tree::adopt;
        reapingTree = tree;
        // JNA takes its time, beside the first sample.
        reaper = OrphanReaper.start();
        return tree;
    }

    /** What cannot be executed is better said by us than by a shell. */
    private boolean shellCanBecomeIt() {
        String name = command.get(0);
        return Files.isExecutable(SHELL)
                && !name.startsWith("-")
                && Executables.isFound(name, System.getenv().getOrDefault("PATH", ""));
    }

    @Override
    public List<Integer> launch() {
        Process started = start();
        process = started;
        int pid = (int) started.pid();
        adopt.accept(pid);
        ProcessTree tree = reapingTree;
        OrphanReaper orphans = reaper;
        if (tree != null && orphans != null) {
            orphans.childStarted(started);
            if (orphans.works()) {
                tree.orphansComeToUs();
            }
        }
        return List.of(pid);
    }

    private Process start() {
        List<String> words = new ArrayList<>();
        group.ifPresent(made ->
                words.addAll(List.of(SHELL.toString(), "-c", ENTER, made.entry().toString())));
        words.addAll(command);
        try {
            return new ProcessBuilder(words).inheritIO().start();
        } catch (IOException e) {
            boolean absent = String.valueOf(e.getMessage()).contains(NO_SUCH_FILE);
            throw new NotStarted(
                    "'" + command.get(0) + (absent ? "' is not found" : "' cannot be executed"),
                    absent ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE);
        }
    }

    /** An interrupt from the terminal has reached the child as it has us; the others are passed on. */
    @Override
    public void onSignal(String signal, Run run) {
        Process child = process;
        if (child != null && !signal.equals("INT")) {
            child.destroy();
        }
    }

    @Override
    public void ended() {
        if (reaper != null) {
            reaper.close();
        }
    }

    boolean isStarted() {
        return process != null;
    }

    int exitCode() throws InterruptedException {
        return Objects.requireNonNull(process).waitFor();
    }

    /** Removes the group, unless something of the job lives on in it. */
    void cleanUp() throws InterruptedException {
        if (group.isEmpty()) {
            return;
        }
        for (int i = 0; i < REMOVAL_ATTEMPTS; i++) {
            if (group.get().remove()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(REMOVAL_MILLIS);
        }
        LoggerFactory.getLogger(Child.class)
                .warn(
                        "something of the command lives on in the control group {}: it is left as it is",
                        group.get().directory());
    }
}
