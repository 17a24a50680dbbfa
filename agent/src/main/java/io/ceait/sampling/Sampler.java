package io.ceait.sampling;

import io.ceait.machine.MachineLoad;
import io.ceait.source.PowerSource;
import io.ceait.source.Readings;
import io.ceait.source.Slots;
import io.ceait.target.Job;
import io.ceait.time.Clock;
import io.ceait.time.Gaps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes samples: one timestamp, then the machine, the job and every source, in this order each time, so that what is
 * late in one tick is as late in the next. Used by one thread; {@link #take} refills the same sample.
 */
public final class Sampler {

    /** Behind its slot by more than this part of an interval is late. */
    private static final double LATE_PART = 0.1;

    /**
     * CPU time is counted in steps of 10 ms: to look more often than about twice that costs most of a fast tick and tells
     * nothing. What a look finds is spread over the ticks by the attribution; none of it is lost.
     */
    private static final long USE_PERIOD_NANOS = 15_000_000L;

    private final Clock clock;
    private final MachineLoad load;
    private final Job job;
    private final List<PowerSource> sources = new ArrayList<>();
    private final List<Slots> slots = new ArrayList<>();
    private final long intervalNanos;
    private Sample sample = new Sample(0, 0);
    private long lookPeriodNanos = PowerSource.NEVER;

    private boolean open;
    private long tick;
    private long startNanos;
    private long lastNanos;
    private long lookedAt;
    private long usageAt;
    private long lastWall;
    private long asleepNanos;

    /** The number of the last sample of an agent before this one; -1 without. */
    private long tickBefore = -1;

    private long elapsedBefore;
    private long wallBefore;

    public Sampler(Clock clock, Duration interval, MachineLoad load, Job job, List<PowerSource> sources) {
        this.clock = clock;
        this.load = load;
        this.job = job;
        this.intervalNanos = interval.toNanos();
        sources.forEach(source -> source.attach(job));
        add(sources);
    }

    private void add(List<PowerSource> more) {
        sources.addAll(more);
        for (PowerSource source : more) {
            lookPeriodNanos = Math.min(lookPeriodNanos, source.lookPeriodNanos());
        }
        sample = sample.widened(
                more.stream().mapToInt(source -> source.channels().size()).sum(),
                more.stream().mapToInt(source -> source.uses().size()).sum());
        int firstChannel = 0;
        int firstUse = 0;
        slots.clear();
        for (PowerSource source : sources) {
            slots.add(sample.readings().slots(firstChannel, firstUse));
            firstChannel += source.channels().size();
            firstUse += source.uses().size();
        }
    }

    /**
     * Adds sources that were found after a sample was taken. Their readings come behind those of the others; in the sample
     * that was taken before they have none.
     *
     * @return that sample
     */
    public Sample join(List<PowerSource> late) {
        for (PowerSource source : late) {
            source.attach(job);
            // Its classes and its first answers, before a tick waits for them.
            Readings unused =
                    new Readings(source.channels().size(), source.uses().size());
            source.read(clock.monotonicNanos(), true, unused.slots(0, 0));
        }
        add(late);
        return sample;
    }

    /**
     * Goes on with a run whose agent is gone: to be said before the first sample. How long nobody looked is told by the
     * wall clock, the only one that outlives a restart of the machine, and is an interval at least.
     *
     * @param last the last sample that the other took
     */
    public void resumeAfter(Sample last) {
        tickBefore = last.tick();
        elapsedBefore = last.elapsedNanos();
        wallBefore = last.wallMillis();
        open = false;
    }

    /**
     * Samples now.
     *
     * @param dueNanos when it was due on the monotonic clock, to tell how late it is
     * @param last whether the run ends with it; it does so, too, when the job is found to have ended
     */
    public Sample take(long dueNanos, boolean last) {
        long now = clock.monotonicNanos();
        long wall = clock.wallMillis();
        boolean opens = !open;
        if (opens) {
            open(now, wall);
        }
        tick++;
        long interval = now - lastNanos;
        lastNanos = now;
        lookedAt = now;
        sample.at(tick, wall, now - startNanos, interval);
        sample.resumed(opens && tickBefore >= 0);
        if (last || opens || now - usageAt >= USE_PERIOD_NANOS) {
            usageAt = now;
            load.refresh(now);
            sample.machine(load.busyMicroseconds(), load.onlineCpus(), load.usedBytes(), load.installedBytes());
            job.refresh(now);
            sample.job(job.cpuMicroseconds(), job.memoryBytes(), job.processes(), job.processesSeen());
            sample.account(job.account());
        }
        sample.flags(
                now - dueNanos > intervalNanos * LATE_PART,
                sample.isResumed() || Gaps.isGap(interval, intervalNanos) || (!opens && wasAsleep(wall, interval)),
                last || !job.alive());
        lastWall = wall;
        boolean fresh = opens || sample.isLast();
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).read(now, fresh, slots.get(i));
        }
        return sample;
    }

    /** When counters are to be looked at, unless a sample comes before: {@link PowerSource#NEVER} for not at all. */
    public long nextLookNanos() {
        return lookPeriodNanos == PowerSource.NEVER ? PowerSource.NEVER : lookedAt + lookPeriodNanos;
    }

    /**
     * Looks without a sample: at the job, so that what ended in between is booked and what was started is seen, and at
     * counters that would go round until the next sample, when they are due.
     */
    public void look() {
        long now = clock.monotonicNanos();
        load.refresh(now);
        job.refresh(now);
        if (now >= nextLookNanos()) {
            lookedAt = now;
            for (int i = 0; i < sources.size(); i++) {
                sources.get(i).look(now);
            }
        }
    }

    /**
     * Takes a sample that does not count. A JVM loads and links classes for a tenth of a second and more between the
     * first timestamp and the readings that belong to it, and that much would be missing from the energy of the run.
     */
    public void warmUp() {
        takeFirst();
    }

    /** Asleep, the machine's monotonic clock stands still: only the wall clock gives the hint to look. */
    private boolean wasAsleep(long wall, long interval) {
        long jump = WallJump.millis(lastWall, wall, interval);
        if (jump <= 0) {
            return false;
        }
        long before = asleepNanos;
        asleepNanos = clock.asleepNanos();
        return (asleepNanos - before) / 1_000_000 > jump / 2;
    }

    private void open(long now, long wall) {
        open = true;
        asleepNanos = clock.asleepNanos();
        tick = tickBefore;
        long hole = tickBefore < 0 ? 0 : Math.max(intervalNanos, (wall - wallBefore) * 1_000_000);
        startNanos = now - elapsedBefore - hole;
        lastNanos = now - hole;
    }

    /** The sample that opens the run. Taken again, it opens the run anew. */
    public Sample takeFirst() {
        open = false;
        return take(clock.monotonicNanos(), false);
    }

    /** When the last sample was begun, on the monotonic clock. */
    public long lastStartNanos() {
        return lastNanos;
    }
}
