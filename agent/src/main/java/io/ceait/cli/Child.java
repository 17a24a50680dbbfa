package io.ceait.cli;

import io.ceait.command.CannotStart;
import io.ceait.command.Command;
import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.target.GroupEntry;
import io.ceait.target.GroupedTree;
import io.ceait.target.Job;
import io.ceait.target.OrphanReaper;
import io.ceait.target.OwnGroup;
import io.ceait.target.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The command as a child that shares our terminal, input and output; in a control group of its own where one may be made,
 * else with us as the reaper of its orphans.
 */
final class Child implements TargetOpener {

    /** The kernel may take a moment to see that the last one has left. */
    private static final int REMOVAL_ATTEMPTS = 10;

    private static final long REMOVAL_MILLIS = 10;

    private final Command command;
    private final KernelRoots roots;
    private Optional<OwnGroup> group = Optional.empty();
    private @Nullable ProcessTree reapingTree;
    private IntConsumer adopt = pid -> {};
    private @Nullable OrphanReaper reaper;

    Child(Command command, KernelRoots roots) {
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
        group = OwnGroup.make(roots, Instant.now());
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

    @Override
    public List<Integer> launch() {
        int pid = start();
        adopt.accept(pid);
        ProcessTree tree = reapingTree;
        OrphanReaper orphans = reaper;
        if (tree != null && orphans != null) {
            orphans.childStarted(pid, command::exitCode);
            if (orphans.works()) {
                tree.orphansComeToUs();
            }
        }
        return List.of(pid);
    }

    private int start() {
        Optional<GroupEntry> entry = group.flatMap(made -> {
            try {
                return Optional.of(made.open(roots.procfs()));
            } catch (IOException e) {
                // The account of the group will show that nobody came.
                return Optional.empty();
            }
        });
        try {
            return command.start(pid -> entry.ifPresent(door -> door.enter(pid)));
        } catch (CannotStart e) {
            throw new NotStarted(
                    String.valueOf(e.getMessage()), e.isAbsent() ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE);
        } finally {
            entry.ifPresent(GroupEntry::close);
        }
    }

    /** It is given ours. */
    @Override
    public List<Path> outputs() {
        return List.of(Path.of("/proc/self/fd/1"), Path.of("/proc/self/fd/2"));
    }

    @Override
    public void keeps(String signal) {
        command.keepFrom(signal);
    }

    @Override
    public void onSignal(String signal, Runnable stop) {
        command.pass(signal);
    }

    @Override
    public void ended() {
        if (reaper != null) {
            reaper.close();
        }
    }

    boolean isStarted() {
        return command.isStarted();
    }

    int exitCode() throws InterruptedException {
        return command.exitCode();
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
