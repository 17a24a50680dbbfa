package io.ceait.run;

import io.ceait.emission.IntensityFeed;
import io.ceait.emission.IntensityListener;
import io.ceait.sampling.Sample;

/** Asks a feed for the time between samples, without a hole and without saying anything twice. */
final class IntensitySpans {

    private final IntensityFeed feed;
    private long toldUntilMillis;

    IntensitySpans(IntensityFeed feed) {
        this.feed = feed;
    }

    /** The first sample is taken. */
    void start() {
        feed.start();
    }

    /** The last one is taken. */
    void close() {
        feed.close();
    }

    /** What holds in the interval that a sample ends. */
    void tell(Sample sample, IntensityListener listener) {
        long now = sample.wallMillis();
        boolean goesOn = toldUntilMillis > 0 && !sample.isFirst() && now >= toldUntilMillis;
        long from = sample.isFirst() ? now : goesOn ? toldUntilMillis : now - sample.intervalNanos() / 1_000_000;
        feed.tell(from, now, listener);
        toldUntilMillis = now;
    }
}
