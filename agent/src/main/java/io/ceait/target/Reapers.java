package io.ceait.target;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The processes that the kernel may give a job's orphans to: the first one of the machine, or a child sub-reaper among
 * those above the job. Whether one above is a sub-reaper cannot be seen. The parent of the job's first process is taken
 * for none, because a shell or a scheduler that starts another program in the job's control group looks the same.
 */
final class Reapers {

    private static final int INIT = 1;

    private final Set<Integer> pids = new HashSet<>(Set.of(INIT));

    /** @param parent of the job's first process */
    Reapers(Path procfs, int parent) {
        byte[] buffer = new byte[1024];
        ProcessStat stat = new ProcessStat();
        int at = parent;
        // The way up ends at the first process, or where a pid namespace does.
        while (at > INIT && stat.read(procfs, at, buffer) && stat.parent > 0 && pids.add(stat.parent)) {
            at = stat.parent;
        }
    }

    /**
     * Those that may be given orphans of the job. One that started it in a session of its own is among them: that is how a
     * service manager or a scheduler starts a job, and a shell does not.
     */
    static Set<Integer> perhaps(Path procfs, Member target) {
        Set<Integer> perhaps = new LinkedHashSet<>(new Reapers(procfs, target.parent).pids);
        ProcessStat stat = new ProcessStat();
        if (stat.read(procfs, target.parent, new byte[1024]) && stat.session != target.session) {
            perhaps.add(target.parent);
        }
        return perhaps;
    }

    boolean contains(int pid) {
        return pids.contains(pid);
    }
}
