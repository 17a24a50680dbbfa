package io.ceait.whatif;

import io.ceait.data.InputException;
import io.ceait.units.CarbonIntensity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The intensity of a grid in steps of one length, without a hole.
 *
 * @param marginal what one kilowatt-hour more emits, instead of the mean of all: right for asking what shifting saves, and
 *     not to be compared with an inventory
 */
public record GridSignal(Instant start, Duration step, List<CarbonIntensity> steps, boolean marginal, String source) {

    public GridSignal {
        if (step.isZero() || step.isNegative() || steps.isEmpty()) {
            throw new InputException(source + ": a signal has steps of some length, at least one");
        }
        steps = List.copyOf(steps);
    }

    public int size() {
        return steps.size();
    }

    public Instant end() {
        return start.plus(step.multipliedBy(steps.size()));
    }

    double kilogramsPerKilowattHour(int index) {
        return steps.get(index).kilogramsPerKilowattHour();
    }

    /** The step that holds an instant; -1 or {@link #size} where it lies before or behind. */
    public int indexOf(Instant instant) {
        if (instant.isBefore(start)) {
            return -1;
        }
        if (!instant.isBefore(end())) {
            return size();
        }
        return (int) Duration.between(start, instant).dividedBy(step);
    }
}
