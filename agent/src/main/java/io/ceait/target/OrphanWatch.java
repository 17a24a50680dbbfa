package io.ceait.target;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks for processes that the job started and nobody of it waits for, by all that still ties them to the job: they are
 * younger than its first process, in the process group of one of its processes, and their parent is one that orphans
 * are given to. A walk over all processes costs milliseconds on a large machine, so it is made ever more seldom; one orphan caught
 * stands for those that were not.
 */
final class OrphanWatch {

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long MOST_SELDOM_NANOS = 64_000_000_000L;

    private final Path procfs;
    private final Reapers reapers;
    private final long bornAfter;
    private final byte[] buffer = new byte[1024];
    private final ProcessStat stat = new ProcessStat();
    private final Set<Long> known = new HashSet<>();
    private long period = FIRST_NANOS;
    private long nextLook = Long.MIN_VALUE;
    private long forks = Long.MIN_VALUE;

    OrphanWatch(Path procfs, Member target) {
        this.procfs = procfs;
        this.reapers = new Reapers(procfs, target.parent);
        this.bornAfter = target.startTicks;
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
        String[] names = procfs.toFile().list();
        if (names != null) {
            for (String name : names) {
                int pid = Descendants.parse(name);
                if (pid > 0 && isOrphan(pid, tree) && known.add(stat.startTicks << Integer.SIZE | pid)) {
                    unwaited.add(1, stat.ownTicks + stat.reapedTicks);
                }
            }
        }
    }

    private boolean isOrphan(int pid, ProcessTree tree) {
        return !tree.isPresent(pid)
                && stat.read(procfs, pid, buffer)
                && stat.startTicks > bornAfter
                && reapers.contains(stat.parent)
                && tree.hasProcessGroup(stat.processGroup);
    }
}
