package io.ceait.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes that started the job's first ones. When a target ends, whoever waits for it takes over all its CPU time
 * at once; the difference to what was booked is the time between the last tick and the end, which nobody can read from
 * the target itself any more.
 *
 * <p>Other children that the same parent waits for in the same tick would be taken for the target's time: a difference
 * larger than the machine could have worked is not believed.
 */
final class OutsideParents {

    private final Path procfs;
    private final byte[] buffer;
    private final ProcessStat scratch = new ProcessStat();
    private final List<Watch> watches = new ArrayList<>();

    OutsideParents(Path procfs, byte[] buffer) {
        this.procfs = procfs;
        this.buffer = buffer;
    }

    private static final class Watch {
        final Member parent;
        long reapedBefore;
        long expected;
        boolean targetGone;

        Watch(Member parent) {
            this.parent = parent;
            this.reapedBefore = parent.reapedTicks;
        }
    }

    /** Watches the parent of a target, unless it belongs to the job itself or cannot be seen. */
    void watch(Member target, Map<Integer, Member> job) {
        if (target.parent > 0 && !job.containsKey(target.parent) && find(target.parent) == null) {
            watch(target.parent);
        }
    }

    /** Watches a process as a parent of targets to come. */
    void watch(int parent) {
        try {
            watches.add(new Watch(Member.open(procfs, parent, buffer, scratch)));
        } catch (IOException e) {
            // Not ours to see: the time after the target's last tick stays unknown.
            return;
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

    /** A process below {@code target}, or the target, is gone; it had been booked with {@code ticks}. */
    void expect(Member target, long ticks) {
        Watch watch = find(target.parent);
        if (watch != null) {
            watch.expected += ticks;
            watch.targetGone |= target.gone;
        }
    }

    /** A child of {@code parent} came and went without ever being seen. */
    void missed(int parent) {
        Watch watch = find(parent);
        if (watch != null) {
            watch.targetGone = true;
        }
    }

    /** The time that parents took over beyond what was booked, for targets that went since the last tick. */
    long tail(long mostPossibleTicks) {
        long tail = 0;
        for (Watch watch : watches) {
            if (watch.targetGone) {
                watch.parent.refresh(scratch);
                long over = watch.parent.reapedTicks - watch.reapedBefore - watch.expected;
                if (over > 0 && over <= mostPossibleTicks) {
                    tail += over;
                }
                watch.targetGone = false;
                watch.expected = 0;
            }
        }
        return tail;
    }

    /** Takes the parents' figures as they are now for what was before the next tick. */
    void remember() {
        for (int i = 0; i < watches.size(); i++) {
            Watch watch = watches.get(i);
            watch.parent.refresh(scratch);
            watch.reapedBefore = watch.parent.reapedTicks;
            watch.expected = 0;
        }
    }

    void close() {
        watches.forEach(watch -> watch.parent.close());
    }
}
