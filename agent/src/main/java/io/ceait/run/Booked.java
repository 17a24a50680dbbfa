package io.ceait.run;

import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;

/** What the last sample booked, device by device. Holds until the next sample, on the sampling thread alone. */
public interface Booked {

    /** The time of the sample since the first one, by the monotonic clock. */
    long elapsedNanos();

    int deviceCount();

    /** Devices are in the order of the outputs, the same at each sample. */
    Device device(int index);

    /** Refilled by the next sample; not booked when this one ended no interval of the device. */
    DeviceInterval interval(int index);
}
