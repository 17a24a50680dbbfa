package io.ceait.sampling;

import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseMeans;

/** Samples as a test writes them down, one after the other; one object is refilled, as by the sampler. */
public final class SampleScript {

    public static final Unavailable FAILED = new Unavailable(Reason.FAILED, "for the test", "");
    /** The reading stays what {@link #unavailable} made of it. */
    public static final long AS_IT_IS = Long.MIN_VALUE;

    public static final long SECOND = 1_000_000_000L;

    private final Sample sample;
    private long tick = -1;
    private long elapsed;
    private long busy = 5_000_000;
    private long job;
    private int cpus = 1;
    private long usedBytes = 4L << 30;
    private long installedBytes = 16L << 30;
    private long jobBytes = 1L << 30;
    private boolean gap;
    private boolean late;
    private boolean last;

    public SampleScript(int channels) {
        this(channels, 0);
    }

    public SampleScript(int channels, int uses) {
        sample = new Sample(channels, uses);
    }

    /** A reading that fails for this reason. */
    public SampleScript unavailable(int channel, Unavailable why) {
        sample.readings().unavailable(channel, why);
        return this;
    }

    /** Running totals of a device's use, in microseconds. */
    public SampleScript used(int channel, UseMeans means, long job, long busy, long held) {
        sample.readings().use(channel, means, job, busy, held);
        return this;
    }

    public SampleScript cpus(int count) {
        cpus = count;
        return this;
    }

    public SampleScript memory(long job, long used, long installed) {
        jobBytes = job;
        usedBytes = used;
        installedBytes = installed;
        return this;
    }

    /** CPU time since the sample before: of the job and of the whole machine. */
    public SampleScript worked(long jobMicroseconds, long busyMicroseconds) {
        job += jobMicroseconds;
        busy += busyMicroseconds;
        return this;
    }

    /** The next sample ends a gap. */
    public SampleScript gap() {
        gap = true;
        return this;
    }

    public SampleScript late() {
        late = true;
        return this;
    }

    public SampleScript last() {
        last = true;
        return this;
    }

    /** A sample after {@code nanos}; a negative reading stands for a failed one. */
    public Sample after(long nanos, long... microjoules) {
        tick++;
        elapsed += tick == 0 ? 0 : nanos;
        sample.at(tick, 1_748_736_000_000L + elapsed / 1_000_000, elapsed, tick == 0 ? 0 : nanos);
        sample.flags(late, gap, last);
        sample.machine(busy, cpus, usedBytes, installedBytes);
        sample.job(job, jobBytes, 1, 1);
        for (int i = 0; i < microjoules.length; i++) {
            if (microjoules[i] == AS_IT_IS) {
                continue;
            }
            if (microjoules[i] < 0) {
                sample.readings().unavailable(i, FAILED);
            } else {
                sample.readings().counter(i, microjoules[i]);
            }
        }
        gap = false;
        late = false;
        return sample;
    }

    public Sample afterSecond(long... microjoules) {
        return after(SECOND, microjoules);
    }
}
