package io.ceait.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The processes that started the job's first ones. When a target ends, whoever waits for it takes over all its CPU time
 * at once; the difference to what was booked is the time between the last look and the end, which nobody can read from
 * the target itself any more.
 *
 * <p>Other children that the same parent waits for between the same two looks would be taken for the target's time: a
 * difference larger than the machine could have worked is not believed.
 */
final class OutsideParents {

    private final ProcessFiles files;
    private final ProcessStat scratch = new ProcessStat();
    private final List<Watch> watches = new ArrayList<>();

    /** Told of what was found with a parent; null where nobody wants to know. */
    private @Nullable Strays strays;

    OutsideParents(ProcessFiles files) {
        this.files = files;
    }

    void tell(Strays wantsToKnow) {
        strays = wantsToKnow;
    }

    private static final class Watch {
        final Member parent;

        /** Its figures, and when, at a look that the targets below were seen at afterwards. */
        long before;

        long beforeNanos;

        /** What targets, and those below them, had been booked with that are gone since. */
        long booked;

        /** A target went before this look, or during it. */
        boolean due;

        boolean newlyDue;

        Watch(Member parent) {
            this.parent = parent;
            this.before = parent.reapedTicks;
        }
    }

    /** Watches a process as a parent of targets, unless it cannot be seen. */
    void watch(int parent) {
        if (find(parent) == null) {
            try {
                watches.add(new Watch(Member.open(files, parent, scratch)));
            } catch (IOException e) {
                // Not ours to see: the time after the target's last look stays unknown.
                return;
            }
        }
    }

    private @Nullable Watch find(int parent) {
        for (Watch watch : watches) {
            if (watch.parent.pid == parent) {
                return watch;
            }
        }
        return null;
    }

    /** Reads all of them, before the targets are. */
    void look(long nowNanos) {
        for (int i = 0; i < watches.size(); i++) {
            Watch watch = watches.get(i);
            watch.parent.refresh(scratch);
            if (watch.beforeNanos == 0) {
                watch.beforeNanos = nowNanos;
            }
        }
    }

    /** A target, or a process below one that is gone, was found gone; it had been booked with {@code ticks}. */
    void expect(Member top, long ticks) {
        Watch watch = find(top.parent);
        if (watch != null) {
            watch.booked += ticks;
            watch.newlyDue |= top.target;
        }
    }

    /** Where a target was found gone at this look, so much more may be in its time. */
    void expectAlso(long ticks) {
        for (Watch watch : watches) {
            watch.booked += watch.newlyDue ? ticks : 0;
        }
    }

    /** A child of {@code parent} came and went without ever being seen. */
    void missed(int parent) {
        Watch watch = find(parent);
        if (watch != null) {
            watch.newlyDue = true;
        }
    }

    /** Nothing is taken at this look. */
    void hold() {
        for (int i = 0; i < watches.size(); i++) {
            Watch watch = watches.get(i);
            watch.due |= watch.newlyDue;
            watch.newlyDue = false;
        }
    }

    /**
     * The time that parents took over beyond what was booked, for targets that are gone.
     *
     * @param mostPossible what the machine can have worked in so many nanoseconds
     * @param nobodyLeft whether all of the job are gone. Else parents that are read again now might hold the time of
     *     another one, too, that was booked at this look
     */
    long settle(long nowNanos, LongUnaryOperator mostPossible, boolean nobodyLeft) {
        long beyond = 0;
        for (int i = 0; i < watches.size(); i++) {
            Watch watch = watches.get(i);
            if (watch.newlyDue && !nobodyLeft) {
                watch.due = true;
                watch.newlyDue = false;
                continue;
            }
            if (watch.newlyDue) {
                // There may be no next look.
                watch.parent.refresh(scratch);
            }
            if (watch.due || watch.newlyDue) {
                long over = watch.parent.reapedTicks - watch.before - watch.booked;
                if (over > 0 && over <= mostPossible.applyAsLong(nowNanos - watch.beforeNanos)) {
                    beyond += over;
                    if (strays != null) {
                        strays.known(watch.parent.pid, over);
                    }
                }
            }
            watch.before = watch.parent.reapedTicks;
            watch.beforeNanos = nowNanos;
            watch.booked = 0;
            watch.due = false;
            watch.newlyDue = false;
        }
        return beyond;
    }

    void close() {
        watches.forEach(watch -> watch.parent.close());
    }
}
