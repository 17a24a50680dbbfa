package io.ceait.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.fuzz.Refusals;

/** Fuzz harnesses of this package. */
public final class TimeParsers {

    private TimeParsers() {}

    public static void duration(byte[] input) {
        Refusals.illegalArgumentOr(
                () -> assertThat(Durations.parse(Inputs.text(input)).toNanos()).isNotNegative());
    }
}
