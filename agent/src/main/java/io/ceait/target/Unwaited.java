package io.ceait.target;

/** Processes of the job that were seen to end without anybody of the job waiting for them. */
final class Unwaited {

    private long processes;
    private long ticks;

    /** @param bookedTicks what they had been seen to use */
    void add(long count, long bookedTicks) {
        processes += count;
        ticks += bookedTicks;
    }

    long processes() {
        return processes;
    }

    long ticks() {
        return ticks;
    }
}
