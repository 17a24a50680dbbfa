package io.ceait.sampling;

import io.ceait.machine.MachineLoad;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.target.Job;
import io.ceait.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Takes samples: one timestamp, then the machine, the job and every source, in this order each time, so that what is
 * late in one tick is as late in the next. Used by one thread; {@link #take} refills the same sample.
 */
public final class Sampler {

    /** Longer than this many intervals is a gap (METHOD, "Gaps"). */
    private static final double GAP_INTERVALS = 2.5;

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
    private final PowerSource[] sources;
    private final Slots[] slots;
    private final long intervalNanos;
    private final Sample sample;

    private boolean open;
    private long tick;
    private long startNanos;
    private long lastNanos;
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
        this.sources = sources.toArray(new PowerSource[0]);
        this.intervalNanos = interval.toNanos();
        this.sample = new Sample(
                sources.stream().mapToInt(source -> source.channels().size()).sum(),
                sources.stream().mapToInt(source -> source.uses().size()).sum());
        this.slots = new Slots[this.sources.length];
        int channels = 0;
        int uses = 0;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = sample.readings().slots(channels, uses);
            channels += sources.get(i).channels().size();
            uses += sources.get(i).uses().size();
            sources.get(i).attach(job);
        }
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
                sample.isResumed() || isLong(interval, intervalNanos) || (!opens && wasAsleep(wall, interval)),
                last || !job.alive());
        lastWall = wall;
        boolean fresh = opens || sample.isLast();
        for (int i = 0; i < sources.length; i++) {
            sources[i].read(now, fresh, slots[i]);
        }
        return sample;
    }

    /** Looks at the job without a sample: what ended in between is booked, and what was started is seen. */
    public void look() {
        long now = clock.monotonicNanos();
        load.refresh(now);
        job.refresh(now);
    }

    /**
     * Takes a sample that does not count. A JVM loads and links classes for a tenth of a second and more between the
     * first timestamp and the readings that belong to it, and that much would be missing from the energy of the run.
     */
    public void warmUp() {
        take(clock.monotonicNanos(), false);
        open = false;
    }

    /** Whether an interval is too long to be called sampled. */
    public static boolean isLong(long intervalNanos, long nominalNanos) {
        return intervalNanos > nominalNanos * GAP_INTERVALS;
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

    /** The sample that opens the run. */
    public Sample takeFirst() {
        return take(clock.monotonicNanos(), false);
    }

    /** When the last sample was begun, on the monotonic clock. */
    public long lastStartNanos() {
        return lastNanos;
    }
}
