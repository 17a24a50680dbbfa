package io.ceait.prediction;

import io.ceait.units.Range;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A predicted quantity and the measured one.
 *
 * @param error predicted less measured, as a part of the measured one; empty where that is nothing
 * @param isWithin whether the measured one lies in the interval of the prediction; empty where there is none
 */
public record Compared<Q extends Comparable<Q>>(
        Expected<Q> predicted, Q measured, Optional<Double> error, Optional<Boolean> isWithin) {

    /** What is predicted without any scatter may be off by the rounding of sums. */
    private static final double ROUNDING = 1e-9;

    static <Q extends Comparable<Q>> Compared<Q> of(Expected<Q> predicted, Q measured, ToDoubleFunction<Q> size) {
        double truth = size.applyAsDouble(measured);
        Optional<Double> error =
                truth > 0 ? Optional.of((size.applyAsDouble(predicted.value()) - truth) / truth) : Optional.empty();
        return new Compared<>(predicted, measured, error, predicted.interval().map(range -> holds(range, truth, size)));
    }

    private static <Q extends Comparable<Q>> boolean holds(Range<Q> range, double truth, ToDoubleFunction<Q> size) {
        double slack = ROUNDING * truth;
        return size.applyAsDouble(range.low()) - slack <= truth && truth <= size.applyAsDouble(range.high()) + slack;
    }
}
