package io.ceait.target;

import io.ceait.kernel.KernelConstants;
import io.ceait.machine.MachineLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * CPU time that may be the job's and is in no figure of it. Children that nobody of the job waits for come to one of
 * {@link Reapers}, who waits for them and takes over their time: what those took over beyond what is known is the time of
 * orphans that nobody saw, of the job or of somebody else.
 *
 * <p>They cannot tell where they are hidden or ignore the end of children, nor do they hear of children whose parent ignores
 * that. Then the bound is all that others used between two looks in which the machine started more than was seen.
 */
final class Strays {

    private static final int OURSELVES = (int) ProcessHandle.current().pid();

    /** Below some clock ticks it is noise; and what is told in steps changes seldom. */
    static final long STEP_TICKS = 5;

    /** As for new processes: more often tells nothing. */
    private static final long PERIOD_NANOS = Search.PERIOD_NANOS;

    private static final long ASKED_NANOS = 1_000_000_000L;
    private static final int MOST_ASKED = 16;

    private final IntPredicate ignoresChildren;
    private final MachineLoad load;
    private final KernelConstants constants;
    private final Members members;
    private final ProcessStat scratch = new ProcessStat();
    private final List<Member> takers = new ArrayList<>();
    private final @Nullable Member us;
    private boolean takersTell = true;
    private boolean jobTells = true;
    private long askedAt = Long.MIN_VALUE;
    private long readAt = Long.MIN_VALUE;

    private long before;
    private long knownNow;
    private long perhapsKnownNow;
    private long knownBefore;

    /** Known already, and not yet in what the takers have: one was waited for after they had been looked at. */
    private long awaited;

    private long forksBefore;
    private long seenBefore;
    private long jobBefore;
    private long busyBefore;
    private long ownBefore;
    private long ticks;

    /**
     * @param perhapsTakers numbers of the processes that may take in orphans
     * @param ignoresChildren whether the process with a number ignores the end of its children
     */
    Strays(
            ProcessFiles files,
            Set<Integer> perhapsTakers,
            IntPredicate ignoresChildren,
            Members members,
            MachineLoad load,
            KernelConstants constants) {
        this.ignoresChildren = ignoresChildren;
        this.load = load;
        this.constants = constants;
        this.members = members;
        for (int pid : perhapsTakers) {
            Member taker = open(files, pid);
            if (taker == null) {
                takersTell = false;
            } else {
                takers.add(taker);
                takersTell &= !ignoresChildren.test(pid);
            }
        }
        us = open(files, OURSELVES);
    }

    private @Nullable Member open(ProcessFiles files, int pid) {
        try {
            return Member.open(files, pid, scratch);
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads those who take in orphans, before the job is read. What is known of a look that does without is kept for the next. */
    void read(long nowNanos) {
        if (nowNanos == readAt || nowNanos >= readAt + PERIOD_NANOS) {
            readAt = nowNanos;
            readTakers();
        }
    }

    private void readTakers() {
        for (int i = 0; i < takers.size(); i++) {
            takers.get(i).refresh(scratch);
        }
    }

    /** So much of what came to {@code parent} is in the job's figures already. */
    void known(int parent, long bookedTicks) {
        if (isTaker(parent)) {
            knownNow += bookedTicks;
        }
    }

    /**
     * One of the job is gone, with all that were between it and {@code parent}.
     *
     * @param bookedTicks its time in the figures
     * @param perhapsElsewhere whether it may have come to a taker when those above it went, instead of to {@code parent}:
     *     then so much of what came to takers since the last look is taken for it
     */
    void wentTo(int parent, long bookedTicks, boolean perhapsElsewhere) {
        if (isTaker(parent)) {
            knownNow += bookedTicks;
        } else if (perhapsElsewhere) {
            perhapsKnownNow += bookedTicks;
        }
    }

    /** Time in the figures that nobody of the job turned out to have taken over: it went to a taker, at a look before. */
    void wereKnown(long bookedTicks) {
        knownBefore += bookedTicks;
    }

    private boolean isTaker(int pid) {
        for (int i = 0; i < takers.size(); i++) {
            if (takers.get(i).pid == pid) {
                return true;
            }
        }
        return false;
    }

    private long taken() {
        long taken = 0;
        for (int i = 0; i < takers.size(); i++) {
            taken += takers.get(i).reapedTicks;
        }
        return taken;
    }

    /** From here on it counts. */
    void begin(long nowNanos, long jobTicks) {
        settle(nowNanos, jobTicks);
        ticks = 0;
    }

    /**
     * Takes the look into account.
     *
     * @param jobTicks what the job is known to have used
     */
    void settle(long nowNanos, long jobTicks) {
        if (nowNanos != readAt) {
            if (members.size() > 0) {
                return;
            }
            // There may be no next look.
            readTakers();
        }
        long grown = taken() - before;
        long beyond = grown - knownNow - Math.min(perhapsKnownNow, Math.max(0, grown - knownNow)) - awaited;
        awaited = Math.min(knownNow, Math.max(0, -beyond));
        before += grown;
        knownNow = 0;
        perhapsKnownNow = 0;
        long unseen = load.forks() - forksBefore - (members.seen() - seenBefore);
        long others = usedByOthers(jobTicks);
        if (unseen > 0) {
            askTheJob(nowNanos);
        }
        if (takersTell && jobTells) {
            ticks = Math.max(0, ticks + Math.max(0, beyond) - knownBefore);
        } else if (unseen > 0) {
            ticks += others;
        }
        knownBefore = 0;
        forksBefore = load.forks();
        seenBefore = members.seen();
    }

    private long usedByOthers(long jobTicks) {
        if (us != null) {
            us.refresh(scratch);
        }
        long own = us == null ? 0 : us.ownTicks;
        long busy = load.busyMicroseconds() / constants.microsecondsPerTick();
        long others = busy - busyBefore - (jobTicks - jobBefore) - (own - ownBefore);
        jobBefore = jobTicks;
        busyBefore = busy;
        ownBefore = own;
        return Math.max(0, others);
    }

    /** Whether one that starts others ignores their end, which it may begin to do at any time. */
    private void askTheJob(long nowNanos) {
        if (!jobTells || nowNanos < askedAt + ASKED_NANOS) {
            return;
        }
        askedAt = nowNanos;
        int asked = 0;
        for (int i = 0; i < members.size() && asked < MOST_ASKED; i++) {
            Member member = members.get(i);
            if (member.running() && (member.target || member.hadChildren)) {
                asked++;
                jobTells &= !ignoresChildren.test(member.pid);
            }
        }
    }

    /** In clock ticks, in steps that are worth telling. */
    long ticks() {
        return ticks - ticks % STEP_TICKS;
    }

    void close() {
        takers.forEach(Member::close);
        if (us != null) {
            us.close();
        }
    }
}
