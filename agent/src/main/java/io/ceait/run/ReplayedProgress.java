package io.ceait.run;

import io.ceait.emission.IntensityFeed;
import io.ceait.progress.Mark;
import io.ceait.sampling.Sample;
import io.ceait.units.CarbonIntensity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The marks of a journal, with the forecast that belongs to the intensity by which the run is assessed. */
final class ReplayedProgress implements ProgressListener {

    private final RunState state;
    private final boolean isRecorded;
    private final Optional<IntensityFeed> instead;
    private @Nullable Mark mark;
    private long elapsedNanos;
    private long ignoredLines;
    private @Nullable CarbonIntensity forecast;

    /** @param instead tells the intensity in place of the journal */
    ReplayedProgress(RunState state, RunDescription run, Optional<IntensityFeed> instead) {
        this.state = state;
        this.isRecorded = instead.isEmpty() && run.factors().varying().isPresent();
        this.instead = instead;
    }

    @Override
    public void progress(long elapsed, Mark newest, long ignored, @Nullable CarbonIntensity recorded) {
        mark = newest;
        elapsedNanos = elapsed;
        ignoredLines = ignored;
        forecast = isRecorded ? recorded : null;
    }

    /** The mark that stood in front of a sample is booked with it. */
    void before(Sample sample) {
        Mark said = mark;
        if (said != null) {
            mark = null;
            CarbonIntensity expected = instead.isPresent()
                    ? ProgressRecord.forecast(instead, state, sample.wallMillis(), elapsedNanos, said)
                    : forecast;
            state.progress(elapsedNanos, said, ignoredLines, expected);
        }
    }
}
