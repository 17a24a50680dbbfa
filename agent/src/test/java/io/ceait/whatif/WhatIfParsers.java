package io.ceait.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.fuzz.Refusals;
import java.time.Duration;

/** Fuzz harnesses of this package. */
public final class WhatIfParsers {

    private WhatIfParsers() {}

    public static void slack(byte[] input) {
        Refusals.illegalArgumentOr(
                () -> assertThat(Slack.parse(Inputs.text(input)).steps(1000, Duration.ofMinutes(5)))
                        .isNotNegative());
    }

    /** The samples of a run, to steps of its energy. */
    public static void job(byte[] input) {
        RecordedJob job = RecordedJob.read(
                Inputs.file("of/the-input/samples.csv", input)
                        .resolveSibling(".")
                        .normalize(),
                Duration.ofMinutes(5));
        assertThat(job).isNotNull();
    }
}
