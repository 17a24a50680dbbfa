package io.ceait.emission;

import io.ceait.units.Mass;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.Optional;

/**
 * Hardware that the software was given, with what making it emitted.
 *
 * @param name for people
 * @param embodied {@code TE}: emissions of making and disposing of it
 * @param lifespan {@code EL}: for how long it is expected to be used
 * @param reserved {@code TiR}: for how long it was reserved; empty for the time of the run
 * @param share {@code RR ÷ ToR}: the part of it that was reserved
 */
public record Equipment(String name, Mass embodied, Duration lifespan, Optional<Duration> reserved, Ratio share) {

    public Equipment {
        if (lifespan.isNegative() || lifespan.isZero()) {
            throw new IllegalArgumentException("a lifespan is longer than 0, not " + lifespan);
        }
        reserved.filter(Duration::isNegative).ifPresent(time -> {
            throw new IllegalArgumentException("a time reserved is not negative, as " + time + " is");
        });
    }

    /** {@code TE × (TiR ÷ EL) × (RR ÷ ToR)}. */
    public Mass embodiedIn(Duration run) {
        double time = reserved.orElse(run).toNanos() / (double) lifespan.toNanos();
        return Mass.ofKilograms(embodied.kilograms() * time * share.value());
    }
}
