package io.ceait.emission;

import io.ceait.device.DeviceType;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;

/**
 * One device type of formula (4): {@code n} devices of the same kind.
 *
 * @param n number of devices whose power is {@code power}: packages if the power is of a package, never cores
 * @param power running power of one device, not its rated power
 * @param time running time
 * @param occupancy share of the device that the training threads used
 */
public record OfflineItem(DeviceType type, int n, Power power, Duration time, Ratio occupancy) {

    public OfflineItem {
        if (n < 1) {
            throw new IllegalArgumentException("a number of devices is at least 1, not " + n);
        }
        if (time.isNegative()) {
            throw new IllegalArgumentException("a running time is not negative, as " + time + " is");
        }
    }
}
