package io.ceait.attribution;

import io.ceait.sampling.Sample;

/** The job's share of the memory: the mean of what it held at both ends of an interval. */
final class MemoryShare {

    private double lastJobBytes;
    private double lastUsedBytes;
    private double occupancy;
    private double active;

    void begin(Sample sample) {
        lastJobBytes = sample.jobBytes();
        lastUsedBytes = sample.usedBytes();
    }

    void update(Sample sample) {
        double installed = sample.installedBytes();
        double job = clamp((lastJobBytes + sample.jobBytes()) / 2, installed);
        double used = Math.max(job, clamp((lastUsedBytes + sample.usedBytes()) / 2, installed));
        lastJobBytes = sample.jobBytes();
        lastUsedBytes = sample.usedBytes();
        occupancy = installed > 0 ? job / installed : 0;
        active = used > 0 ? job / used : 0;
    }

    /** As a part of what is installed, 0 to 1. */
    double occupancy() {
        return occupancy;
    }

    /** As a part of what is in use, 0 to 1. */
    double active() {
        return active;
    }

    private static double clamp(double value, double most) {
        return Math.max(0, Math.min(most, value));
    }
}
