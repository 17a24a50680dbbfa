package io.ceait.run;

import io.ceait.data.TextFiles;
import io.ceait.emission.IntensityFeed;
import io.ceait.progress.ProgressFeed;
import io.ceait.sampling.Sample;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each sample, and what else is known of its interval, into the journal first and into the books then. A journal that
 * cannot be written any more is told about once; the books go on.
 */
final class Recording {

    private final Journal journal;
    private final RunState state;
    private final Optional<IntensityFeed> forecasts;
    private final @Nullable IntensitySpans intensity;
    private final IntensityRecord intensities;
    private @Nullable ProgressRecord progress;
    private boolean failed;

    /** @param intensity what tells a carbon intensity that changes; none for a constant one */
    Recording(Journal journal, RunState state, Optional<IntensityFeed> intensity) {
        this.journal = journal;
        this.state = state;
        forecasts = intensity;
        this.intensity = intensity.map(IntensitySpans::new).orElse(null);
        intensities = new IntensityRecord(journal, state);
    }

    /**
     * The first sample, into the journal alone: whether that takes it is to be known before anything else is.
     *
     * @param feed what tells how far the job is, where anything does
     * @throws IOException if it cannot be written; nothing is kept then
     */
    void begin(Sample first, Optional<ProgressFeed> feed) throws IOException {
        tellIntensity(first);
        journal.append(first);
        if (intensity != null) {
            intensity.start();
        }
        feed.ifPresent(this::follow);
    }

    private void follow(ProgressFeed feed) {
        try {
            feed.start();
            progress = new ProgressRecord(feed, forecasts, journal, state);
        } catch (RuntimeException | Error e) {
            log().error("the progress of the job is not followed, metering goes on: {}", TextFiles.reason(e));
        }
    }

    /** @param startNanos when the sample was begun, on the monotonic clock */
    void add(Sample sample, long startNanos) {
        try {
            tellIntensity(sample);
            tellProgress(sample, startNanos);
            journal.append(sample);
        } catch (IOException | RuntimeException | Error e) {
            // No memory is no more reason to end than no room on the disk.
            state.journalError();
            failed(e);
        }
    }

    /** What intensity holds in the interval that this sample ends goes into the journal before it. */
    private void tellIntensity(Sample sample) {
        if (intensity != null) {
            intensity.tell(sample, intensities);
        }
    }

    /** What the job said goes into the journal before the sample, too. A prediction is worth no run. */
    private void tellProgress(Sample sample, long startNanos) {
        if (progress == null) {
            return;
        }
        try {
            progress.tell(sample, startNanos);
        } catch (RuntimeException | Error e) {
            progress = null;
            log().error("the progress of the job is followed no more, metering goes on: {}", TextFiles.reason(e));
        }
    }

    /** The last sample is in; carries everything to the disk. */
    void end(RunEnd end) {
        try (journal) {
            if (intensity != null) {
                intensity.close();
            }
            journal.end(end);
            journal.sync();
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Whether everything that was to be in the journal is there. */
    boolean isWhole() {
        return !failed;
    }

    /** What is to be kept up while the run goes on. */
    Journal journal() {
        return journal;
    }

    private void failed(Throwable e) {
        if (!failed) {
            failed = true;
            log().error("the journal cannot be written any more, metering goes on: {}", TextFiles.reason(e));
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Recording.class);
    }
}
