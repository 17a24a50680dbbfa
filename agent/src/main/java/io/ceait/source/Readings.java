package io.ceait.source;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one tick: for each channel a counter in microjoules or the reason why there is none, and for each use
 * channel the use of its device as running totals. One object serves a whole run, because a tick allocates nothing;
 * whoever wants to keep values copies them.
 */
public final class Readings {

    private static final Unavailable NOT_READ =
            new Unavailable(Unavailable.Reason.FAILED, "the channel was not read", "");

    private final long[] microjoules;
    private final @Nullable Unavailable[] missing;
    private final long[] jobMicroseconds;
    private final long[] busyMicroseconds;
    private final long[] heldMicroseconds;
    private final UseMeans[] means;

    public Readings(int channels, int uses) {
        microjoules = new long[channels];
        missing = new Unavailable[channels];
        Arrays.fill(missing, NOT_READ);
        jobMicroseconds = new long[uses];
        busyMicroseconds = new long[uses];
        heldMicroseconds = new long[uses];
        means = new UseMeans[uses];
        Arrays.fill(means, UseMeans.UNKNOWN);
    }

    /** The same readings, with places behind them for channels and uses that were not read. */
    public Readings widened(int moreChannels, int moreUses) {
        Readings wider = new Readings(channels() + moreChannels, uses() + moreUses);
        System.arraycopy(microjoules, 0, wider.microjoules, 0, channels());
        System.arraycopy(missing, 0, wider.missing, 0, channels());
        System.arraycopy(jobMicroseconds, 0, wider.jobMicroseconds, 0, uses());
        System.arraycopy(busyMicroseconds, 0, wider.busyMicroseconds, 0, uses());
        System.arraycopy(heldMicroseconds, 0, wider.heldMicroseconds, 0, uses());
        System.arraycopy(means, 0, wider.means, 0, uses());
        return wider;
    }

    public int channels() {
        return microjoules.length;
    }

    public int uses() {
        return means.length;
    }

    /** A source's own part, from these places on. */
    public Slots slots(int firstChannel, int firstUse) {
        return new Slots(this, firstChannel, firstUse);
    }

    public void counter(int channel, long value) {
        microjoules[channel] = value;
        missing[channel] = null;
    }

    public void unavailable(int channel, Unavailable why) {
        missing[channel] = why;
    }

    public boolean available(int channel) {
        return missing[channel] == null;
    }

    /** The counter's value in microjoules. Fails when there is none. */
    public long microjoules(int channel) {
        if (missing[channel] != null) {
            throw new IllegalStateException("channel " + channel + " has no reading");
        }
        return microjoules[channel];
    }

    /** Why a channel has no reading; null when it has one. */
    public @Nullable Unavailable unavailable(int channel) {
        return missing[channel];
    }

    /**
     * Use of a device since the first reading. A device that works at 30 % for the job and at 20 % for others for ten
     * seconds adds 3 s, 5 s, and, with two thirds of the memory that is held on it in the job's hands, 6.7 s.
     *
     * @param job the time for which the device worked for the job, as if at full load
     * @param busy the same for all processes, the job's among them
     * @param held the part of the time for which the device was the job's to use, whether it worked or not: all of it when
     *     nobody else held anything on it
     */
    public void use(int use, UseMeans how, long job, long busy, long held) {
        means[use] = how;
        jobMicroseconds[use] = job;
        busyMicroseconds[use] = busy;
        heldMicroseconds[use] = held;
    }

    public UseMeans useMeans(int use) {
        return means[use];
    }

    public long useJobMicroseconds(int use) {
        return jobMicroseconds[use];
    }

    public long useBusyMicroseconds(int use) {
        return busyMicroseconds[use];
    }

    public long useHeldMicroseconds(int use) {
        return heldMicroseconds[use];
    }
}
