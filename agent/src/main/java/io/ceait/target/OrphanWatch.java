package io.ceait.target;

import io.ceait.kernel.KernelFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for processes that the job started and nobody of it waits for, by all that still ties them to the job: they are
 * younger than its first process, and their parent is one that orphans are given to. One in a process group or a session
 * that a process of the job leads is the job's, and becomes part of it. One in the process group of one of its processes
 * may be that of a shell's script, so that it is told and not counted; one caught stands for those that were not.
 *
 * <p>A walk over all processes costs milliseconds on a large machine, so it is made ever more seldom, and once more when
 * the job seems to have ended.
 */
final class OrphanWatch {

    private static final int OURSELVES = (int) ProcessHandle.current().pid();

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long MOST_SELDOM_NANOS = 64_000_000_000L;

    private final Path procfs;
    private final Reapers reapers;
    private final long bornAfter;
    private final long attachedAt;
    private final int owner;
    private final String groups;
    private final byte[] buffer = new byte[1024];
    private final ProcessStat stat = new ProcessStat();
    private final Set<Long> known = new HashSet<>();
    private final List<Integer> born = new ArrayList<>();
    private final List<Integer> bornBefore = new ArrayList<>();
    private int leftBehind;
    private long period = FIRST_NANOS;
    private long nextLook = Long.MIN_VALUE;
    private long forks = Long.MIN_VALUE;

    OrphanWatch(Path procfs, Member target) {
        this.procfs = procfs;
        this.reapers = new Reapers(procfs, target.parent);
        this.bornAfter = target.startTicks;
        // We began when we attached, near enough.
        this.attachedAt = stat.read(procfs, OURSELVES, buffer) ? stat.startTicks : target.startTicks;
        this.owner = ProcessOwner.of(procfs, target.pid);
        this.groups = groupsOf(target.pid);
    }

    void look(long nowNanos, long forksNow, ProcessTree tree, Unwaited unwaited) {
        if (nextLook == Long.MIN_VALUE) {
            nextLook = nowNanos + period;
            forks = forksNow;
        }
        if (nowNanos < nextLook || forksNow == forks) {
            return;
        }
        period = Math.min(2 * period, MOST_SELDOM_NANOS);
        nextLook = nowNanos + period;
        forks = forksNow;
        walk(tree, unwaited);
    }

    /** Nobody of the job that is known runs any more. */
    void lookAtTheEnd(ProcessTree tree, Unwaited unwaited) {
        int untied = walk(tree, unwaited);
        // Where some were found that are the job's, it goes on.
        leftBehind = born.isEmpty() && bornBefore.isEmpty() ? untied : 0;
    }

    /**
     * Processes that ran on when the job had ended, began while it was metered, are of the same user and in the same
     * control groups, and belong to nobody: whether the job started them cannot be seen.
     */
    int leftBehind() {
        return leftBehind;
    }

    /** How many may be the job's and are not tied to it. */
    private int walk(ProcessTree tree, Unwaited unwaited) {
        String[] names = procfs.toFile().list();
        int untied = 0;
        born.clear();
        bornBefore.clear();
        if (names != null) {
            for (String name : names) {
                int pid = Descendants.parse(name);
                if (pid > 0 && isOrphan(pid, tree)) {
                    if (tree.isLedByTheJob(stat.processGroup, stat.session) && !stat.ended()) {
                        (stat.startTicks < attachedAt ? bornBefore : born).add(pid);
                    } else if (tree.hasProcessGroup(stat.processGroup)) {
                        tell(pid, unwaited);
                    } else if (!stat.ended() && stat.startTicks >= attachedAt && isLikeTheTarget(pid)) {
                        untied++;
                    }
                }
            }
        }
        // What one that is older than the attach used until now does not count.
        tree.admitOrphans(bornBefore, true);
        tree.admitOrphans(born, false);
        return untied;
    }

    private boolean isOrphan(int pid, ProcessTree tree) {
        return pid != OURSELVES
                && !tree.isPresent(pid)
                && stat.read(procfs, pid, buffer)
                && stat.startTicks > bornAfter
                && reapers.contains(stat.parent);
    }

    private void tell(int pid, Unwaited unwaited) {
        if (known.add(stat.startTicks << Integer.SIZE | pid)) {
            unwaited.add(1, stat.ownTicks + stat.reapedTicks);
        }
    }

    private boolean isLikeTheTarget(int pid) {
        return ProcessOwner.of(procfs, pid) == owner && groupsOf(pid).equals(groups);
    }

    private String groupsOf(int pid) {
        try (KernelFile file = KernelFile.open(new File(procfs + "/" + pid + "/cgroup"), new byte[4096])) {
            return new String(file.bytes(), 0, file.length(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
