package io.ceait.source;

import java.util.function.IntConsumer;

/**
 * The processes of the job, as far as a source must know them to tell the job's use of a device from that of others.
 * Asked by the sampling thread alone, between the job's look at itself and the next one.
 */
public interface JobProcesses {

    /**
     * Whether a process belongs to the job or did until a moment ago: what a driver says of a process may come when that
     * has just ended.
     */
    boolean containsProcess(int pid);

    /** Whether everything that runs on the machine is the job. */
    default boolean isWholeMachine() {
        return false;
    }

    /** Calls back with the number of each process that is running; not at all where {@link #isWholeMachine()}. */
    void forEachProcess(IntConsumer action);
}
