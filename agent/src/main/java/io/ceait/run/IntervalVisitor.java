package io.ceait.run;

import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;
import java.util.function.Supplier;

/** Sees a run pass by once more: each booked interval of each device, in time order, and each sample. */
@FunctionalInterface
public interface IntervalVisitor {

    /**
     * An interval; within a tick they come in the order of the outputs.
     *
     * @param wallMillis the interval's end on the wall clock
     * @param elapsedNanos its end since the first sample
     * @param interval refilled after the call
     * @param intensity the mean over the interval
     * @param kilograms its emissions under the headline policy, PUE included
     */
    void interval(
            long wallMillis,
            long elapsedNanos,
            Device device,
            DeviceInterval interval,
            CarbonIntensity intensity,
            double kilograms)
            throws IOException;

    /**
     * All intervals that end with a sample have been seen.
     *
     * @param elapsedNanos the sample's distance from the first one, for which this is called with 0
     * @param soFar makes the snapshot that a reader would have been given at that moment; it costs some microseconds
     */
    default void sampled(long elapsedNanos, Supplier<Snapshot> soFar) throws IOException {}
}
