package io.ceait.cli;

import io.ceait.sampling.Sample;
import io.ceait.sampling.Sampler;
import io.ceait.source.PowerSource;
import io.ceait.target.Job;
import io.ceait.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * How a run opens while its GPUs may not be known yet. Processor, memory and the job count from the attach on. A job is
 * started as soon as the GPUs are known, or after a moment without them: they may still come while it runs, and then their
 * first interval is a gap. So a driver that hangs costs the job a moment, and the run nothing but its GPUs.
 */
final class Opening {

    /** What looks for GPUs, beside us. */
    interface Late {

        /** Waits, but not longer than this, and tells whether it is over. */
        boolean await(Duration atMost);

        /** What was found until now; what was not will not come any more. */
        List<PowerSource> end();
    }

    /**
     * The longest that a job is kept from starting. A driver that some program keeps ready answers in 10 to 500 ms, most of
     * them beside our own preparations.
     */
    static final Duration IN_FRONT = Duration.ofSeconds(1);

    /**
     * The longest that a run waits for GPUs in all. A driver that nobody keeps ready takes a second and more per GPU; but
     * nothing is on record until then.
     */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** So often it is looked whether there is a job left to wait for. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Clock clock;
    private final Job job;
    private final Sampler sampler;
    private final Late gpus;
    private final long begun;
    private final boolean complete;
    private Sample first;

    /**
     * Takes the first sample of a job that was just attached to or is about to be started.
     *
     * @param sampler over all sources but the GPUs
     */
    Opening(Clock clock, Job job, Sampler sampler, Late gpus) {
        this.clock = clock;
        this.job = job;
        this.sampler = sampler;
        this.gpus = gpus;
        this.begun = clock.monotonicNanos();
        if (gpus.await(Duration.ZERO)) {
            sampler.join(gpus.end());
            sampler.warmUp();
            first = sampler.takeFirst();
            complete = true;
            return;
        }
        sampler.warmUp();
        first = sampler.takeFirst();
        complete = await(IN_FRONT, () -> false);
        if (complete) {
            List<PowerSource> found = gpus.end();
            first = sampler.join(found);
            // With something to read beside the rest the run opens anew; a job that is over meanwhile keeps what it
            // has.
            if (isJobThere()
                    && found.stream().anyMatch(source -> !source.channels().isEmpty())) {
                first = sampler.takeFirst();
            }
        }
    }

    /**
     * Once the job runs: waits for GPUs that are not known yet, as long as there is a job and nobody wants the run to end.
     *
     * @param over whether somebody does
     */
    void awaitGpus(BooleanSupplier over) {
        if (!complete) {
            boolean unused = await(LONGEST, over);
            first = sampler.join(gpus.end());
        }
    }

    private boolean await(Duration longest, BooleanSupplier over) {
        long until = begun + longest.toNanos();
        while (!gpus.await(LOOK)) {
            if (clock.monotonicNanos() - until >= 0 || over.getAsBoolean() || !isJobThere()) {
                return false;
            }
        }
        return true;
    }

    private boolean isJobThere() {
        job.refresh(clock.monotonicNanos());
        return job.alive();
    }

    /** The sample that opens the run. */
    Sample first() {
        return first;
    }

    Sampler sampler() {
        return sampler;
    }
}
