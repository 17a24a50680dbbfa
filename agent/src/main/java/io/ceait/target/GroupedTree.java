package io.ceait.target;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A tree of processes that has a control group to itself. The scheduler's account of the group is the job's CPU time
 * then: exact for children of any shape, however short they live and whoever waits for them. Processes of the group that
 * no way down the tree leads to, because the one that started them has ended, belong to the job.
 *
 * <p>The tree keeps its own account all the while. When somebody else enters the group, a process of the job leaves it,
 * or the group is removed, that account goes on from where the group's last stood for the job alone.
 */
public final class GroupedTree implements Job {

    /** A child of ours has entered its group by then, or never will. */
    private static final long ENTERED_NANOS = 2_000_000_000L;

    private final ProcessTree tree;
    private final JobGroup group;
    private final Optional<GroupMemory> memory;
    private final MachineLoad load;
    private final Newcomers newcomers;

    /** Whether the group's account is the job's. */
    private boolean trusted = true;

    /** Whether anybody of the job has been in the group. */
    private boolean entered;

    private boolean awaitsChild;
    private long startedAt = Long.MIN_VALUE;
    private long microseconds;
    private long memoryBytes;
    private long treeAtLastTrust;
    private Loss loss = Loss.NONE;
    private JobAccount accountOfTree;
    private JobAccount accountAtLoss;
    private JobAccount account;

    private GroupedTree(
            ProcessTree tree, JobGroup group, Optional<GroupMemory> memory, MachineLoad load, Newcomers newcomers) {
        this.tree = tree;
        this.group = group;
        this.memory = memory;
        tree.memoryIsToldByOthers(memory.isPresent());
        this.load = load;
        this.newcomers = newcomers;
        accountOfTree = tree.account();
        accountAtLoss = accountOfTree;
        account = ofGroup();
    }

    /**
     * Attaches to processes that are running, and to their control group where they have one to themselves.
     *
     * @param load the machine's load, refreshed by the caller before each {@link #refresh}
     * @throws TargetException if one of them is not there or not ours to read
     */
    public static Job attach(KernelRoots roots, List<Integer> pids, MachineLoad load, KernelConstants constants) {
        ProcessTree tree = ProcessTree.attach(roots.procfs(), pids, load, constants);
        for (CpuGroup found : CpuGroup.of(roots, Integer.toString(pids.get(0)))) {
            Optional<GroupedTree> grouped = found.isRoot()
                    ? Optional.empty()
                    : attach(roots, tree, found, load, Newcomers.above(roots.procfs(), tree, pids.get(0)));
            if (grouped.isPresent()) {
                return grouped.get();
            }
        }
        return tree.watchingForOrphans(roots.procfs());
    }

    private static Optional<GroupedTree> attach(
            KernelRoots roots, ProcessTree tree, CpuGroup found, MachineLoad load, Newcomers newcomers) {
        try {
            JobGroup group = JobGroup.open(found.directory());
            tree.searchAgain(true);
            group.lookAgain();
            if (group.any() && !group.hasHidden() && newcomers.admit(group, true) && !tree.runsOutside(group)) {
                GroupedTree grouped = new GroupedTree(tree, group, GroupMemory.of(roots, found), load, newcomers);
                grouped.entered = true;
                return Optional.of(grouped);
            }
            group.close();
        } catch (IOException e) {
            // Not ours to read, or gone.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * A job that begins with a child which this process is about to start in a control group made for it. Whoever is in
     * that group belongs to the job.
     *
     * @throws IOException if the group cannot be read
     */
    public static GroupedTree ofChildToCome(
            KernelRoots roots, OwnGroup made, MachineLoad load, KernelConstants constants) throws IOException {
        JobGroup group = JobGroup.open(made.directory());
        ProcessTree tree = ProcessTree.ofChildToCome(roots.procfs(), load, constants);
        GroupedTree grouped =
                new GroupedTree(tree, group, GroupMemory.in(made.directory()), load, Newcomers.allOfTheJob(tree));
        grouped.awaitsChild = true;
        return grouped;
    }

    /** The child has been started. */
    public void adopt(int pid) {
        tree.adopt(pid);
        awaitsChild = false;
    }

    @Override
    public void refresh(long nowNanos) {
        tree.refresh(nowNanos);
        if (trusted) {
            memory.ifPresent(GroupMemory::refresh);
            boolean there = group.refresh(nowNanos, load.forks());
            if (group.any()) {
                // They were there when it was read. It stays at what they last held.
                memoryBytes = memory.map(GroupMemory::bytes).orElse(0L);
            }
            entered |= group.any() || group.cpuMicroseconds() > 0;
            if (!there) {
                distrust(Loss.REMOVED);
            } else if (entered) {
                judge();
            } else if (!awaitsChild) {
                startedAt = startedAt == Long.MIN_VALUE ? nowNanos : startedAt;
                if (nowNanos - startedAt >= ENTERED_NANOS && tree.alive()) {
                    distrust(Loss.NOT_ENTERED);
                }
            }
        }
        if (trusted) {
            microseconds = Math.max(microseconds, entered ? group.cpuMicroseconds() : tree.cpuMicroseconds());
            treeAtLastTrust = tree.cpuMicroseconds();
        } else {
            microseconds += tree.cpuMicroseconds() - treeAtLastTrust;
            treeAtLastTrust = tree.cpuMicroseconds();
        }
    }

    private void judge() {
        if (group.hasHidden() || (group.hasNewcomers() && !newcomers.admit(group, false))) {
            distrust(Loss.STRANGER);
            return;
        }
        if (tree.runsOutside(group)) {
            // A group below may just have been made for it.
            group.lookAgain();
            if (tree.runsOutside(group)) {
                distrust(Loss.LEFT);
            }
        }
    }

    private void distrust(Loss why) {
        trusted = false;
        tree.memoryIsToldByOthers(false);
        memory.ifPresent(GroupMemory::close);
        loss = why;
        accountAtLoss = tree.account();
        group.close();
    }

    @Override
    public long cpuMicroseconds() {
        return microseconds;
    }

    @Override
    public long memoryBytes() {
        return trusted && entered && memory.isPresent() ? memoryBytes : tree.memoryBytes();
    }

    @Override
    public int processes() {
        return tree.processes();
    }

    @Override
    public int processesSeen() {
        return tree.processesSeen();
    }

    @Override
    public boolean alive() {
        return tree.alive() || (trusted && group.any());
    }

    @Override
    public List<Integer> awaitedPids() {
        List<Integer> awaited = tree.awaitedPids();
        return awaited.isEmpty() && trusted && group.count() > 0 ? List.of(group.pid(0)) : awaited;
    }

    @Override
    public boolean containsProcess(int pid) {
        return tree.containsProcess(pid) || (trusted && group.contains(pid));
    }

    @Override
    public void forEachProcess(IntConsumer action) {
        tree.forEachProcess(action);
    }

    @Override
    public JobAccount account() {
        JobAccount ofTree = tree.account();
        if (ofTree != accountOfTree || account.loss() != loss) {
            accountOfTree = ofTree;
            account = trusted
                    ? ofGroup()
                    : new JobAccount(
                            ofTree.cpu(),
                            ofTree.memory(),
                            loss,
                            ofTree.unwaitedProcesses() - accountAtLoss.unwaitedProcesses(),
                            ofTree.unwaitedMicroseconds() - accountAtLoss.unwaitedMicroseconds(),
                            ofTree.strayProcesses(),
                            ofTree.strayMicroseconds() - accountAtLoss.strayMicroseconds());
        }
        return account;
    }

    private JobAccount ofGroup() {
        return JobAccount.of(CpuMeans.CGROUP, memory.isPresent() ? MemoryMeans.CGROUP : accountOfTree.memory());
    }

    @Override
    public void close() {
        tree.close();
        group.close();
        memory.ifPresent(GroupMemory::close);
    }
}
