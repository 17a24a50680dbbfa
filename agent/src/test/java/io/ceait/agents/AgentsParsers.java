package io.ceait.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;

/** Fuzz harnesses of this package. */
public final class AgentsParsers {

    private AgentsParsers() {}

    /** What is read is written, and read again as the same. */
    public static void claim(byte[] input) {
        Claim.parse(Inputs.text(input))
                .ifPresent(claim -> assertThat(Claim.parse(claim.text())).contains(claim));
    }
}
