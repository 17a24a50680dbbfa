package io.ceait.progress;

import org.jspecify.annotations.Nullable;

/**
 * Tells how far a job is. Asked by the sampling thread, so that it answers at once, from memory, and allocates nothing.
 */
public interface ProgressFeed extends AutoCloseable {

    /** The first sample is taken: what the job says from now on counts. */
    void start();

    /** The newest mark since the last call; null where there is none. */
    @Nullable
    ToldMark take();

    /** The job has ended or the run is over: looks once more at what was said. May take a moment, never long. */
    void finish();

    /** Gives back what it holds. */
    @Override
    void close();
}
