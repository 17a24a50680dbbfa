package io.ceait.run;

import io.ceait.emission.IntensityFeed;
import io.ceait.machine.OwnMemory;
import io.ceait.progress.ProgressFeed;
import io.ceait.sampling.Sample;
import io.ceait.sampling.Sampler;
import io.ceait.target.ExitWatch;
import io.ceait.target.Job;
import io.ceait.target.JobAccount;
import io.ceait.time.Clock;
import io.ceait.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of a run: a sample at the attach, one at each slot of the schedule, one when the job has ended. Each sample
 * goes to the journal before anything is computed from it.
 */
public final class Run {

    private static final long STARTER_MILLIS = 5000;
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final RunDescription description;
    private final RunDirectory directory;
    private final Clock clock;
    private final Job job;
    private final Sampler sampler;
    private final Sample first;
    private final RunState state;
    private final Optional<Duration> duration;
    private final Optional<IntensityFeed> intensity;
    private final Optional<ProgressFeed> progress;
    private final Path procfs;
    private final LiveSinks sinks;
    private final JournalPolicy journalPolicy;
    private final Optional<Resumption> resumption;
    private volatile boolean stopRequested;
    private @Nullable Recording recording;
    private @Nullable Thread starter;

    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * Everything that a run needs; the caller owns and closes what it passes in.
     *
     * @param sampler over the job, which has taken one sample
     * @param intensity what tells a carbon intensity that changes; none for a constant one
     * @param progress what tells how far the job is, where anything does
     * @param first that sample: it is taken before the run is described, because describing takes longer
     * @param resumption the run that this one goes on with
     */
    public record Parts(
            RunDescription description,
            RunDirectory directory,
            Clock clock,
            Job job,
            Sampler sampler,
            Sample first,
            Optional<Duration> duration,
            Optional<IntensityFeed> intensity,
            Optional<ProgressFeed> progress,
            Path procfs,
            List<RunSink> sinks,
            JournalPolicy journal,
            Optional<Resumption> resumption) {}

    public Run(Parts parts) {
        description = parts.description();
        directory = parts.directory();
        clock = parts.clock();
        job = parts.job();
        sampler = parts.sampler();
        first = parts.first();
        resumption = parts.resumption();
        state = resumption
                .map(Resumption::state)
                .orElseGet(() -> new RunState(description))
                .live();
        journalPolicy = parts.journal();
        duration = parts.duration();
        intensity = parts.intensity();
        progress = parts.progress();
        procfs = parts.procfs();
        sinks = new LiveSinks(parts.sinks());
    }

    /** Ends the run with a last sample, as soon as possible. Callable from any thread and from a signal handler. */
    public void stop() {
        stopRequested = true;
        clock.wake();
    }

    /**
     * Begins the journal with the first sample.
     *
     * @throws IOException if it cannot be written; nothing is kept then
     */
    public void begin() throws IOException {
        begin(
                resumption.isPresent()
                        ? Journal.resume(
                                directory,
                                DescriptionFormat.journalHeader(resumption.get().description()),
                                journalPolicy)
                        : Journal.create(directory, DescriptionFormat.journalHeader(description), journalPolicy));
    }

    /** As {@link #begin()}, in a journal that has its header. */
    void begin(Journal begun) throws IOException {
        recording = new Recording(begun, state, intensity);
        recording.begin(first, progress);
    }

    /**
     * Meters until the job has ended, the time is over or {@link #stop} is called, then lets the sinks write. Whatever
     * fails from here on is told and does not end the run.
     *
     * @param afterFirstSample what may take its time once the run goes on
     */
    public Outcome execute(Runnable afterFirstSample) {
        Recording begun = Objects.requireNonNull(recording, "the run has not begun");
        RunLock lock = resumption.map(Resumption::lock).orElseGet(this::lock);
        meter(begun, afterFirstSample);
        over.countDown();
        Snapshot last = state.snapshot();
        begun.end(RunEnd.of(last));
        sinks.awaitStarted();
        Replay replay = new Replay(directory.file(Journal.FILE), description);
        boolean outputs = Outputs.write(new FinishedRun(last, directory), replay, sinks.all());
        awaitStarter();
        release(lock);
        return new Outcome(last, outputs, begun.isWhole());
    }

    /** A run that cannot be locked is metered all the same: only a recovery beside it would not know. */
    private @Nullable RunLock lock() {
        try {
            return RunLock.take(directory);
        } catch (IOException e) {
            log().info("{} cannot be locked: {}", directory.path(), e.getMessage());
            return null;
        }
    }

    private static void release(@Nullable RunLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            log().info("the lock cannot be removed: {}", e.getMessage());
        }
    }

    /** A run may be over before its preparations are: what they write must not be cut off by the end of the process. */
    private void awaitStarter() {
        Thread thread = starter;
        if (thread == null) {
            return;
        }
        try {
            thread.join(STARTER_MILLIS);
        } catch (InterruptedException e) {
            // Whoever interrupts wants to be gone more than to have the inventory.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How a run ended.
     *
     * @param outputsWritten whether every output is where it belongs
     * @param journalWhole whether everything that was to be in the journal is there
     */
    public record Outcome(Snapshot snapshot, boolean outputsWritten, boolean journalWhole) {

        public boolean allWritten() {
            return outputsWritten && journalWhole;
        }
    }

    private void meter(Recording recording, Runnable afterFirstSample) {
        account(first);
        // A child may have come and gone while the run was being prepared.
        job.refresh(clock.monotonicNanos());
        if (!job.alive() && !first.isLast()) {
            record(recording, clock.monotonicNanos(), true);
        }
        boolean alive = job.alive();
        long start = sampler.lastStartNanos();
        long end = duration.map(d -> start - first.elapsedNanos() + d.toNanos()).orElse(Long.MAX_VALUE);
        Ticker ticker = new Ticker(start, description.interval().toNanos());
        Thread thread = new Thread(() -> prepare(recording, afterFirstSample), "ceait-starter");
        thread.setDaemon(true);
        thread.start();
        starter = thread;
        try (ExitWatch watch = watch()) {
            while (alive) {
                long due = Math.min(end, ticker.next(clock.monotonicNanos()));
                waitFor(due, watch);
                long now = clock.monotonicNanos();
                if (stopRequested || now >= end || now < due) {
                    // Told to stop, time over, or woken by the end of the job.
                    record(recording, Math.min(due, now), true);
                    alive = false;
                } else {
                    alive = record(recording, due, false);
                }
            }
        }
        boolean jobEnded = !job.alive() || clock.monotonicNanos() >= end;
        // A signal is the end of a run that has no other.
        boolean untilToldToStop = description.target().isEndless() && duration.isEmpty();
        state.end(jobEnded || untilToldToStop ? RunStatus.COMPLETED : RunStatus.INTERRUPTED);
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
        long until = nextLook(due);
        clock.waitUntil(until);
        for (long now = clock.monotonicNanos(); !stopRequested && now < due; now = clock.monotonicNanos()) {
            // Something of the job has ended, or it is time to look. It books last moments, whether or not a sample
            // follows.
            sampler.look();
            if (!job.alive()) {
                return;
            }
            if (now < until) {
                watch.watch(job.awaitedPids());
            }
            until = nextLook(due);
            clock.waitUntil(until);
        }
    }

    /** What lives, or goes round, between two looks may not be seen: a long interval must not keep them apart. */
    private long nextLook(long due) {
        JobAccount account = job.account();
        long until = Math.min(due, sampler.nextLookNanos());
        return account.cpu().dependsOnLooks() ? Math.min(until, clock.monotonicNanos() + LOOK_NANOS) : until;
    }

    /** Takes a sample; false when it was the last one. */
    private boolean record(Recording recording, long due, boolean last) {
        Sample sample = sampler.take(due, last);
        recording.add(sample, sampler.lastStartNanos());
        account(sample);
        return !sample.isLast();
    }

    private void account(Sample sample) {
        state.accept(sample, clock.monotonicNanos() - sampler.lastStartNanos());
        sinks.tick(state.booked());
    }

    /** On a thread of its own: what takes its time must not make the first ticks late. */
    private void prepare(Recording recording, Runnable afterFirstSample) {
        // What it took to get to the first sample is garbage now; what follows would come on top of it.
        OwnMemory.giveBack();
        sinks.start(state::snapshot);
        afterFirstSample.run();
        new Upkeep(recording.journal(), journalPolicy, over).run();
    }

    /** Made when there is something to say: setting up the log takes longer than taking a sample. */
    private static Logger log() {
        return LoggerFactory.getLogger(Run.class);
    }
}
