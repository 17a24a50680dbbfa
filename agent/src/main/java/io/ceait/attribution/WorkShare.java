package io.ceait.attribution;

/**
 * The job's share of a device that works through time: a processor or a GPU. Fed with running totals of the time for
 * which it worked for the job and for anybody.
 *
 * <p>Such totals come in steps: the kernel counts in ticks of 10 ms, so that in an interval of 2 ms a process may seem to
 * have worked five times as much as was possible. What does not fit an interval is kept for the next ones: nothing is
 * lost to the cap at 1.
 */
final class WorkShare {

    /** How far the figure for all may run behind the job's before the difference is forgotten. */
    private static final double MOST_DEBT_MICROSECONDS = 1e6;

    private long lastJob;
    private long lastBusy;
    private double jobDue;
    private double busyDue;
    private double occupancy;
    private double active;
    private double others;
    private boolean worked;

    /** The totals from which the first interval counts. */
    void begin(long jobMicroseconds, long busyMicroseconds) {
        lastJob = jobMicroseconds;
        lastBusy = busyMicroseconds;
    }

    /** @param capacityMicroseconds the most that the device can have worked since the last call */
    void update(long jobMicroseconds, long busyMicroseconds, double capacityMicroseconds) {
        jobDue += jobMicroseconds - lastJob;
        busyDue += busyMicroseconds - lastBusy;
        lastJob = jobMicroseconds;
        lastBusy = busyMicroseconds;
        double job = Math.max(0, Math.min(capacityMicroseconds, jobDue));
        // The job is a part of what is busy; the figure for all may lag behind by its tick.
        double busy = Math.max(job, Math.min(capacityMicroseconds, busyDue));
        jobDue -= job;
        busyDue = Math.max(-MOST_DEBT_MICROSECONDS, Math.min(MOST_DEBT_MICROSECONDS, busyDue - busy));
        occupancy = capacityMicroseconds > 0 ? job / capacityMicroseconds : 0;
        worked = busy > 0;
        active = worked ? job / busy : 0;
        others = capacityMicroseconds > 0 ? (busy - job) / capacityMicroseconds : 0;
    }

    /** Whether it worked at all, for anybody. */
    boolean hasWorked() {
        return worked;
    }

    /** Work for the job as a part of the capacity, 0 to 1. */
    double occupancy() {
        return occupancy;
    }

    /** Work for the job as a part of all work, 0 to 1; 0 when there was none. */
    double active() {
        return active;
    }

    /** Work for anybody else as a part of the capacity, 0 to 1. */
    double others() {
        return others;
    }
}
