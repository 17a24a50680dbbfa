package io.ceait.prediction;

import io.ceait.units.Range;
import java.util.Optional;

/**
 * A predicted quantity.
 *
 * @param interval holds the truth in four of five trainings that go on as they went; empty where a rule states none or too
 *     little is known
 */
public record Expected<Q extends Comparable<Q>>(Q value, Optional<Range<Q>> interval) {

    static <Q extends Comparable<Q>> Expected<Q> of(Q value) {
        return new Expected<>(value, Optional.empty());
    }

    static <Q extends Comparable<Q>> Expected<Q> within(Q low, Q value, Q high) {
        return new Expected<>(value, Optional.of(new Range<>(low, value, high)));
    }
}
