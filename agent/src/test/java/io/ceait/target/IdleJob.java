package io.ceait.target;

import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import java.util.List;
import java.util.function.IntConsumer;

/** A job that lives, does nothing and has no process that could be seen; tests override what matters to them. */
public class IdleJob implements Job {

    @Override
    public void refresh(long nowNanos) {}

    @Override
    public boolean containsProcess(int pid) {
        return false;
    }

    @Override
    public void forEachProcess(IntConsumer action) {}

    @Override
    public long cpuMicroseconds() {
        return 0;
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public int processes() {
        return 1;
    }

    @Override
    public int processesSeen() {
        return 1;
    }

    @Override
    public boolean alive() {
        return true;
    }

    /** None: whoever watches real processes would wake the clock of the test. */
    @Override
    public List<Integer> awaitedPids() {
        return List.of();
    }

    @Override
    public JobAccount account() {
        return new JobAccount(CpuMeans.PROC, MemoryMeans.PROC, Loss.NONE, 0, 0);
    }

    @Override
    public void close() {}
}
