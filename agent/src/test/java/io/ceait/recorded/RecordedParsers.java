package io.ceait.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import java.nio.file.Path;

/** Fuzz harnesses of this package: the outputs of a run, which anybody may have edited. */
public final class RecordedParsers {

    private RecordedParsers() {}

    public static void summary(byte[] input) {
        Path directory = Inputs.file("of/the-input/summary.json", input)
                .resolveSibling(".")
                .normalize();
        RecordedSummary summary = RecordedSummary.read(directory);
        assertThat(summary.jobEnergy().joules()).isNotNegative().isFinite();
        assertThat(summary.duration().isNegative()).isFalse();
    }

    public static void samples(byte[] input) {
        Path directory = Inputs.file("of/the-input/samples.csv", input)
                .resolveSibling(".")
                .normalize();
        RecordedSamples.Pass pass = RecordedSamples.read(directory, (from, to, joules) -> {
            assertThat(from).isNotNegative().isFinite();
            assertThat(to).isGreaterThanOrEqualTo(from).isFinite();
            assertThat(joules).isNotNegative().isFinite();
        });
        assertThat(pass.seconds()).isPositive().isFinite();
    }
}
