package io.ceait.run;

import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.units.CarbonIntensity;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes what a sink has to write of a finished run. The writers of all sinks see the run pass by together: a long
 * journal is read once, however many files come of it.
 */
public interface RunWriter extends IntervalVisitor, Closeable {

    @Override
    default void interval(
            long wallMillis,
            long elapsedNanos,
            Device device,
            DeviceInterval interval,
            CarbonIntensity intensity,
            double kilograms)
            throws IOException {}

    /** Everything has been seen: what was written appears under its name. */
    void finish() throws IOException;

    /** Leaves nothing half-written behind. Called in any case, after {@link #finish} or instead of it. */
    @Override
    default void close() throws IOException {}
}
