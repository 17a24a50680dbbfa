package io.ceait.attribution;

import io.ceait.device.DeviceType;
import io.ceait.sampling.Sample;

/**
 * The job's shares over the interval that a sample ends. Deterministic: the same samples give the same shares.
 *
 * <p>The kernel counts CPU time in steps of 10 ms, so that in an interval of 2 ms a process may seem to have worked five
 * times as much as was possible. What does not fit an interval is kept for the next ones: no CPU time is lost to the
 * cap at 1.
 */
public final class Attribution {

    /** How far the machine's figure may run behind the job's before the difference is forgotten. */
    private static final double MOST_DEBT_MICROSECONDS = 1e6;

    private long lastJob;
    private long lastBusy;
    private double jobDue;
    private double busyDue;
    private double lastJobBytes;
    private double lastUsedBytes;

    private double cpuOccupancy;
    private double cpuActive;
    private double ramOccupancy;
    private double ramActive;

    /** Takes the next sample; the shares then hold for the interval that it ends. */
    public void update(Sample sample) {
        if (sample.isFirst()) {
            lastJob = sample.jobMicroseconds();
            lastBusy = sample.busyMicroseconds();
            lastJobBytes = sample.jobBytes();
            lastUsedBytes = sample.usedBytes();
        }
        updateCpu(sample);
        updateRam(sample);
    }

    private void updateCpu(Sample sample) {
        double capacity = sample.intervalNanos() / 1e3 * sample.onlineCpus();
        jobDue += sample.jobMicroseconds() - lastJob;
        busyDue += sample.busyMicroseconds() - lastBusy;
        lastJob = sample.jobMicroseconds();
        lastBusy = sample.busyMicroseconds();
        double job = Math.max(0, Math.min(capacity, jobDue));
        // The job is a part of what is busy; the machine's own count may lag behind by its tick.
        double busy = Math.max(job, Math.min(capacity, busyDue));
        jobDue -= job;
        busyDue = Math.max(-MOST_DEBT_MICROSECONDS, Math.min(MOST_DEBT_MICROSECONDS, busyDue - busy));
        cpuOccupancy = capacity > 0 ? job / capacity : 0;
        cpuActive = busy > 0 ? job / busy : 0;
    }

    private void updateRam(Sample sample) {
        double installed = sample.installedBytes();
        double job = clamp((lastJobBytes + sample.jobBytes()) / 2, installed);
        double used = Math.max(job, clamp((lastUsedBytes + sample.usedBytes()) / 2, installed));
        lastJobBytes = sample.jobBytes();
        lastUsedBytes = sample.usedBytes();
        ramOccupancy = installed > 0 ? job / installed : 0;
        ramActive = used > 0 ? job / used : 0;
    }

    private static double clamp(double value, double most) {
        return Math.max(0, Math.min(most, value));
    }

    /** The share of devices of this type, 0 to 1, under a policy. */
    public double share(DeviceType type, Policy policy) {
        return switch (policy) {
            case OCCUPANCY -> occupancy(type);
            case ACTIVE -> active(type);
            case MACHINE -> 1;
        };
    }

    private double occupancy(DeviceType type) {
        return switch (type) {
            case CPU -> cpuOccupancy;
            case RAM -> ramOccupancy;
            // No source of this release reads GPUs, so that there is no device to ask for.
            case GPU -> throw new IllegalArgumentException("no occupancy is known for GPUs");
        };
    }

    private double active(DeviceType type) {
        return switch (type) {
            case CPU -> cpuActive;
            case RAM -> ramActive;
            case GPU -> throw new IllegalArgumentException("no occupancy is known for GPUs");
        };
    }
}
