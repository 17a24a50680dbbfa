package io.ceait.energy;

import io.ceait.units.Energy;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Energy of a power that is known at instants only: between two readings it is taken to change in a straight line, so
 * {@code E = Σ (P_k + P_k+1) / 2 × (t_k+1 − t_k)}. Exact for such a power; otherwise the error falls with the square
 * of the interval. Whether an interval is too long to be bridged is the caller's judgement: {@link #restart} leaves one out.
 *
 * <p>Not thread-safe. Cost: a few additions per reading; the sum is compensated (Neumaier), so a day at a
 * millisecond loses no digits.
 */
public final class Trapezoid {

    private double joules;
    private double lost;
    private long nanoseconds;
    private long readings;
    private long lastTime;
    private @Nullable Power lastPower;

    /**
     * Takes a reading and returns the energy since the one before, none for the first.
     *
     * @param nanoTime the instant in nanoseconds on any scale that never falls; fails with {@link
     *     IllegalArgumentException} when it lies before the last one, and then takes nothing in
     */
    public Energy add(long nanoTime, Power power) {
        Energy step = Energy.ZERO;
        if (lastPower != null) {
            long interval = Math.subtractExact(nanoTime, lastTime);
            if (interval < 0) {
                throw new IllegalArgumentException("time goes back by " + Duration.ofNanos(-interval));
            }
            step = Energy.ofJoules((lastPower.watts() + power.watts()) / 2 * (interval / 1e9));
            accumulate(step.joules());
            nanoseconds = Math.addExact(nanoseconds, interval);
        }
        lastTime = nanoTime;
        lastPower = power;
        readings++;
        return step;
    }

    /** Forgets the last reading: the time until the next one counts neither as energy nor as duration. */
    public void restart() {
        lastPower = null;
    }

    public Energy total() {
        return Energy.ofJoules(joules + lost);
    }

    /** The time that the energy covers. */
    public Duration duration() {
        return Duration.ofNanos(nanoseconds);
    }

    public long readings() {
        return readings;
    }

    /** Energy over duration; empty while the duration is zero. */
    public Optional<Power> meanPower() {
        return nanoseconds == 0 ? Optional.empty() : Optional.of(total().over(duration()));
    }

    private void accumulate(double value) {
        double sum = joules + value;
        lost += joules >= value ? (joules - sum) + value : (value - sum) + joules;
        joules = sum;
    }
}
