package io.ceait.run;

import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;

/** Sees each booked interval of each device, in time order and within a tick in the order of the outputs. */
@FunctionalInterface
public interface IntervalVisitor {

    /**
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
}
