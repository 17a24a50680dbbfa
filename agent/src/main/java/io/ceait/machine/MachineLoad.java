package io.ceait.machine;

import java.io.Closeable;

/**
 * How much of the machine is in use, as running totals. {@link #refresh} once a tick, then ask. Kept by one thread.
 */
public interface MachineLoad extends Closeable {

    /** Reads the machine anew. What could not be read keeps its last value. */
    void refresh(long nowNanos);

    /**
     * CPU time that the machine has spent working, in microseconds since some instant: user, nice, system and
     * interrupts. Neither idle nor waiting for a disk, nor stolen by a hypervisor for others.
     */
    long busyMicroseconds();

    /** Logical processors that are switched on now. */
    int onlineCpus();

    /** Memory that is not available to a new program, in bytes. */
    long usedBytes();

    /** Memory that the machine has, in bytes, as the kernel counts it. */
    long installedBytes();

    /** Processes and threads started since boot: as long as it stands still, no process tree has grown. */
    long forks();

    @Override
    void close();
}
