package io.ceait.sink.web.live;

import io.ceait.device.Device;
import java.util.List;

/**
 * A stretch of a timeline as it was at one instant, W. Made while the sampling thread may wait for the lock: a few flat
 * arrays, filled in some tens of microseconds.
 */
final class PowerSeries {

    final long bucketNanos;

    /** Number of the first bucket, counted in buckets from the beginning of the run. */
    final long first;

    final int length;
    final List<Device> devices;

    /** By device and bucket; the mean over the known time is NaN where nothing is known. */
    final float[][] mean;

    final float[][] least;
    final float[][] most;

    /** The part of the bucket for which a reading was missing or an interval too long, 0 to 1. */
    final float[][] gap;

    /** Whether for most of the known time of the bucket a model told, and no sensor. */
    final boolean[][] estimated;

    PowerSeries(Timeline timeline, List<Device> devices, long from) {
        this.devices = devices;
        bucketNanos = timeline.bucketNanos;
        first = Math.max(from, timeline.first());
        length = (int) (timeline.end - first);
        mean = new float[devices.size()][length];
        least = new float[devices.size()][length];
        most = new float[devices.size()][length];
        gap = new float[devices.size()][length];
        estimated = new boolean[devices.size()][length];
        for (int i = 0; i < devices.size(); i++) {
            copy(timeline, i);
        }
    }

    private void copy(Timeline timeline, int device) {
        Timeline.Track track = timeline.tracks[device];
        for (int i = 0; i < length; i++) {
            int slot = timeline.slot(first + i);
            float known = (float) (track.wattNanos[slot] / track.nanos[slot]);
            mean[device][i] = known;
            // An interval too short for a peak leaves the mean alone, and a float may round to beyond it.
            least[device][i] = Math.min(track.least[slot], known);
            most[device][i] = Math.max(track.most[slot], known);
            gap[device][i] = Math.min(1, (float) track.gapNanos[slot] / bucketNanos);
            estimated[device][i] = 2 * track.estimatedNanos[slot] > track.nanos[slot];
        }
    }
}
