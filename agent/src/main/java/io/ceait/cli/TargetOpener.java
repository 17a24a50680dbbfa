package io.ceait.cli;

import io.ceait.kernel.KernelConstants;
import io.ceait.machine.MachineLoad;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.RunIdentity.JobVariables;
import io.ceait.target.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the job comes from. */
interface TargetOpener {

    /** {@code pid}, {@code cgroup}, {@code machine} or {@code run}. */
    String kind();

    /** The control group that was stated; empty for other targets. */
    default String cgroup() {
        return "";
    }

    /** What a process that is running already says of the job that it belongs to. */
    default Optional<JobVariables> jobVariables() {
        return Optional.empty();
    }

    /** Attaches to the job, or makes ready for one that is yet to be started. */
    Job open(MachineLoad load, KernelConstants constants);

    /**
     * The first sample is taken: starts the job if it is ours to start.
     *
     * @return the processes that are the target
     */
    List<Integer> launch();

    /**
     * Whether the job is a child of the agent. Then it has the terminal, and no helper process may be started while it
     * runs: what that used would be taken for the job's.
     */
    default boolean isOurChild() {
        return false;
    }

    /**
     * What a signal to the agent means: end the run, or tell the child.
     *
     * @param stop ends the run
     */
    default void onSignal(String signal, Runnable stop) {
        stop.run();
    }

    /** Where the job's standard output and error go, in {@code /proc}; none where that is not known. */
    default List<Path> outputs() {
        return List.of();
    }

    /** A signal that counts steps of the job is not passed on to it. */
    default void keeps(String signal) {}

    /** Metering is over: the agent may start processes of its own from now on. */
    default void ended() {}

    /** The target as run.json tells it. */
    default TargetDescription describe(List<Integer> pids, String cpuMeans) {
        return new TargetDescription(kind(), pids, cgroup(), cpuMeans);
    }
}
