package io.ceait.emission;

import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;

/**
 * One cloud service of formula (5).
 *
 * @param provider who runs the system
 * @param power mean power of the provider's system
 * @param time service time
 * @param share of the system used by the training
 */
public record OnlineItem(String provider, Power power, Duration time, Ratio share) {

    public OnlineItem {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a service time is not negative, as " + time + " is");
        }
    }
}
