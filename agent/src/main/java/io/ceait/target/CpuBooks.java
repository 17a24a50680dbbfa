package io.ceait.target;

import io.ceait.kernel.KernelConstants;
import io.ceait.machine.MachineLoad;
import java.io.IOException;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of a tree of processes, in the kernel's clock ticks. Booked are differences: what a member used itself, and
 * what it took over from children it waited for, less what those had been booked for while they were there. So children
 * that live shorter than a tick count, and none counts twice.
 *
 * <p>The kernel goes on while it is looked at. A look reads parents before children: the time of a child that is there,
 * and not just being waited for, cannot be in the figures of anybody who was read before. Where one look cannot tell,
 * the next one can. So the total never falls and is never more than was used; what parents took over may come a look late.
 */
final class CpuBooks {

    private static final int INIT = 1;
    private static final int OURSELVES = (int) ProcessHandle.current().pid();

    /** A process is being waited for during some microseconds: looking again at once, as a rule it is gone. */
    private static final int MOST_PASSES = 3;

    private final ProcessFiles files;
    private final Members members;
    private final MachineLoad load;
    private final KernelConstants constants;
    private final OutsideParents outside;
    private final Unwaited unwaited;
    private final OwedTicks owed = new OwedTicks();
    private final ProcessStat scratch = new ProcessStat();

    /** This process, where it waits for the job and nobody else; null where others are among its children. */
    private @Nullable Member ourselves;

    /** Made once: a look makes no garbage. */
    private final LongUnaryOperator mostPossible = this::mostPossible;

    /** Where orphans may go elsewhere; null where they cannot. */
    private @Nullable Strays strays;

    /** Whether the last look could tell who has whose time. */
    private boolean isSettled;

    private long ticks;

    CpuBooks(ProcessFiles files, Members members, MachineLoad load, KernelConstants constants, Unwaited unwaited) {
        this.files = files;
        this.members = members;
        this.load = load;
        this.constants = constants;
        this.unwaited = unwaited;
        this.outside = new OutsideParents(files);
    }

    long ticks() {
        return ticks;
    }

    /** This process will be the parent of the job's first one, and of others. */
    void expectChildOfOurs() {
        outside.watch(OURSELVES);
    }

    /** Orphans may go to others: what those take over is looked at beside the job. */
    void watch(Strays strays) {
        this.strays = strays;
        outside.tell(strays);
    }

    /** Whoever this process waits for belongs to the job. */
    void waitForOrphans() {
        try {
            ourselves = Member.open(files, OURSELVES, scratch);
        } catch (IOException e) {
            // A procfs that is not this machine's: then the job is not there to be seen either.
            ourselves = null;
        }
    }

    /** This process, where its children are the job's. */
    @Nullable
    Member ourselves() {
        return ourselves;
    }

    /** A child of ours was over before it could be seen. */
    void missedChildOfOurs() {
        outside.missed(OURSELVES);
    }

    /** Whoever waits for a target will take over what it used after it was last looked at. */
    void watchParentOf(Member target) {
        if (target.parent > 0 && !members.isPresent(target.parent)) {
            outside.watch(target.parent);
        }
    }

    /** All that a new member used counts: it was born into the job. Its parent has been looked at before it was. */
    void born(Member member) {
        ticks += member.bookedTicks();
    }

    /** As {@link #born}, of several that no order is known of; parents come first among the members by now. */
    void bornTogether(List<Member> newMembers) {
        for (Member member : members.list()) {
            if (newMembers.contains(member)) {
                // Its parent may have been opened after it, and hold its time by then.
                if (member.refresh(scratch) && !member.releasing) {
                    ticks += member.bookedTicks();
                } else {
                    member.leave();
                }
            }
        }
        members.removeGone();
    }

    /** The first look: what was used until now does not count. All members have been found. */
    void begin(long nowNanos) {
        look(nowNanos);
        grown();
        ticks = 0;
        if (strays != null) {
            strays.begin(nowNanos, ticks);
        }
    }

    /** Books what was used since the last look, and takes those that are gone out of the members. */
    void look(long nowNanos) {
        isSettled = false;
        boolean someReleasing = true;
        for (int pass = 0; someReleasing && pass < MOST_PASSES; pass++) {
            outside.look(nowNanos);
            if (strays != null) {
                strays.read(nowNanos);
            }
            someReleasing = pass();
        }
        boolean isAllThere = settleGone();
        if (someReleasing) {
            owed.hold();
            outside.hold();
            return;
        }
        long unwaitedBefore = unwaited.ticks();
        ticks += owed.pay(grown(), isAllThere, unwaited);
        if (strays != null) {
            strays.wereKnown(unwaited.ticks() - unwaitedBefore);
        }
        ticks += outside.settle(nowNanos, mostPossible, members.size() == 0);
        isSettled = true;
    }

    /** Those that the look found new have been booked, too: what the others have is compared with it. */
    void settleStrays(long nowNanos) {
        if (strays != null && isSettled) {
            strays.settle(nowNanos, ticks);
        }
    }

    /** Reads everybody, parents first, and books what they used themselves; whether one is just being waited for. */
    private boolean pass() {
        if (ourselves != null) {
            ourselves.refresh(scratch);
        }
        boolean someReleasing = false;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            long own = member.ownTicks;
            if (member.refresh(scratch)) {
                ticks += member.ownTicks - own;
                someReleasing |= member.releasing;
            }
        }
        return someReleasing;
    }

    /** False where one went that may have taken over the time of others before: that has gone further up with it. */
    private boolean settleGone() {
        boolean some = false;
        boolean someTookOver = false;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.gone) {
                some = true;
                someTookOver |= member.hadChildren;
            }
        }
        if (!some) {
            return true;
        }
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.gone) {
                settle(member);
            }
        }
        // What was owed before may have gone out of the job with a target.
        outside.expectAlso(owed.outstanding());
        members.removeGone();
        if (members.size() == 0 && ourselves == null) {
            owed.forget();
        }
        return !someTookOver;
    }

    /** One that went was waited for by somebody above that is there, inside the job or outside. */
    private void settle(Member gone) {
        Member top = members.nearestAbove(gone);
        if (!top.gone || (ourselves != null && top.parent == OURSELVES)) {
            owed.owe(gone.bookedTicks());
            return;
        }
        outside.expect(top, gone.bookedTicks());
        if (strays != null) {
            strays.wentTo(top.parent, gone.bookedTicks(), gone != top);
        }
        if (!top.target && top.parent == INIT) {
            unwaited.add(1, gone.bookedTicks());
        } else if (!top.target) {
            // An orphan may have come to somebody of the job before that could be seen.
            owed.owe(gone.bookedTicks());
        }
    }

    /** What those that are there took over since this was asked last. */
    private long grown() {
        long grown = 0;
        for (int i = 0; i < members.size(); i++) {
            grown += members.get(i).takeReaped();
        }
        Member us = ourselves;
        if (us != null) {
            if (members.size() == 0) {
                // There may be no next look, and nobody is left whose time this could bring in a second time.
                us.refresh(scratch);
            }
            grown += us.takeReaped();
        }
        return grown;
    }

    /** What the machine can have worked in a time, in clock ticks. */
    private long mostPossible(long nanos) {
        return nanos / 1000 / constants.microsecondsPerTick() * load.onlineCpus() + 2;
    }

    void close() {
        if (ourselves != null) {
            ourselves.close();
        }
        outside.close();
        if (strays != null) {
            strays.close();
        }
    }
}
