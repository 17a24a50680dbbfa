package io.ceait.run;

import io.ceait.progress.Mark;
import io.ceait.units.CarbonIntensity;
import org.jspecify.annotations.Nullable;

/** Hears how far the job is. */
@FunctionalInterface
interface ProgressListener {

    /**
     * Before the sample whose interval holds the moment.
     *
     * @param elapsedNanos since the first sample
     * @param ignoredLines what the job said besides that could not be understood, lines so far
     * @param forecast the mean intensity that a series has for what is to come; null where none tells
     */
    void progress(long elapsedNanos, Mark mark, long ignoredLines, @Nullable CarbonIntensity forecast);
}
