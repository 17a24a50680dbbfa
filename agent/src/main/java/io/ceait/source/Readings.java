package io.ceait.source;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one tick: for each channel a counter in microjoules or the reason why there is none. One object serves
 * a whole run, because a tick allocates nothing; whoever wants to keep values copies them.
 */
public final class Readings {

    private final long[] microjoules;
    private final @Nullable Unavailable[] missing;

    public Readings(int channels) {
        microjoules = new long[channels];
        missing = new Unavailable[channels];
        Arrays.fill(missing, NOT_READ);
    }

    private static final Unavailable NOT_READ =
            new Unavailable(Unavailable.Reason.FAILED, "the channel was not read", "");

    public int channels() {
        return microjoules.length;
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
}
