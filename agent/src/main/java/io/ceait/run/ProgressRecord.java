package io.ceait.run;

import io.ceait.emission.IntensityFeed;
import io.ceait.progress.Mark;
import io.ceait.progress.ProgressFeed;
import io.ceait.progress.ToldMark;
import io.ceait.sampling.Sample;
import io.ceait.units.CarbonIntensity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes what the job says of its progress into the journal and the books, at most a mark a tick. */
final class ProgressRecord {

    private final ProgressFeed feed;
    private final Optional<IntensityFeed> intensity;
    private final Journal journal;
    private final RunState state;

    /** @param intensity where a forecast comes from, if anything tells one */
    ProgressRecord(ProgressFeed feed, Optional<IntensityFeed> intensity, Journal journal, RunState state) {
        this.feed = feed;
        this.intensity = intensity;
        this.journal = journal;
        this.state = state;
    }

    /**
     * What was said in the interval that this sample ends; of the last one, to the very end.
     *
     * @param startNanos when the sample was begun, on the clock of the marks
     */
    void tell(Sample sample, long startNanos) {
        if (sample.isLast()) {
            feed.finish();
        }
        ToldMark told = feed.take();
        if (told == null) {
            return;
        }
        // What is seen after the sample was said before it, or in the time until the job's end was noticed.
        long behind = Math.min(Math.max(0, startNanos - told.nanos()), sample.intervalNanos());
        long elapsed = sample.elapsedNanos() - behind;
        Mark mark = told.mark();
        CarbonIntensity forecast = forecast(intensity, state, sample.wallMillis(), elapsed, mark);
        journal.progress(elapsed, mark, told.ignoredLines(), forecast);
        state.progress(elapsed, mark, told.ignoredLines(), forecast);
    }

    /** What a series says of the time that the job still takes at its pace so far. */
    static @Nullable CarbonIntensity forecast(
            Optional<IntensityFeed> intensity, RunState state, long wallMillis, long elapsedNanos, Mark mark) {
        if (intensity.isEmpty()) {
            return null;
        }
        long millis = state.nanosToCome(mark, elapsedNanos) / 1_000_000;
        return millis == 0
                ? null
                : intensity.get().forecast(wallMillis, wallMillis + millis).orElse(null);
    }
}
