package io.ceait.attribution;

import io.ceait.sampling.Sample;
import io.ceait.source.Readings;

/** The job's shares over the interval that a sample ends. Deterministic: the same samples give the same shares. */
public final class Attribution {

    private final WorkShare cpu = new WorkShare();
    private final MemoryShare memory = new MemoryShare();
    private final HeldShare[] held;

    /** @param uses devices whose use by the job the samples tell */
    public Attribution(int uses) {
        held = new HeldShare[uses];
        for (int i = 0; i < uses; i++) {
            held[i] = new HeldShare();
        }
    }

    /** Takes the next sample; the shares then hold for the interval that it ends. */
    public void update(Sample sample) {
        Readings readings = sample.readings();
        if (sample.opensTotals()) {
            cpu.begin(sample.jobMicroseconds(), sample.busyMicroseconds());
            memory.begin(sample);
            for (int i = 0; i < held.length; i++) {
                held[i].begin(readings, i);
            }
        }
        double micros = sample.intervalNanos() / 1e3;
        cpu.update(sample.jobMicroseconds(), sample.busyMicroseconds(), micros * sample.onlineCpus());
        memory.update(sample);
        for (int i = 0; i < held.length; i++) {
            held[i].update(readings, i, micros);
        }
    }

    /** The share of the processors, 0 to 1. */
    public double cpu(Policy policy) {
        return choose(policy, cpu.occupancy(), cpu.active());
    }

    /** The share of the memory, 0 to 1. */
    public double memory(Policy policy) {
        return choose(policy, memory.occupancy(), memory.active());
    }

    /** The share of a device whose use a source tells, 0 to 1. */
    public double use(int channel, Policy policy) {
        return choose(policy, held[channel].occupancy(), held[channel].active());
    }

    /** The part of the processors that worked for others than the job, 0 to 1. */
    public double cpuForOthers() {
        return cpu.others();
    }

    /** The part of a device's capacity with which it worked for others than the job, 0 to 1. */
    public double useByOthers(int channel) {
        return held[channel].others();
    }

    /** The part of the time for which a device was the job's to use, whether it worked or not, 0 to 1. */
    public double held(int channel) {
        return held[channel].held();
    }

    /** The share of a device of whose use nothing is known. */
    public static double unknown(Policy policy) {
        return choose(policy, 0, 0);
    }

    private static double choose(Policy policy, double occupancy, double active) {
        return switch (policy) {
            case OCCUPANCY -> occupancy;
            case ACTIVE -> active;
            case MACHINE -> 1;
        };
    }
}
