package io.ceait.sink.web.live;

/** The newest buckets in full detail: each new one takes the place of the oldest. */
final class LastMinutes extends Timeline {

    LastMinutes(int capacity, int devices, long bucketNanos, long nominalNanos) {
        super(capacity, devices, bucketNanos, nominalNanos);
    }

    @Override
    void makeRoomFor(long bucket) {
        if (bucket < end) {
            return;
        }
        // After a long standstill there is nothing to keep.
        for (long fresh = Math.max(end, bucket + 1 - capacity); fresh <= bucket; fresh++) {
            int slot = slot(fresh);
            revisions[slot] = 0;
            for (Track track : tracks) {
                track.clear(slot, slot + 1);
            }
        }
        end = bucket + 1;
    }
}
