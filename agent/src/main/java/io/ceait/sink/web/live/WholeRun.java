package io.ceait.sink.web.live;

/** The run from its beginning: when the buckets are full, two become one, and the next ones are twice as long. */
final class WholeRun extends Timeline {

    /** @param capacity even */
    WholeRun(int capacity, int devices, long bucketNanos, long nominalNanos) {
        super(capacity, devices, bucketNanos, nominalNanos);
        if (capacity % 2 != 0) {
            throw new IllegalArgumentException("buckets are merged in pairs: " + capacity + " is odd");
        }
    }

    @Override
    void makeRoomFor(long bucket) {
        long needed = bucket;
        while (needed >= capacity) {
            merge();
            needed /= 2;
        }
        end = Math.max(end, needed + 1);
    }

    private void merge() {
        int half = capacity / 2;
        for (Track track : tracks) {
            for (int i = 0; i < half; i++) {
                int left = 2 * i;
                int right = left + 1;
                track.least[i] = Math.min(track.least[left], track.least[right]);
                track.most[i] = Math.max(track.most[left], track.most[right]);
                track.wattNanos[i] = track.wattNanos[left] + track.wattNanos[right];
                track.nanos[i] = track.nanos[left] + track.nanos[right];
                track.gapNanos[i] = track.gapNanos[left] + track.gapNanos[right];
                track.estimatedNanos[i] = track.estimatedNanos[left] + track.estimatedNanos[right];
            }
            track.clear(half, capacity);
        }
        end = (end + 1) / 2;
        bucketNanos *= 2;
    }
}
