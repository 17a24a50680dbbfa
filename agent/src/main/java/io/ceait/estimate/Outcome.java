package io.ceait.estimate;

import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Range;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a method says about a training. */
public sealed interface Outcome {

    Profile method();

    /** One input with its unit, and where it is from. */
    record Input(String name, String value, String origin) {}

    /**
     * @param energy as the method counts it, with PUE where {@code pueIncluded}
     * @param net emissions after the operator's certificates, where the method tells and the description states them
     * @param deviceTime summed over the devices
     * @param notes where the method leaves its validity here, each a sentence
     */
    record Estimate(
            Profile method,
            Range<Energy> energy,
            boolean pueIncluded,
            Range<Mass> emissions,
            Optional<Range<Mass>> net,
            Range<Duration> deviceTime,
            List<Input> inputs,
            List<String> notes)
            implements Outcome {}

    /** @param reason the input that is missing, or why the method does not hold: a sentence without its full stop */
    record NotApplicable(Profile method, String reason) implements Outcome {}
}
