package io.ceait.machine;

/** A machine of one CPU on which nothing happens; tests override what matters to them. */
public class IdleLoad implements MachineLoad {

    @Override
    public void refresh(long nowNanos) {}

    @Override
    public long busyMicroseconds() {
        return 0;
    }

    @Override
    public int onlineCpus() {
        return 1;
    }

    @Override
    public long usedBytes() {
        return 0;
    }

    @Override
    public long installedBytes() {
        return 0;
    }

    @Override
    public long forks() {
        return 0;
    }

    @Override
    public void close() {}
}
