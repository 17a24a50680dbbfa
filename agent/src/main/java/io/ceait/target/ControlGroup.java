package io.ceait.target;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.MemoryMeans;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a control group as one job: a Slurm step, a pod, a systemd unit. The kernel books CPU time and memory of
 * the whole group itself, so that nothing of the job is missed, however short it lives and wherever it moves in the tree
 * of processes. Ends when the group is empty or gone.
 *
 * <p>A tick costs one read for the CPU time, one for the memory and one for each group's list of processes.
 */
public final class ControlGroup implements Job {

    /** Groups below are made seldom; memory without a controller costs a file per process. */
    private static final long SELDOM_NANOS = 1_000_000_000L;

    private final GroupDirectories directories;
    private final MachineLoad load;
    private final GroupCpu cpu;
    private final @Nullable GroupMemory memory;
    private final ResidentMemory resident;
    private final GroupProcesses processes;
    private final long cpuAtAttach;
    private final JobAccount account;
    private boolean searched;
    private long searchedAt;
    private long searchedForks;
    private long memoryBytes;
    private boolean gone;

    private ControlGroup(
            GroupDirectories directories,
            MachineLoad load,
            GroupCpu cpu,
            @Nullable GroupMemory memory,
            ResidentMemory resident) {
        this.directories = directories;
        this.load = load;
        this.cpu = cpu;
        this.memory = memory;
        this.resident = resident;
        this.processes = new GroupProcesses(directories.processes());
        this.cpuAtAttach = cpu.microseconds();
        this.account = JobAccount.of(CpuMeans.CGROUP, memory == null ? MemoryMeans.PROC : MemoryMeans.CGROUP);
        processes.refresh();
    }

    /**
     * Attaches to a group; what it used before does not count.
     *
     * @param stated its directory, or its path within a hierarchy as {@code /proc/PID/cgroup} has it
     * @param load the machine's load, refreshed by the caller before each {@link #refresh}
     * @throws TargetException if there is no such group, it is empty, or not ours to read
     */
    public static ControlGroup attach(KernelRoots roots, String stated, MachineLoad load, KernelConstants constants) {
        GroupDirectories directories = GroupDirectories.find(roots.cgroupfs(), stated);
        GroupCpu cpu = cpu(directories);
        ControlGroup group = new ControlGroup(
                directories, load, cpu, memory(directories), new ResidentMemory(roots.procfs(), constants.pageBytes()));
        try {
            if (!group.processes.any()) {
                throw new TargetException("the control group " + directories.name() + " has no processes");
            }
            for (int i = 0; i < group.processes.count(); i++) {
                ProcessOwner.requireOurs(roots.procfs(), group.processes.pid(i));
            }
            return group;
        } catch (TargetException e) {
            group.close();
            throw e;
        }
    }

    private static GroupCpu cpu(GroupDirectories directories) {
        try {
            return GroupCpu.open(directories.cpu());
        } catch (IOException e) {
            throw new TargetException("the CPU time of the control group " + directories.name()
                    + " is not ours to read (" + directories.cpu() + "): start the agent as root");
        }
    }

    private static @Nullable GroupMemory memory(GroupDirectories directories) {
        try {
            return directories.memory().isPresent()
                    ? GroupMemory.open(directories.memory().get())
                    : null;
        } catch (IOException e) {
            // Its processes can be asked one by one.
            return null;
        }
    }

    @Override
    public void refresh(long nowNanos) {
        boolean seldom = !searched || nowNanos - searchedAt >= SELDOM_NANOS;
        if (seldom && (!searched || load.forks() != searchedForks)) {
            processes.findGroups();
            searchedForks = load.forks();
        }
        processes.refresh();
        // After the list: when that was empty, nobody was left to add to this.
        gone = !cpu.refresh() && !Files.exists(directories.cpu());
        if (memory != null) {
            memory.refresh();
            if (processes.any()) {
                memoryBytes = memory.bytes();
            }
        } else if (seldom && processes.count() > 0) {
            resident.begin();
            for (int i = 0; i < processes.count(); i++) {
                resident.add(processes.pid(i));
            }
            memoryBytes = resident.bytes();
        }
        if (seldom) {
            searched = true;
            searchedAt = nowNanos;
        }
    }

    @Override
    public long cpuMicroseconds() {
        return cpu.microseconds() - cpuAtAttach;
    }

    @Override
    public long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public int processes() {
        return processes.count();
    }

    @Override
    public int processesSeen() {
        return processes.seen();
    }

    @Override
    public boolean alive() {
        return !gone && processes.any();
    }

    @Override
    public List<Integer> awaitedPids() {
        // One is enough: as long as it runs the group is not empty, and when it ends the next one is looked for.
        return processes.count() == 0 ? List.of() : List.of(processes.pid(0));
    }

    @Override
    public boolean containsProcess(int pid) {
        return processes.contains(pid);
    }

    @Override
    public void forEachProcess(IntConsumer action) {
        for (int i = 0; i < processes.count(); i++) {
            action.accept(processes.pid(i));
        }
    }

    @Override
    public JobAccount account() {
        return account;
    }

    @Override
    public void close() {
        cpu.close();
        processes.close();
        if (memory != null) {
            memory.close();
        }
    }
}
