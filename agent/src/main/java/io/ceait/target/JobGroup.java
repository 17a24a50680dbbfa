package io.ceait.target;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The control group of a job with all groups below it: who is in it and the CPU time that the scheduler has booked for
 * it. A refresh costs one read for the CPU time and one for each group's list, and allocates nothing as long as the
 * machine starts no process.
 */
final class JobGroup implements Closeable {

    /** Groups below are made seldom; looking for them costs more than a tick. */
    private static final long SEARCH_PERIOD_NANOS = 1_000_000_000L;

    private final GroupCpu cpu;
    private final GroupProcesses processes;
    private final long cpuAtAttach;
    private long searchedAt = Long.MIN_VALUE;
    private long searchedForks = Long.MIN_VALUE;
    private int seen;

    private JobGroup(GroupCpu cpu, GroupProcesses processes) {
        this.cpu = cpu;
        this.processes = processes;
        this.cpuAtAttach = cpu.microseconds();
    }

    /** @throws IOException if the group counts no CPU time or does not let us read it */
    static JobGroup open(Path directory) throws IOException {
        return new JobGroup(GroupCpu.open(directory), new GroupProcesses(directory));
    }

    /** Reads it anew; false when the group is gone, and the CPU time stays. */
    boolean refresh(long nowNanos, long forks) {
        if (forks != searchedForks && (searchedAt == Long.MIN_VALUE || nowNanos - searchedAt >= SEARCH_PERIOD_NANOS)) {
            searchedAt = nowNanos;
            searchedForks = forks;
            processes.findGroups();
        }
        processes.refresh();
        // After the list: when that was empty, nobody was left to add to this.
        return cpu.refresh();
    }

    /** Reads the lists anew, those of groups just made included. */
    void lookAgain() {
        processes.findGroups();
        processes.refresh();
    }

    /** Whether anybody has come since this was asked last. */
    boolean hasNewcomers() {
        boolean some = processes.seen() != seen;
        seen = processes.seen();
        return some;
    }

    /** CPU time since this was opened. */
    long cpuMicroseconds() {
        return cpu.microseconds() - cpuAtAttach;
    }

    /** Whether there is anybody, with a number here or without one. */
    boolean any() {
        return processes.any();
    }

    /** Whether there are processes of another pid namespace, of which nothing can be known here. */
    boolean hasHidden() {
        return processes.hidden() > 0;
    }

    boolean contains(int pid) {
        return processes.containsNow(pid);
    }

    int count() {
        return processes.count();
    }

    int pid(int index) {
        return processes.pid(index);
    }

    @Override
    public void close() {
        cpu.close();
        processes.close();
    }
}
