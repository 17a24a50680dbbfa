package io.ceait.target;

import io.ceait.machine.MachineLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what the job starts, and makes it part of the job. Costs more than a tick, so it is done when there may be something. */
final class Search {

    static final long PERIOD_NANOS = 90_000_000L;

    /** A list of children may lack some while others end. At the attach none may be missed: its past would count later. */
    private static final int MOST_AT_ATTACH = 4;

    private final ProcessFiles files;
    private final MachineLoad load;
    private final Members members;
    private final CpuBooks cpu;
    private final TreeMemory memory;
    private final ProcessStat scratch = new ProcessStat();
    private long forks = Long.MIN_VALUE;
    private long searchedAt = Long.MIN_VALUE;

    /** A list of children may lack one while its siblings end: after a start it is asked until it has nothing new. */
    private boolean inVain;

    Search(ProcessFiles files, MachineLoad load, Members members, CpuBooks cpu, TreeMemory memory) {
        this.files = files;
        this.load = load;
        this.members = members;
        this.cpu = cpu;
        this.memory = memory;
    }

    boolean hasBegun() {
        return searchedAt != Long.MIN_VALUE;
    }

    /** Finds all that is there; what it used until now does not count. */
    void begin(long nowNanos) {
        note(nowNanos);
        below(true);
    }

    /** Finds what has been started since, where the machine has started anything. */
    void goOn(long nowNanos) {
        if ((load.forks() != forks || !inVain) && nowNanos - searchedAt >= PERIOD_NANOS) {
            note(nowNanos);
            below(false);
        }
    }

    private void note(long nowNanos) {
        inVain = load.forks() == forks;
        forks = load.forks();
        searchedAt = nowNanos;
    }

    /**
     * Finds descendants at once.
     *
     * @param atAttach whether what is found has been there for longer, and what it used until now does not count
     */
    void below(boolean atAttach) {
        List<Member> above = members.list();
        Member us = cpu.ourselves();
        if (us != null) {
            above = new ArrayList<>(above);
            above.add(us);
        }
        int most = atAttach ? MOST_AT_ATTACH : 1;
        List<Integer> found = files.newBelow(above, this::isKnown);
        for (int i = 0; !found.isEmpty() && i < most; i++) {
            inVain = false;
            found.forEach(pid -> admit(pid, atAttach));
            found = i + 1 < most ? files.newBelow(above, this::isKnown) : List.of();
        }
    }

    private boolean isKnown(int pid) {
        Member us = cpu.ourselves();
        return members.isPresent(pid) || (us != null && us.pid == pid);
    }

    /** Makes a process part of the job, unless it is gone: then whoever waited for it has its time. */
    private void admit(int pid, boolean atAttach) {
        Member member = open(pid);
        if (member == null) {
            return;
        }
        if (member.releasing && !atAttach) {
            member.close();
            return;
        }
        // At the attach its past might come later, and count: so it is followed to its end.
        add(member);
        if (!atAttach) {
            cpu.born(member);
        }
    }

    private @Nullable Member open(int pid) {
        try {
            return Member.open(files, pid, scratch);
        } catch (IOException e) {
            return null;
        }
    }

    void add(Member member) {
        members.add(member);
        memory.refreshShared(member);
    }

    /**
     * Makes processes part of the job that no way down from the others leads to.
     *
     * @param atAttach whether what they used until now does not count
     */
    void admitAll(List<Integer> pids, boolean atAttach) {
        int known = members.size();
        pids.forEach(pid -> admit(pid, true));
        List<Member> admitted = List.copyOf(members.list().subList(known, members.size()));
        members.sort();
        if (!atAttach) {
            cpu.bornTogether(admitted);
        }
    }
}
