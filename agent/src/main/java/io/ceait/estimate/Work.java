package io.ceait.estimate;

import io.ceait.units.Computation;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The arithmetic of a training, as far as it is stated.
 *
 * @param stated floating-point operations of the whole training
 * @param parameters of the model; of a mixture of experts those that one token passes through
 * @param tokens that it is trained on, repetitions counted
 */
public record Work(Optional<Figure<Computation>> stated, OptionalDouble parameters, OptionalDouble tokens) {

    /** Forward and backward pass: 2 and 4 operations per parameter and token (Kaplan et al. 2020, section 2.1). */
    private static final double OPERATIONS_PER_PARAMETER_AND_TOKEN = 6;

    public static final Work UNKNOWN = new Work(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** {@code C = 6 N D}; attention over the context is left out, some percent of a large model. */
    public static Computation ofTransformer(double parameters, double tokens) {
        return Computation.ofOperations(OPERATIONS_PER_PARAMETER_AND_TOKEN * parameters * tokens);
    }

    /** What is stated, else {@code 6 N D}; empty where neither can be said. */
    public Optional<Figure<Computation>> computation() {
        if (stated.isPresent() || parameters.isEmpty() || tokens.isEmpty()) {
            return stated;
        }
        return Optional.of(new Figure<>(
                ofTransformer(parameters.getAsDouble(), tokens.getAsDouble()), Spread.NONE, "6 × parameters × tokens"));
    }

    /** Of one token. */
    Optional<Computation> perToken() {
        return parameters.isPresent() ? Optional.of(ofTransformer(parameters.getAsDouble(), 1)) : Optional.empty();
    }
}
