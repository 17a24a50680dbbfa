package io.ceait.target;

import io.ceait.source.JobProcesses;
import java.io.Closeable;
import java.util.List;

/**
 * The job that is metered, as running totals since the meter was attached. {@link #refresh} once a tick, then ask. Kept
 * by one thread.
 */
public interface Job extends JobProcesses, Closeable {

    /** Reads the job anew. Never throws: a process that is gone is a fact, not a failure. */
    void refresh(long nowNanos);

    /** CPU time of the job since the attach, in microseconds; never falls. */
    long cpuMicroseconds();

    /** Resident memory, memory shared inside the job counted once; {@link #UNKNOWN} where it does not apply. */
    long memoryBytes();

    /** Processes alive now; {@link #UNKNOWN} where they are not counted. */
    int processes();

    /** Processes that were part of the job at some time; {@link #UNKNOWN} where they are not counted. */
    int processesSeen();

    /** Whether anything of the job is still running. */
    boolean alive();

    /**
     * The processes whose end may be the job's: those it was attached to while one of them runs, then the others. Empty
     * for a job that has no end of its own.
     */
    List<Integer> awaitedPids();

    /** How these figures are known. The same object as long as nothing of it changes: a tick asks and makes no garbage. */
    JobAccount account();

    /** Stands for a figure that this kind of job does not have. */
    int UNKNOWN = -1;

    @Override
    void close();
}
