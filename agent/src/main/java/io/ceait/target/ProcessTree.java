package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelConstants;
import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes and all their descendants as one job.
 *
 * <p>CPU time is booked as differences: what a member used itself, and what it took over from children it waited for,
 * less what those children had been booked for while they were alive. So children that live shorter than a tick count,
 * and none counts twice. When the first process of the job itself is waited for, its last moments are found in its
 * parent's figures.
 *
 * <p>A tick costs one seek and one read per process, and allocates nothing as long as no process starts.
 */
public final class ProcessTree implements Job {

    /** New processes are looked for this often at most: the search costs more than a tick. */
    private static final long SEARCH_PERIOD_NANOS = 90_000_000L;

    private static final long SHARED_PERIOD_NANOS = 30_000_000_000L;

    /** What others report about a process may come some seconds after its end. */
    private static final int REMEMBERED = 64;

    private static final int OURSELVES = (int) ProcessHandle.current().pid();

    private final Path procfs;
    private final MachineLoad load;
    private final KernelConstants constants;
    private final byte[] buffer = new byte[4096];
    private final ProcessStat scratch = new ProcessStat();
    private final Cursor cursor = new Cursor();
    private final Descendants descendants;
    private final List<Member> members = new ArrayList<>();
    private final Map<Integer, Member> present = new HashMap<>();
    private final OutsideParents outside;

    /** Numbers of the members that left last, the oldest overwritten first. */
    private final int[] left = new int[REMEMBERED];

    private int leftCount;
    private boolean awaitsChild;
    private boolean missedChild;

    /** This process, where it waits for the job and nobody else; null where others are among its children. */
    private @Nullable Member ourselves;

    private boolean reapsOrphans;

    /** Where orphans are in nobody's books; null where they are. */
    private @Nullable OrphanWatch orphans;

    private final Unwaited unwaited = new Unwaited();
    private JobAccount account = JobAccount.of(CpuMeans.PROC, MemoryMeans.PROC);
    private long jobTicks;
    private long overbookedTicks;
    private int seen;
    private long memoryPages;
    private int running;
    private long searchedForks = Long.MIN_VALUE;
    private long searchedAt = Long.MIN_VALUE;
    private long sharedAt = Long.MIN_VALUE;
    private long lastRefresh;

    private ProcessTree(Path procfs, MachineLoad load, KernelConstants constants) {
        this.procfs = procfs;
        this.load = load;
        this.constants = constants;
        this.descendants = new Descendants(procfs, buffer);
        this.outside = new OutsideParents(procfs, buffer);
    }

    /**
     * Attaches to processes that are running; what they used before does not count.
     *
     * @param load the machine's load, refreshed by the caller before each {@link #refresh}
     * @throws TargetException if one of them is not there or not ours to read
     */
    public static ProcessTree attach(Path procfs, List<Integer> pids, MachineLoad load, KernelConstants constants) {
        ProcessTree tree = new ProcessTree(procfs, load, constants);
        try {
            return tree.with(pids, false);
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
        ProcessTree tree = new ProcessTree(procfs, load, constants);
        tree.awaitsChild = true;
        tree.outside.watch(OURSELVES);
        return tree;
    }

    /**
     * This process waits for the child to come and for those of its orphans that come to it: what they used is found in
     * its own books of children, and nothing else is.
     */
    public void waitForOrphans() {
        try {
            ourselves = Member.open(procfs, OURSELVES, buffer, scratch);
        } catch (IOException e) {
            // A procfs that is not this machine's: then the job is not there to be seen either.
            ourselves = null;
        }
    }

    /** All orphans do: this process is a child sub-reaper. */
    public void orphansComeToUs() {
        reapsOrphans = true;
    }

    /** The child has been started. One that has ended already is no error: its time is in our books of children. */
    public void adopt(int pid) {
        awaitsChild = false;
        try {
            with(List.of(pid), true);
            jobTicks += members.get(0).totalTicks();
            running = 1;
        } catch (TargetException e) {
            seen++;
            if (ourselves == null) {
                outside.missed(OURSELVES);
                missedChild = true;
            }
        }
    }

    private ProcessTree with(List<Integer> pids, boolean startedByUs) {
        for (int pid : new LinkedHashSet<>(pids)) {
            Member member = openTarget(pid, startedByUs);
            member.target = true;
            admit(member);
        }
        for (Member target : List.copyOf(members)) {
            outside.watch(target, present);
        }
        return this;
    }

    private Member openTarget(int pid, boolean mayHaveEnded) {
        try {
            Member member = Member.open(procfs, pid, buffer, scratch);
            if (member.ended && !mayHaveEnded) {
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

    private void admit(Member member) {
        members.add(member);
        present.put(member.pid, member);
        member.refreshShared(buffer, cursor);
        seen++;
    }

    @Override
    public void refresh(long nowNanos) {
        boolean first = searchedAt == Long.MIN_VALUE;
        long elapsed = first ? 0 : nowNanos - lastRefresh;
        lastRefresh = nowNanos;
        bookDifferences(elapsed);
        if (first || (load.forks() != searchedForks && nowNanos - searchedAt >= SEARCH_PERIOD_NANOS)) {
            searchedForks = load.forks();
            searchedAt = nowNanos;
            search(first);
        }
        if (sharedAt == Long.MIN_VALUE || nowNanos - sharedAt >= SHARED_PERIOD_NANOS) {
            sharedAt = nowNanos;
            for (int i = 0; i < members.size(); i++) {
                members.get(i).refreshShared(buffer, cursor);
            }
        }
        if (orphans != null) {
            orphans.look(nowNanos, load.forks(), this, unwaited);
        }
        countMemory();
    }

    private void bookDifferences(long elapsedNanos) {
        boolean someGone = false;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            long own = member.ownTicks;
            long reaped = member.reapedTicks;
            if (member.refresh(scratch)) {
                long used = Math.max(0, member.ownTicks - own);
                // What was booked twice is not taken back, for the total never falls: it is set off against what comes.
                long settled = Math.min(used, overbookedTicks);
                overbookedTicks -= settled;
                jobTicks += used - settled;
                // Held back until it is known which children of this member went in the same tick.
                member.expectedReapedTicks = reaped - member.reapedTicks;
            } else {
                someGone = true;
            }
        }
        if (ourselves != null) {
            long reaped = ourselves.reapedTicks;
            ourselves.refresh(scratch);
            ourselves.expectedReapedTicks = reaped - ourselves.reapedTicks;
        }
        if (someGone || missedChild) {
            missedChild = false;
            settleGone(elapsedNanos);
        }
        for (int i = 0; i < members.size(); i++) {
            bookReaped(members.get(i));
        }
        if (ourselves != null) {
            bookReaped(ourselves);
        }
        outside.remember();
    }

    /** What is expected now: the booked time of children that went, less what their parent took over. */
    private void bookReaped(Member member) {
        long expected = member.expectedReapedTicks;
        member.expectedReapedTicks = 0;
        if (expected > 0) {
            // The kernel hands a child's time up a moment before the child is gone: between the two it was booked
            // twice.
            long twice = Math.min(expected, member.lastBookedTicks);
            overbookedTicks += twice;
            if (expected > twice) {
                unwaited.add(expected - twice);
            }
        }
        long over = Math.max(0, -expected);
        member.lastBookedTicks = over;
        long settled = Math.min(over, overbookedTicks);
        overbookedTicks -= settled;
        jobTicks += over - settled;
    }

    /** Tells each process that went to the nearest one above it that is still there, inside the job or outside. */
    private void settleGone(long elapsedNanos) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (!member.gone) {
                continue;
            }
            handUp(member, member.totalTicks());
        }
        lookAgainAtParents();
        long mostPossible = elapsedNanos / 1000 / constants.microsecondsPerTick() * load.onlineCpus() + 2;
        jobTicks += outside.tail(mostPossible);
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            if (member.gone) {
                members.remove(i);
                present.remove(member.pid, member);
                left[leftCount++ % REMEMBERED] = member.pid;
            }
        }
    }

    private void handUp(Member gone, long ticks) {
        Member above = nearestPresent(gone);
        if (above != null) {
            above.expectedReapedTicks += ticks;
            return;
        }
        Member top = topOf(gone);
        if (ourselves != null && top.parent == OURSELVES) {
            ourselves.expectedReapedTicks += ticks;
        } else {
            if (!top.target) {
                unwaited.add(ticks);
            }
            outside.expect(top, ticks);
        }
    }

    /**
     * A child that was there when its parent was read may have been waited for before it was read itself. Whoever is gone
     * has been waited for: what was expected of a parent is in its figures now, if it will ever be.
     */
    private void lookAgainAtParents() {
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            if (member.gone || member.expectedReapedTicks <= 0) {
                continue;
            }
            long own = member.ownTicks;
            long reaped = member.reapedTicks;
            if (member.refresh(scratch)) {
                long used = Math.max(0, member.ownTicks - own);
                // What was booked twice is not taken back, for the total never falls: it is set off against what comes.
                long settled = Math.min(used, overbookedTicks);
                overbookedTicks -= settled;
                jobTicks += used - settled;
                member.expectedReapedTicks += reaped - member.reapedTicks;
            } else {
                handUp(member, member.totalTicks() + member.expectedReapedTicks);
            }
        }
        if (ourselves != null && ourselves.expectedReapedTicks > 0) {
            long reaped = ourselves.reapedTicks;
            ourselves.refresh(scratch);
            ourselves.expectedReapedTicks += reaped - ourselves.reapedTicks;
        }
    }

    private @Nullable Member nearestPresent(Member gone) {
        Member at = present.get(gone.parent);
        // A member's parent is a member that came before it: the way up ends.
        for (int steps = 0; at != null && at.gone && steps < 1000; steps++) {
            at = present.get(at.parent);
        }
        return at == null || at.gone ? null : at;
    }

    private Member topOf(Member gone) {
        Member top = gone;
        for (int steps = 0; steps < 1000; steps++) {
            Member above = present.get(top.parent);
            if (above == null || above == top) {
                return top;
            }
            top = above;
        }
        return top;
    }

    private void search(boolean atAttach) {
        List<Member> above = members;
        if (ourselves != null) {
            above = new ArrayList<>(members);
            above.add(ourselves);
        }
        for (int pid : descendants.newBelow(above, this::isKnown)) {
            admit(pid, atAttach);
        }
    }

    private boolean isKnown(int pid) {
        return present.containsKey(pid) || (ourselves != null && pid == OURSELVES);
    }

    /**
     * Makes a process part of the job.
     *
     * @param atAttach whether what it used until now does not count; all of it does of one born into the job later
     */
    private void admit(int pid, boolean atAttach) {
        try {
            Member member = Member.open(procfs, pid, buffer, scratch);
            admit(member);
            if (!atAttach) {
                jobTicks += member.totalTicks();
            }
        } catch (IOException e) {
            // It ended in between; whoever waited for it has its time.
            return;
        }
    }

    /** Makes processes part of the job that no way down from the others leads to; counted in from now on. */
    void admitAll(List<Integer> pids, boolean atAttach) {
        pids.forEach(pid -> admit(pid, atAttach));
        countMemory();
    }

    /** Looks for descendants at once, whatever was looked for when. */
    void searchAgain(boolean atAttach) {
        search(atAttach);
        countMemory();
    }

    /** Looks for orphans now and then, to say that there are some: none of them is admitted. */
    ProcessTree watchingForOrphans() {
        orphans = new OrphanWatch(procfs, members.get(0));
        return this;
    }

    boolean isPresent(int pid) {
        return present.containsKey(pid);
    }

    /** Whether one that is there is in a process group, which the processes of one job of a shell share. */
    boolean hasProcessGroup(int number) {
        for (Member member : members) {
            if (member.processGroup == number) {
                return true;
            }
        }
        return false;
    }

    /** The first process of the job that runs and is not in a group; 0 when all are. */
    int runningOutside(JobGroup group) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.running() && !group.contains(member.pid) && runsStill(member)) {
                return member.pid;
            }
        }
        return 0;
    }

    /** Without booking anything. */
    private boolean runsStill(Member member) {
        return scratch.read(procfs, member.pid, buffer) && scratch.startTicks == member.startTicks && !scratch.ended();
    }

    private void countMemory() {
        long apart = 0;
        long mostShared = 0;
        int alive = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.running()) {
                alive++;
                long shared = Math.min(member.sharedPages, member.residentPages);
                apart += member.residentPages - shared;
                mostShared = Math.max(mostShared, shared);
            }
        }
        running = alive;
        if (alive > 0) {
            memoryPages = apart + mostShared;
        }
    }

    @Override
    public long cpuMicroseconds() {
        return jobTicks * constants.microsecondsPerTick();
    }

    /** Once all have ended it stays at what they last held: memory is given back in the last moment of a process. */
    @Override
    public long memoryBytes() {
        return memoryPages * constants.pageBytes();
    }

    @Override
    public int processes() {
        return running;
    }

    @Override
    public int processesSeen() {
        return seen;
    }

    @Override
    public boolean alive() {
        return awaitsChild || running > 0;
    }

    @Override
    public List<Integer> awaitedPids() {
        List<Integer> targets = members.stream()
                .filter(m -> m.running() && m.target)
                .map(m -> m.pid)
                .toList();
        return targets.isEmpty()
                ? members.stream().filter(Member::running).map(m -> m.pid).toList()
                : targets;
    }

    @Override
    public boolean containsProcess(int pid) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).pid == pid) {
                return true;
            }
        }
        for (int i = Math.min(leftCount, REMEMBERED) - 1; i >= 0; i--) {
            if (left[i] == pid) {
                return true;
            }
        }
        return false;
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
        CpuMeans means = ourselves != null && reapsOrphans ? CpuMeans.PROC_SUBREAPER : CpuMeans.PROC;
        if (account.cpu() != means || account.unwaitedProcesses() != unwaited.processes()) {
            account = new JobAccount(
                    means,
                    MemoryMeans.PROC,
                    Loss.NONE,
                    unwaited.processes(),
                    unwaited.ticks() * constants.microsecondsPerTick());
        }
        return account;
    }

    @Override
    public void close() {
        if (ourselves != null) {
            ourselves.close();
        }
        members.forEach(Member::close);
        outside.close();
    }
}
