package io.ceait.sink.web.live;

import io.ceait.device.Quality;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.Booked;
import java.util.Arrays;

/**
 * Power over time in a fixed number of buckets of equal length. Booking allocates nothing and costs some nanoseconds a
 * device.
 *
 * <p>The mean of a bucket is exact: an interval counts in each bucket for the part that lies in it, also where a counter
 * stood still and several ticks are booked at once. Least and most are of single intervals, so that a peak stays however
 * much time a bucket comes to hold. An interval much shorter than nominal, which follows a late tick, tells more of the
 * instant at which a counter was read than of the device: it counts in the mean alone.
 */
abstract sealed class Timeline permits WholeRun, LastMinutes {

    final int capacity;
    long bucketNanos;

    /** One behind the last bucket, counted from the beginning of the run. */
    long end;

    /** By slot: the revision that changed the bucket last. */
    final long[] revisions;

    final Track[] tracks;
    private final long shortestPeakNanos;

    /** What is kept of one device, by slot. */
    static final class Track {
        final float[] least;
        final float[] most;
        final double[] wattNanos;
        final long[] nanos;
        final long[] gapNanos;

        /** Of {@link #nanos}, those of which a model told. */
        final long[] estimatedNanos;

        Track(int capacity) {
            least = new float[capacity];
            most = new float[capacity];
            wattNanos = new double[capacity];
            nanos = new long[capacity];
            gapNanos = new long[capacity];
            estimatedNanos = new long[capacity];
            clear(0, capacity);
        }

        void clear(int from, int to) {
            Arrays.fill(least, from, to, Float.POSITIVE_INFINITY);
            Arrays.fill(most, from, to, Float.NEGATIVE_INFINITY);
            Arrays.fill(wattNanos, from, to, 0);
            Arrays.fill(nanos, from, to, 0);
            Arrays.fill(gapNanos, from, to, 0);
            Arrays.fill(estimatedNanos, from, to, 0);
        }
    }

    /** @param nominalNanos the distance of samples that the run asked for */
    Timeline(int capacity, int devices, long bucketNanos, long nominalNanos) {
        this.capacity = capacity;
        this.bucketNanos = bucketNanos;
        shortestPeakNanos = nominalNanos / 2;
        revisions = new long[capacity];
        tracks = new Track[devices];
        for (int i = 0; i < devices; i++) {
            tracks[i] = new Track(capacity);
        }
    }

    /** Makes the buckets up to this one; may change {@link #bucketNanos} instead. */
    abstract void makeRoomFor(long bucket);

    /** The first bucket that is kept. */
    long first() {
        return Math.max(0, end - capacity);
    }

    int slot(long bucket) {
        return (int) (bucket % capacity);
    }

    void book(Booked booked, long revision) {
        long now = booked.elapsedNanos();
        if (now > 0) {
            makeRoomFor((now - 1) / bucketNanos);
        }
        for (int i = 0; i < tracks.length; i++) {
            DeviceInterval interval = booked.interval(i);
            if (interval.isBooked() && interval.spanNanos() > 0) {
                book(tracks[i], now, interval, revision);
            }
        }
    }

    private void book(Track track, long now, DeviceInterval interval, long revision) {
        long start = Math.max(first() * bucketNanos, now - interval.spanNanos());
        boolean gap = interval.isGap() || !interval.isKnown();
        if (!gap && !interval.isPowerKnown()) {
            return;
        }
        double watts = gap ? 0 : interval.watts();
        boolean estimated = interval.quality() == Quality.ESTIMATED;
        boolean peak = !gap && interval.spanNanos() >= shortestPeakNanos;
        for (long at = start; at < now; ) {
            long bucket = at / bucketNanos;
            long until = Math.min(now, (bucket + 1) * bucketNanos);
            int slot = slot(bucket);
            revisions[slot] = revision;
            if (gap) {
                track.gapNanos[slot] += until - at;
            } else {
                track.wattNanos[slot] += watts * (until - at);
                track.nanos[slot] += until - at;
                track.estimatedNanos[slot] += estimated ? until - at : 0;
            }
            if (peak) {
                track.least[slot] = Math.min(track.least[slot], (float) watts);
                track.most[slot] = Math.max(track.most[slot], (float) watts);
            }
            at = until;
        }
    }

    /** The first bucket that has changed since that revision; {@link #end} when none has. */
    long firstChangedSince(long revision) {
        for (long bucket = first(); bucket < end; bucket++) {
            if (revisions[slot(bucket)] > revision) {
                return bucket;
            }
        }
        return end;
    }
}
