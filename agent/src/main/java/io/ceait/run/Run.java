package io.ceait.run;

import io.ceait.machine.MachineLoad;
import io.ceait.sampling.Sample;
import io.ceait.sampling.Sampler;
import io.ceait.source.PowerSource;
import io.ceait.target.ExitWatch;
import io.ceait.target.Job;
import io.ceait.time.Clock;
import io.ceait.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of a run: a sample at the attach, one at each slot of the schedule, one when the job has ended. Each sample
 * goes to the journal before anything is computed from it.
 */
public final class Run {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final RunDescription description;
    private final RunDirectory directory;
    private final Clock clock;
    private final Job job;
    private final Sampler sampler;
    private final RunState state;
    private final Optional<Duration> duration;
    private final Path procfs;
    private final List<RunSink> sinks;
    private volatile boolean stopRequested;
    private boolean journalFailed;

    /** Everything that a run needs; the caller owns and closes what it passes in. */
    public record Parts(
            RunDescription description,
            RunDirectory directory,
            Clock clock,
            MachineLoad load,
            Job job,
            List<PowerSource> sources,
            Optional<Duration> duration,
            Path procfs,
            List<RunSink> sinks) {}

    public Run(Parts parts) {
        description = parts.description();
        directory = parts.directory();
        clock = parts.clock();
        job = parts.job();
        sampler = new Sampler(clock, description.interval(), parts.load(), job, parts.sources());
        state = new RunState(description);
        duration = parts.duration();
        procfs = parts.procfs();
        sinks = List.copyOf(parts.sinks());
    }

    /** Ends the run with a last sample, as soon as possible. Callable from any thread and from a signal handler. */
    public void stop() {
        stopRequested = true;
        clock.wake();
    }

    /**
     * Meters until the job has ended, the time is over or {@link #stop} is called, then lets the sinks write.
     *
     * @param header the first line of the journal: one line of JSON that describes the run
     * @param afterFirstSample what may take its time once the first sample is taken
     * @throws IOException if the journal cannot be begun; nothing has been metered then
     */
    public Outcome execute(String header, Runnable afterFirstSample) throws IOException {
        try (Journal journal = Journal.create(directory, header)) {
            meter(journal, afterFirstSample);
        }
        Snapshot last = state.snapshot();
        FinishedRun finished = new Finished(last, directory);
        boolean allWritten = !journalFailed;
        for (RunSink sink : sinks) {
            try {
                sink.ended(finished);
            } catch (IOException e) {
                LOG.error("{} could not be written: {}", sink.name(), e.getMessage());
                allWritten = false;
            }
        }
        return new Outcome(last, allWritten);
    }

    /**
     * How a run ended.
     *
     * @param allWritten whether every output is where it belongs
     */
    public record Outcome(Snapshot snapshot, boolean allWritten) {}

    private void meter(Journal journal, Runnable afterFirstSample) {
        boolean alive = record(journal, clock.monotonicNanos(), false);
        long start = sampler.lastStartNanos();
        long end = duration.map(d -> start + d.toNanos()).orElse(Long.MAX_VALUE);
        Ticker ticker = new Ticker(start, description.interval().toNanos());
        Thread starter = new Thread(() -> startSinks(afterFirstSample), "ceait-starter");
        starter.setDaemon(true);
        starter.start();
        try (ExitWatch watch = watch()) {
            while (alive) {
                long due = Math.min(end, ticker.next(clock.monotonicNanos()));
                waitFor(due, watch);
                long now = clock.monotonicNanos();
                if (stopRequested || now >= end || now < due) {
                    // Told to stop, time over, or woken by the end of the job.
                    record(journal, Math.min(due, now), true);
                    alive = false;
                } else {
                    alive = record(journal, due, false);
                }
            }
        }
        boolean jobEnded = !job.alive() || clock.monotonicNanos() >= end;
        boolean endless = description.target().pids().isEmpty();
        state.end(jobEnded || endless ? RunStatus.COMPLETED : RunStatus.INTERRUPTED);
    }

    private ExitWatch watch() {
        ExitWatch watch = ExitWatch.start(procfs, clock::wake);
        List<Integer> pids = job.awaitedPids();
        if (!pids.isEmpty()) {
            watch.watch(pids);
        }
        return watch;
    }

    /** Waits for the slot; comes back early when the job has ended or the run is told to stop. */
    private void waitFor(long due, ExitWatch watch) {
        clock.waitUntil(due);
        while (!stopRequested && clock.monotonicNanos() < due) {
            // Something of the job has ended. Looking at it books its last moments, whether or not a sample follows.
            job.refresh(clock.monotonicNanos());
            if (!job.alive()) {
                return;
            }
            watch.watch(job.awaitedPids());
            clock.waitUntil(due);
        }
    }

    private boolean record(Journal journal, long due, boolean last) {
        Sample sample = sampler.take(due, last);
        try {
            journal.append(sample);
        } catch (IOException e) {
            state.journalError();
            if (!journalFailed) {
                journalFailed = true;
                LOG.error("the journal cannot be written any more, metering goes on: {}", e.getMessage());
            }
        }
        state.accept(sample, clock.monotonicNanos() - sampler.lastStartNanos());
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).ticked();
        }
        return !sample.isLast();
    }

    /** On a thread of its own: what takes its time must not make the first ticks late. */
    private void startSinks(Runnable afterFirstSample) {
        for (RunSink sink : sinks) {
            try {
                sink.started(state::snapshot);
            } catch (IOException e) {
                LOG.error("{} cannot start, metering goes on: {}", sink.name(), e.getMessage());
            }
        }
        afterFirstSample.run();
        // Starting up leaves tens of megabytes of garbage that a run of steady ticks would never collect, and the
        // machine's
        // memory is the job's. Once, and before anybody has come to rely on the ticks.
        System.gc();
    }

    private record Finished(Snapshot snapshot, RunDirectory directory) implements FinishedRun {

        @Override
        public void replay(IntervalVisitor visitor) throws IOException {
            Replay.intervals(directory.file(Journal.FILE), snapshot.run(), visitor);
        }
    }
}
