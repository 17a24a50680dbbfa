package io.ceait.target;

import io.ceait.machine.MachineLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A kernel whose processes go on while they are looked at: before each read, and between the state and the figures of
 * one, things may happen. It knows what the job has really used. Numbers of processes come round quickly.
 */
final class SimulatedKernel implements ProcessFiles {

    static final int INIT = 1;
    static final int SHELL = 2;
    static final int TARGET = 3;

    static final long TICK_NANOS = 10_000_000;

    private static final int FIRST_PID = 4;
    private static final int LAST_PID = 40;
    private static final int MOST_PROCESSES = 14;

    /** What a process and its surroundings do. */
    record Habits(boolean orphans, boolean ignoring, boolean reapersInJob, boolean wholeTicks) {}

    private enum State {
        RUNNING,
        ZOMBIE,
        /** Being waited for: its time is not handed up yet. */
        WAITED_FOR,
        /** Its time is with whoever waited for it, or with nobody; it can still be looked at. */
        RELEASED
    }

    private final class Process {
        final int pid;
        final boolean inJob;
        final long start = ++started;
        Process parent;
        State state = State.RUNNING;
        boolean ignoresChildren;
        boolean reapsOrphans;
        boolean leaderEnded;
        boolean figuresGone;
        long user;
        long system;
        long reapedUser;
        long reapedSystem;

        Process(int pid, @Nullable Process parent, boolean inJob) {
            this.pid = pid;
            this.parent = parent == null ? this : parent;
            this.inJob = inJob;
            processes.put(pid, this);
        }

        List<Process> children() {
            return those(p -> p.parent == this && p != this);
        }

        boolean isWaiting() {
            return children().stream().anyMatch(c -> c.state == State.WAITED_FOR || c.state == State.RELEASED);
        }
    }

    final Random random;
    final List<Integer> targets = List.of(TARGET);
    private final Habits habits;
    private final Map<Integer, Process> processes = new HashMap<>();
    private long started;
    private long usedByJob;
    private int nextPid = FIRST_PID;
    private boolean still = true;
    private boolean forgetful;
    private final Set<Long> forgottenOnce = new HashSet<>();
    private int depth;

    SimulatedKernel(long seed, Habits habits) {
        this.random = new Random(seed);
        this.habits = habits;
        Process init = new Process(INIT, null, false);
        init.reapsOrphans = true;
        new Process(SHELL, init, false);
    }

    /** A target below the shell, with a past, and some descendants. */
    SimulatedKernel withTarget() {
        Process target = new Process(TARGET, get(SHELL), true);
        target.reapsOrphans = habits.reapersInJob;
        for (int i = 0; i < 60; i++) {
            happen();
        }
        // Nobody is just being waited for when somebody attaches: the very first look is a quiet one.
        finishWaits();
        return this;
    }

    /** This process as the parent of what is started by {@link #startOurs}, to whom orphans come. */
    SimulatedKernel withOurselves() {
        Process us = new Process((int) ProcessHandle.current().pid(), get(SHELL), false);
        us.reapsOrphans = true;
        us.reapedUser = 77 * TICK_NANOS;
        return this;
    }

    int startOurs() {
        Process us = get((int) ProcessHandle.current().pid());
        Process child = new Process(TARGET, us, true);
        child.reapsOrphans = habits.reapersInJob;
        return child.pid;
    }

    private Process get(int pid) {
        Process found = processes.get(pid);
        if (found == null) {
            throw new IllegalStateException("no process " + pid);
        }
        return found;
    }

    /** What all processes of the job have used, in clock ticks. */
    double usedTicks() {
        return (double) usedByJob / TICK_NANOS;
    }

    /** What those of the job have used that have lost their way to the target, in clock ticks. */
    long strayedTicks() {
        long nanos = 0;
        for (Process process : those(p -> p.inJob && !isBelowTheTarget(p))) {
            nanos += process.user + process.system + process.reapedUser + process.reapedSystem;
        }
        return nanos / TICK_NANOS;
    }

    private static boolean isBelowTheTarget(Process process) {
        Process at = process;
        while (at.pid != TARGET && at.parent != at) {
            at = at.parent;
        }
        return at.pid == TARGET;
    }

    /** In an order that tells nothing of who started whom. */
    List<Integer> runningOfJob() {
        List<Integer> pids = new ArrayList<>();
        those(p -> p.inJob && p.state == State.RUNNING).forEach(p -> pids.add(p.pid));
        Collections.shuffle(pids, random);
        return pids;
    }

    int jobProcesses() {
        return those(p -> p.inJob).size();
    }

    /** From now on things happen while somebody looks. */
    void goOn() {
        still = false;
    }

    /** From now on lists of children lack one now and then. */
    void forgetChildren() {
        forgetful = true;
    }

    /** Nothing happens any more but what has begun. */
    void holdStill() {
        still = true;
        forgetful = false;
        finishWaits();
        // Somebody else starts a process, which is what makes one look for new ones.
        started++;
    }

    private void finishWaits() {
        those(p -> p.state == State.WAITED_FOR).forEach(this::handUp);
        those(p -> p.state == State.RELEASED).forEach(p -> processes.remove(p.pid));
    }

    /** All of the job ends from below, and is waited for by whoever should. */
    void endJob(boolean waitForTarget) {
        end(p -> true, waitForTarget);
    }

    /** As {@link #endJob}, of those that the target started: it goes on. */
    void endOthersThanTheTarget() {
        end(p -> p.pid != TARGET, false);
    }

    private void end(Predicate<Process> which, boolean waitForTarget) {
        for (int round = 0; round < 100; round++) {
            for (Process process : those(p -> p.inJob && which.test(p))) {
                if (process.state == State.RUNNING
                        && process.children().stream().noneMatch(c -> c.inJob)) {
                    work(process);
                    exit(process);
                } else if (process.state == State.ZOMBIE && (waitForTarget || process.pid != TARGET)) {
                    process.state = State.WAITED_FOR;
                }
            }
            finishWaits();
        }
    }

    private List<Process> those(Predicate<Process> which) {
        return new ArrayList<>(processes.values().stream().filter(which).toList());
    }

    private void meanwhile() {
        if (still || depth > 0) {
            return;
        }
        depth++;
        while (random.nextInt(3) == 0) {
            happen();
        }
        depth--;
    }

    /** Some time passes. */
    void pass(int events) {
        for (int i = 0; i < events; i++) {
            happen();
        }
    }

    private void happen() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> one(p -> p.inJob && p.state == State.RUNNING, this::work);
            case 3, 4 -> one(p -> p.inJob && p.state == State.RUNNING, this::fork);
            case 5, 6 -> one(this::mayExit, this::exit);
            case 7, 8 ->
                one(
                        p -> p.state == State.ZOMBIE && p.parent.state == State.RUNNING && p.pid != TARGET,
                        p -> p.state = State.WAITED_FOR);
            case 9 -> one(p -> p.state == State.WAITED_FOR, this::handUp);
            case 10 -> one(p -> p.state == State.RELEASED, this::release);
            default -> one(p -> p.inJob && p.state == State.RUNNING, p -> p.leaderEnded = random.nextBoolean());
        }
    }

    private void one(Predicate<Process> which, Consumer<Process> does) {
        List<Process> candidates = those(which);
        if (!candidates.isEmpty()) {
            does.accept(candidates.get(random.nextInt(candidates.size())));
        }
    }

    private void work(Process process) {
        process.user += some();
        process.system += random.nextBoolean() ? some() : 0;
    }

    private long some() {
        long nanos = habits.wholeTicks
                ? (1 + random.nextInt(5)) * TICK_NANOS
                : 1 + Math.floorMod(random.nextLong(), 3 * TICK_NANOS);
        usedByJob += nanos;
        return nanos;
    }

    private void fork(Process parent) {
        if (processes.size() >= MOST_PROCESSES) {
            return;
        }
        while (processes.containsKey(nextPid)) {
            nextPid = nextPid == LAST_PID ? FIRST_PID : nextPid + 1;
        }
        Process child = new Process(nextPid, parent, true);
        nextPid = nextPid == LAST_PID ? FIRST_PID : nextPid + 1;
        child.ignoresChildren = habits.ignoring && random.nextInt(3) == 0;
        child.reapsOrphans = habits.reapersInJob && random.nextInt(3) == 0;
    }

    private boolean mayExit(Process process) {
        return process.inJob
                && process.pid != TARGET
                && process.state == State.RUNNING
                && !process.isWaiting()
                && (habits.orphans || process.children().isEmpty());
    }

    private void exit(Process process) {
        Process reaper = process.parent;
        while (!reaper.reapsOrphans || reaper.state != State.RUNNING) {
            reaper = reaper.parent;
        }
        for (Process child : process.children()) {
            child.parent = reaper;
        }
        process.leaderEnded = false;
        process.state = process.parent.ignoresChildren ? State.RELEASED : State.ZOMBIE;
    }

    private void handUp(Process child) {
        child.parent.reapedUser += child.user + child.reapedUser;
        child.parent.reapedSystem += child.system + child.reapedSystem;
        child.state = State.RELEASED;
    }

    private void release(Process process) {
        if (!process.figuresGone && random.nextBoolean()) {
            process.figuresGone = true;
        } else {
            processes.remove(process.pid, process);
        }
    }

    @Override
    public StatFile open(int pid, ProcessStat first) throws IOException {
        meanwhile();
        Process process = processes.get(pid);
        if (process == null) {
            throw new IOException("no process " + pid);
        }
        fill(process, first);
        return new StatFile() {
            @Override
            public boolean read(ProcessStat into) {
                meanwhile();
                if (processes.get(pid) != process) {
                    return false;
                }
                fill(process, into);
                return true;
            }

            @Override
            public void close() {}
        };
    }

    /** As the kernel: the state first, then all figures at once; zeroes when they have been taken away in between. */
    private void fill(Process process, ProcessStat into) {
        into.state = switch (process.state) {
            case RUNNING -> process.leaderEnded ? 'Z' : 'R';
            case ZOMBIE -> 'Z';
            case WAITED_FOR, RELEASED -> 'X';
        };
        meanwhile();
        boolean there = processes.get(process.pid) == process && !process.figuresGone;
        into.startTicks = process.start;
        into.parent = there ? process.parent.pid : 0;
        into.threads = there ? (process.leaderEnded ? 2 : 1) : 0;
        into.ownTicks = there ? ticks(process.user) + ticks(process.system) : 0;
        into.reapedTicks = there ? ticks(process.reapedUser) + ticks(process.reapedSystem) : 0;
        into.residentPages = there ? 100 : 0;
    }

    private static long ticks(long nanos) {
        return nanos / TICK_NANOS;
    }

    @Override
    public boolean read(int pid, ProcessStat into) {
        Process process = processes.get(pid);
        if (process == null) {
            return false;
        }
        fill(process, into);
        return true;
    }

    /** A list of children may lack one while its siblings end. */
    @Override
    public List<Integer> newBelow(List<Member> above, IntPredicate known) {
        List<Integer> found = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        List<Integer> asked = new ArrayList<>();
        above.forEach(member -> {
            if (!member.gone) {
                asked.add(member.pid);
            }
        });
        for (int i = 0; i < asked.size(); i++) {
            meanwhile();
            int pid = asked.get(i);
            List<Process> children = those(p -> p.parent.pid == pid && p.pid != pid && p.state != State.RELEASED);
            Collections.shuffle(children, random);
            for (Process child : children) {
                boolean forgotten = forgetful && random.nextInt(5) == 0 && forgottenOnce.add(child.start);
                if (!known.test(child.pid) && !forgotten && seen.add(child.pid)) {
                    found.add(child.pid);
                    asked.add(child.pid);
                }
            }
        }
        return found;
    }

    @Override
    public long proportionalBytes(int pid) {
        return -1;
    }

    @Override
    public long sharedPages(int pid) {
        return 0;
    }

    /** A machine that could have done any work between two looks. */
    final MachineLoad load = new MachineLoad() {
        private long forks;

        @Override
        public void refresh(long nowNanos) {
            forks = started;
        }

        @Override
        public long busyMicroseconds() {
            return 0;
        }

        @Override
        public int onlineCpus() {
            return 4;
        }

        @Override
        public long usedBytes() {
            return 0;
        }

        @Override
        public long installedBytes() {
            return 0;
        }

        @Override
        public long forks() {
            return forks;
        }

        @Override
        public void close() {}
    };
}
