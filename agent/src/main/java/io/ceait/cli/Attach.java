package io.ceait.cli;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.run.RunIdentity;
import io.ceait.run.RunIdentity.JobVariables;
import io.ceait.target.GroupedTree;
import io.ceait.target.Job;
import io.ceait.target.ProcessEnvironment;
import io.ceait.target.ProcessOwner;
import io.ceait.target.TargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Processes that run already, with their descendants.
 *
 * @param there those of them that were there when the agent was called
 */
record Attach(List<Integer> pids, KernelRoots roots, List<Integer> there) implements TargetOpener {

    static Attach to(List<Integer> pids, KernelRoots roots) {
        return new Attach(
                pids, roots, pids.stream().filter(pid -> isThere(roots, pid)).toList());
    }

    private static boolean isThere(KernelRoots roots, int pid) {
        return Files.exists(roots.procfs().resolve(Integer.toString(pid)));
    }

    @Override
    public String kind() {
        return "pid";
    }

    @Override
    public Optional<JobVariables> jobVariables() {
        int first = pids.get(0);
        return Optional.of(
                new JobVariables(first, ProcessEnvironment.of(roots.procfs(), first, RunIdentity.VARIABLES)));
    }

    @Override
    public List<Path> outputs() {
        Path files = roots.procfs().resolve(pids.get(0).toString()).resolve("fd");
        return List.of(files.resolve("1"), files.resolve("2"));
    }

    @Override
    public Job open(MachineLoad load, KernelConstants constants) {
        try {
            for (int pid : pids) {
                ProcessOwner.requireOurs(roots.procfs(), pid);
            }
            return GroupedTree.attach(roots, pids, load, constants);
        } catch (TargetException e) {
            throw there.stream()
                    .filter(pid -> !isThere(roots, pid))
                    .findFirst()
                    .map(pid -> new TargetException("process " + pid + " ended while the agent was starting"))
                    .orElse(e);
        }
    }

    @Override
    public List<Integer> launch() {
        return pids;
    }
}
