package io.ceait.emission;

import io.ceait.units.CarbonIntensity;
import java.util.Optional;

/**
 * Tells the carbon intensity as time goes on: a series, or what a provider said last. Asked by the sampling thread before
 * each sample is booked, so it answers at once, from memory, and allocates nothing while the intensity stays as it is.
 */
public interface IntensityFeed extends AutoCloseable {

    /** The mean over a span that is yet to come, where something is known of it; by the sampling thread, too. */
    default Optional<CarbonIntensity> forecast(long fromMillis, long toMillis) {
        return Optional.empty();
    }

    /** The first sample is taken: what takes its time may begin, on a thread of its own. */
    default void start() {}

    /**
     * Says what holds in a span of time on the wall clock, in the order of time: what holds at its beginning, then each
     * change up to and with its end. What it says of one instant again is the same instant and value again.
     */
    void tell(long fromMillis, long toMillis, IntensityListener listener);

    /** The last sample is taken. */
    @Override
    default void close() {}
}
