package io.ceait.sampling;

import io.ceait.source.Readings;
import io.ceait.target.JobAccount;
import org.jspecify.annotations.Nullable;

/**
 * What one tick saw: every reading, taken at one instant, and the use of the machine and of the job as running totals.
 * It is all that the journal keeps and all that the rest of the meter needs: the same samples give the same result, to
 * the last bit, live or replayed.
 *
 * <p>One object is refilled at each tick. Primitive values with the unit in their names, because a tick allocates
 * nothing.
 */
public final class Sample {

    private final Readings readings;
    private long tick;
    private long wallMillis;
    private long elapsedNanos;
    private long intervalNanos;
    private boolean late;
    private boolean gap;
    private boolean last;
    private boolean resumed;
    private boolean beginningLost;
    private long busyMicroseconds;
    private int onlineCpus;
    private long usedBytes;
    private long installedBytes;
    private long jobMicroseconds;
    private long jobBytes;
    private int processes;
    private int processesSeen;
    private @Nullable JobAccount jobAccount;

    public Sample(int channels, int uses) {
        this(new Readings(channels, uses));
    }

    private Sample(Readings readings) {
        this.readings = readings;
    }

    /** The same sample, with places behind its readings for channels and uses that were not read. */
    Sample widened(int moreChannels, int moreUses) {
        Sample wider = new Sample(readings.widened(moreChannels, moreUses));
        wider.at(tick, wallMillis, elapsedNanos, intervalNanos);
        wider.flags(late, gap, last);
        wider.resumed(resumed);
        wider.beginningLost(beginningLost);
        wider.machine(busyMicroseconds, onlineCpus, usedBytes, installedBytes);
        wider.job(jobMicroseconds, jobBytes, processes, processesSeen);
        wider.jobAccount = jobAccount;
        return wider;
    }

    /** When: the instant, its distance from the first sample and from the one before, both monotonic. */
    public void at(long tick, long wallMillis, long elapsedNanos, long intervalNanos) {
        this.tick = tick;
        this.wallMillis = wallMillis;
        this.elapsedNanos = elapsedNanos;
        this.intervalNanos = intervalNanos;
    }

    /** How it came: behind its slot, after a hole, as the last one of the run. */
    public void flags(boolean late, boolean gap, boolean last) {
        this.late = late;
        this.gap = gap;
        this.last = last;
    }

    /** Whether an agent takes it that goes on with the run of one that is gone, as its first. */
    public void resumed(boolean first) {
        resumed = first;
    }

    /** Whether the record of the run begins with it, and whatever was before it is lost. */
    public void beginningLost(boolean lost) {
        beginningLost = lost;
    }

    public void machine(long busyMicroseconds, int onlineCpus, long usedBytes, long installedBytes) {
        this.busyMicroseconds = busyMicroseconds;
        this.onlineCpus = onlineCpus;
        this.usedBytes = usedBytes;
        this.installedBytes = installedBytes;
    }

    public void job(long jobMicroseconds, long jobBytes, int processes, int processesSeen) {
        this.jobMicroseconds = jobMicroseconds;
        this.jobBytes = jobBytes;
        this.processes = processes;
        this.processesSeen = processesSeen;
    }

    /** How the job's figures are known. */
    public void account(JobAccount account) {
        jobAccount = account;
    }

    public Readings readings() {
        return readings;
    }

    /** 0 for the sample at the attach, which opens the first interval. */
    public long tick() {
        return tick;
    }

    /** Whether the run begins with it; not so where its first sample is lost, see {@link #isBeginningLost()}. */
    public boolean isFirst() {
        return tick == 0;
    }

    public long wallMillis() {
        return wallMillis;
    }

    public long elapsedNanos() {
        return elapsedNanos;
    }

    public long intervalNanos() {
        return intervalNanos;
    }

    public boolean isLate() {
        return late;
    }

    /** Whether the interval that ends here is too long to be called sampled. */
    public boolean isGap() {
        return gap;
    }

    public boolean isLast() {
        return last;
    }

    /**
     * Whether the running totals begin anew here: what they were in the sample before was told by an agent that is gone, and
     * the difference means nothing.
     */
    public boolean isResumed() {
        return resumed;
    }

    /**
     * Whether it is the first that is left of a run whose beginning is lost. The interval that it ends is all the time before
     * it, of which nothing is known; running totals begin here.
     */
    public boolean isBeginningLost() {
        return beginningLost;
    }

    /** Whether it opens the running totals: an interval that ends here has none that began with them. */
    public boolean opensTotals() {
        return isFirst() || resumed || beginningLost;
    }

    public long busyMicroseconds() {
        return busyMicroseconds;
    }

    public int onlineCpus() {
        return onlineCpus;
    }

    public long usedBytes() {
        return usedBytes;
    }

    public long installedBytes() {
        return installedBytes;
    }

    public long jobMicroseconds() {
        return jobMicroseconds;
    }

    public long jobBytes() {
        return jobBytes;
    }

    public int processes() {
        return processes;
    }

    public int processesSeen() {
        return processesSeen;
    }

    /** How the job's figures are known; null where a journal of an earlier version does not tell. */
    public @Nullable JobAccount account() {
        return jobAccount;
    }
}
