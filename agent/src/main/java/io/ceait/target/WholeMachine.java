package io.ceait.target;

import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.MemoryMeans;
import java.util.List;
import java.util.function.IntConsumer;

/** Everything that runs here as one job: it ends when the run is told to end. */
public final class WholeMachine implements Job {

    private static final JobAccount ACCOUNT = JobAccount.of(CpuMeans.MACHINE, MemoryMeans.MACHINE);

    private final MachineLoad load;
    private long attachedAt = Long.MIN_VALUE;

    /** @param load the machine's load, refreshed by the caller before each {@link #refresh} */
    public WholeMachine(MachineLoad load) {
        this.load = load;
    }

    @Override
    public void refresh(long nowNanos) {
        if (attachedAt == Long.MIN_VALUE) {
            attachedAt = load.busyMicroseconds();
        }
    }

    @Override
    public long cpuMicroseconds() {
        return load.busyMicroseconds() - attachedAt;
    }

    @Override
    public long memoryBytes() {
        return load.usedBytes();
    }

    @Override
    public int processes() {
        return UNKNOWN;
    }

    @Override
    public int processesSeen() {
        return UNKNOWN;
    }

    @Override
    public boolean alive() {
        return true;
    }

    @Override
    public List<Integer> awaitedPids() {
        return List.of();
    }

    @Override
    public boolean containsProcess(int pid) {
        return true;
    }

    @Override
    public boolean isWholeMachine() {
        return true;
    }

    @Override
    public void forEachProcess(IntConsumer action) {
        // Nobody has to be told from others.
    }

    @Override
    public JobAccount account() {
        return ACCOUNT;
    }

    @Override
    public void close() {
        // The load belongs to the sampler.
    }
}
