package io.ceait.target;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that can be taken for no other: numbers are given anew, the start is not.
 *
 * @param pid its number
 * @param startTicks its start, in clock ticks since boot
 */
public record ProcessIdentity(int pid, long startTicks) {

    /** The process of this number, if there is one. */
    public static Optional<ProcessIdentity> of(Path procfs, int pid) {
        ProcessStat stat = new ProcessStat();
        return stat.read(procfs, pid, new byte[1024])
                ? Optional.of(new ProcessIdentity(pid, stat.startTicks))
                : Optional.empty();
    }

    /** Whether this process, which is running, is the other or one of its descendants. */
    public boolean isOrDescendsFrom(ProcessIdentity other, Path procfs) {
        byte[] buffer = new byte[1024];
        ProcessStat stat = new ProcessStat();
        int at = pid;
        // Nobody is older than who started it, and the way up ends at the first process.
        while (at > 0 && stat.read(procfs, at, buffer) && stat.startTicks >= other.startTicks) {
            if (at == other.pid) {
                return stat.startTicks == other.startTicks;
            }
            at = stat.parent;
        }
        return false;
    }
}
