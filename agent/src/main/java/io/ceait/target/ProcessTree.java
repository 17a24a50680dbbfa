package io.ceait.target;

import io.ceait.kernel.KernelConstants;
import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Processes and all their descendants as one job: who they are ({@link Members}), the CPU time they used
 * ({@link CpuBooks}) and the memory they hold ({@link TreeMemory}).
 *
 * <p>A tick costs one seek and one read per process, and allocates nothing as long as no process starts.
 */
public final class ProcessTree implements Job {

    private final ProcessFiles files;
    private final MachineLoad load;
    private final KernelConstants constants;
    private final ProcessStat scratch = new ProcessStat();
    private final Members members = new Members();
    private final Unwaited unwaited = new Unwaited();
    private final CpuBooks cpu;
    private final TreeMemory memory;
    private final Search search;
    private JobAccount account = JobAccount.of(CpuMeans.PROC, MemoryMeans.PROC);

    private boolean awaitsChild;
    private boolean reapsOrphans;

    /** Where orphans are in nobody's books; null where they are. */
    private @Nullable OrphanWatch orphans;

    private @Nullable Strays strays;

    private int running;

    private ProcessTree(ProcessFiles files, MachineLoad load, KernelConstants constants, Executor beside) {
        this.files = files;
        this.load = load;
        this.constants = constants;
        this.cpu = new CpuBooks(files, members, load, constants, unwaited);
        this.memory = new TreeMemory(files, members, load, constants, beside);
        this.search = new Search(files, load, members, cpu, memory);
    }

    /**
     * Attaches to processes that are running; what they used before does not count.
     *
     * @param load the machine's load, refreshed by the caller before each {@link #refresh}
     * @throws TargetException if one of them is not there or not ours to read
     */
    public static ProcessTree attach(Path procfs, List<Integer> pids, MachineLoad load, KernelConstants constants) {
        return attach(new Procfs(procfs), pids, load, constants);
    }

    static ProcessTree attach(ProcessFiles files, List<Integer> pids, MachineLoad load, KernelConstants constants) {
        return attach(files, pids, load, constants, PssReader.besideTheTicks());
    }

    /** @param beside where answers of the kernel are waited for that take their time */
    static ProcessTree attach(
            ProcessFiles files, List<Integer> pids, MachineLoad load, KernelConstants constants, Executor beside) {
        ProcessTree tree = new ProcessTree(files, load, constants, beside);
        try {
            tree.addTargets(pids, false);
            return tree;
        } catch (TargetException e) {
            tree.close();
            throw e;
        }
    }

    /**
     * A job that begins with a child which this process is about to start: metered from its birth by {@link #adopt}, and
     * alive until then.
     */
    public static ProcessTree ofChildToCome(Path procfs, MachineLoad load, KernelConstants constants) {
        return ofChildToCome(new Procfs(procfs), load, constants);
    }

    static ProcessTree ofChildToCome(ProcessFiles files, MachineLoad load, KernelConstants constants) {
        ProcessTree tree = new ProcessTree(files, load, constants, PssReader.besideTheTicks());
        tree.awaitsChild = true;
        tree.cpu.expectChildOfOurs();
        return tree;
    }

    /**
     * This process waits for the child to come and for those of its orphans that come to it: what they used is found in
     * its own books of children, and nothing else is.
     */
    public void waitForOrphans() {
        cpu.waitForOrphans();
    }

    /** All orphans do: this process is a child sub-reaper. */
    public void orphansComeToUs() {
        reapsOrphans = true;
    }

    /** The child has been started. One that has ended already is no error: its time is in our books of children. */
    public void adopt(int pid) {
        awaitsChild = false;
        try {
            addTargets(List.of(pid), true);
            cpu.born(members.get(0));
            running = 1;
        } catch (TargetException e) {
            members.missedOne();
            if (cpu.ourselves() == null) {
                cpu.missedChildOfOurs();
            }
        }
    }

    private void addTargets(List<Integer> pids, boolean mayHaveEnded) {
        for (int pid : new LinkedHashSet<>(pids)) {
            Member member = openTarget(pid, mayHaveEnded);
            member.target = true;
            search.add(member);
        }
        members.sort();
        members.list().forEach(cpu::watchParentOf);
    }

    private Member openTarget(int pid, boolean mayHaveEnded) {
        try {
            Member member = Member.open(files, pid, scratch);
            if (member.releasing || (member.ended && !mayHaveEnded)) {
                member.close();
                throw new TargetException("process " + pid + " has already ended");
            }
            return member;
        } catch (AccessDeniedException e) {
            throw new TargetException(
                    "process " + pid + " is not ours to read: start the agent as its user or as root");
        } catch (IOException e) {
            throw new TargetException("there is no process " + pid + ": give the number of one that is running");
        }
    }

    @Override
    public void refresh(long nowNanos) {
        if (search.hasBegun()) {
            cpu.look(nowNanos);
            search.goOn(nowNanos);
            cpu.settleStrays(nowNanos);
        } else {
            search.begin(nowNanos);
            cpu.begin(nowNanos);
        }
        if (orphans != null) {
            orphans.look(nowNanos, load.forks(), this, unwaited);
            if (members.running() == 0) {
                orphans.lookAtTheEnd(this, unwaited);
            }
        }
        running = members.running();
        memory.refresh(nowNanos);
    }

    /**
     * Makes processes part of the job that no way down from the others leads to; counted in from now on.
     *
     * @param atAttach whether what they used until now does not count
     */
    void admitAll(List<Integer> pids, boolean atAttach) {
        search.admitAll(pids, atAttach);
        countAgain();
    }

    /** Looks for descendants at once, whatever was looked for when. */
    void searchAgain(boolean atAttach) {
        search.below(atAttach);
        countAgain();
    }

    private void countAgain() {
        running = members.running();
        memory.count();
    }

    /** Looks for orphans that went elsewhere, and for what may be theirs of the time that others took over. */
    ProcessTree watchingForOrphans(Path procfs) {
        orphans = new OrphanWatch(procfs, members.get(0));
        return watchingForStrays(Reapers.perhaps(procfs, members.get(0)), pid -> ChildSignal.isIgnoredBy(procfs, pid));
    }

    ProcessTree watchingForStrays(Set<Integer> takers, IntPredicate ignoresChildren) {
        strays = new Strays(files, takers, ignoresChildren, members, load, constants);
        cpu.watch(strays);
        return this;
    }

    /** As {@link #admitAll}, where the memory is counted soon enough. */
    void admitOrphans(List<Integer> pids, boolean atAttach) {
        if (!pids.isEmpty()) {
            search.admitAll(pids, atAttach);
        }
    }

    /** Whether one of the job's processes leads the process group or the session, which nobody else's child gets into. */
    boolean isLedByTheJob(int processGroup, int session) {
        return members.contains(processGroup) || members.contains(session);
    }

    /** Somebody else tells the job's memory, or does not any more. */
    void memoryIsToldByOthers(boolean isTold) {
        memory.toldByOthers(isTold);
    }

    boolean isPresent(int pid) {
        return members.isPresent(pid);
    }

    /** Whether one that is there, or was a moment ago, is in a process group, which the processes of one job of a shell share. */
    boolean hasProcessGroup(int number) {
        return members.hasProcessGroup(number);
    }

    /** Whether one of the job runs and is not in a group. */
    boolean runsOutside(JobGroup group) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.running() && !group.contains(member.pid) && runsStill(member)) {
                return true;
            }
        }
        return false;
    }

    /** Without booking anything. */
    private boolean runsStill(Member member) {
        return files.read(member.pid, scratch) && scratch.startTicks == member.startTicks && !scratch.ended();
    }

    @Override
    public long cpuMicroseconds() {
        return cpu.ticks() * constants.microsecondsPerTick();
    }

    @Override
    public long memoryBytes() {
        return memory.pages() * constants.pageBytes();
    }

    @Override
    public int processes() {
        return running;
    }

    @Override
    public int processesSeen() {
        return members.seen();
    }

    @Override
    public boolean alive() {
        return awaitsChild || running > 0;
    }

    @Override
    public List<Integer> awaitedPids() {
        List<Member> alive = members.list().stream().filter(Member::running).toList();
        List<Member> targets = alive.stream().filter(member -> member.target).toList();
        return (targets.isEmpty() ? alive : targets)
                .stream().map(member -> member.pid).toList();
    }

    @Override
    public boolean containsProcess(int pid) {
        return members.contains(pid);
    }

    @Override
    public void forEachProcess(IntConsumer action) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).running()) {
                action.accept(members.get(i).pid);
            }
        }
    }

    @Override
    public JobAccount account() {
        CpuMeans means = cpu.ourselves() != null && reapsOrphans ? CpuMeans.PROC_SUBREAPER : CpuMeans.PROC;
        if (account.cpu() != means
                || account.memory() != memory.means()
                || account.unwaitedProcesses() != unwaited.processes()
                || account.strayProcesses() != strayProcesses()
                || account.strayMicroseconds() != strayMicroseconds()) {
            account = new JobAccount(
                    means,
                    memory.means(),
                    Loss.NONE,
                    unwaited.processes(),
                    unwaited.ticks() * constants.microsecondsPerTick(),
                    strayProcesses(),
                    strayMicroseconds());
        }
        return account;
    }

    private int strayProcesses() {
        return orphans == null ? 0 : orphans.leftBehind();
    }

    private long strayMicroseconds() {
        return strays == null ? 0 : strays.ticks() * constants.microsecondsPerTick();
    }

    @Override
    public void close() {
        members.close();
        cpu.close();
    }
}
