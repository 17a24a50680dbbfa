package io.ceait.whatif;

import io.ceait.data.InputException;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.Signal;
import io.ceait.units.CarbonIntensity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The intensity of a grid in steps of one length, without a hole.
 *
 * @param signal what the intensities tell: marginal ones what shifting saves, average ones how an inventory would differ.
 *     The two do not compare
 */
public record GridSignal(Instant start, Duration step, List<CarbonIntensity> steps, Signal signal, String source) {

    public GridSignal {
        if (step.isZero() || step.isNegative() || steps.isEmpty()) {
            throw new InputException(source + ": a signal has steps of some length, at least one");
        }
        steps = List.copyOf(steps);
    }

    /**
     * The steps of a series from the one that holds {@code from} on: {@code count} of them, or fewer where the series ends or
     * has a hole.
     *
     * @throws InputException if the series does not hold {@code from}
     */
    public static GridSignal of(IntensitySeries series, Instant from, long count) {
        Instant first = series.time(0);
        if (from.isBefore(first) || series.at(from).isEmpty()) {
            throw new InputException(series.source() + " reaches from " + first + " to " + series.end()
                    + " and tells nothing of " + from
                    + ": take a series of the time of the run, or say with --start when it"
                    + " is taken to have begun");
        }
        long index = Duration.between(first, from).dividedBy(series.step());
        Instant start = first.plus(series.step().multipliedBy(index));
        List<CarbonIntensity> steps = new ArrayList<>();
        Instant at = start;
        for (long i = 0; i < count; i++) {
            Optional<CarbonIntensity> intensity = series.at(at);
            if (intensity.isEmpty()) {
                break;
            }
            steps.add(intensity.get());
            at = at.plus(series.step());
        }
        return new GridSignal(start, series.step(), steps, series.signal(), series.source());
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
}
