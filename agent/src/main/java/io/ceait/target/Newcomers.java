package io.ceait.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes those who came into the control group of a job part of the job, where they are. */
final class Newcomers {

    private final @Nullable Path procfs;
    private final ProcessTree tree;
    private final @Nullable Reapers reapers;
    private final byte[] buffer = new byte[1024];
    private final ProcessStat stat = new ProcessStat();

    private Newcomers(ProcessTree tree, @Nullable Path procfs, @Nullable Reapers reapers) {
        this.tree = tree;
        this.procfs = procfs;
        this.reapers = reapers;
    }

    /** For a group that was made for the job: whoever comes was started by the job. */
    static Newcomers allOfTheJob(ProcessTree tree) {
        return new Newcomers(tree, null, null);
    }

    /** For a group that the job was found to have to itself: somebody else may enter it later. */
    static Newcomers above(Path procfs, ProcessTree tree, int target) {
        byte[] buffer = new byte[1024];
        ProcessStat stat = new ProcessStat();
        return new Newcomers(tree, procfs, new Reapers(procfs, stat.read(procfs, target, buffer) ? stat.parent : 0));
    }

    /**
     * Admits all of the group that the tree does not know.
     *
     * @param atAttach whether what they used until now does not count. Then it is not known yet whether the group holds
     *     the job alone, and an orphan must show that it is of the job by its process group as well.
     * @return false, and nobody is admitted, when one of them is not the job's
     */
    boolean admit(JobGroup group, boolean atAttach) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < group.count(); i++) {
            int pid = group.pid(i);
            if (!tree.isPresent(pid)) {
                if (!belongs(pid, group, atAttach)) {
                    return false;
                }
                found.add(pid);
            }
        }
        if (!found.isEmpty()) {
            tree.admitAll(found, atAttach);
        }
        return true;
    }

    private boolean belongs(int pid, JobGroup group, boolean atAttach) {
        if (procfs == null || reapers == null || !stat.read(procfs, pid, buffer)) {
            // Known to be the job's, or gone already.
            return true;
        }
        if (group.contains(stat.parent) || tree.isPresent(stat.parent)) {
            // Its parent is judged like itself.
            return true;
        }
        return reapers.contains(stat.parent) && (!atAttach || tree.hasProcessGroup(stat.processGroup));
    }
}
