package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.config.EffectiveConfig;
import io.ceait.emission.EmissionFactors;
import io.ceait.fuzz.Inputs;
import io.ceait.run.RecordedRun;
import io.ceait.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Fuzz harnesses of this package. */
public final class CliParsers {

    private static final EmissionFactors FACTORS = EmissionFactors.of(null, null);
    private static final CommandLine LINE = Ceait.commandLine(true);

    private CliParsers() {}

    /** A power trace of somebody else's, to its integral. */
    public static void powerTrace(byte[] input) {
        PowerTrace trace = PowerTrace.integrate(Inputs.file(input), FACTORS, null);
        double total = trace.channels().stream()
                .mapToDouble(channel -> channel.integral().total().joules())
                .sum();
        assertThat(total).isNotNegative().isFinite();
        assertThat(trace.total().joules()).isEqualTo(total);
        assertThat(trace.emissions().kilograms()).isNotNegative().isFinite();
    }

    public static void processNumbers(byte[] input) {
        assertThat(Ceait.parse(Inputs.text(input))).isNotEmpty().allMatch(pid -> pid > 0);
    }

    /** Words of a command line, one a line: they are understood, or picocli says why not. */
    public static void commandLine(byte[] input) {
        try {
            LINE.parseArgs(Inputs.text(input).lines().toArray(String[]::new));
        } catch (ParameterException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** A configuration file, to settings that could begin a run. */
    public static void settings(byte[] input) {
        Path file = Inputs.file(input);
        if (Inputs.text(input).contains("listen")) {
            // A name would be looked up.
            return;
        }
        EffectiveConfig config = EffectiveConfig.of(Map.of(), Map.of(), Optional.of(file));
        assertThat(MeteringSettings.of(config).interval()).isPositive();
    }

    /** Every output of whatever journal. */
    public static void recovery(byte[] input) throws IOException {
        Path directory = Inputs.file("of/the-input/run/journal.ndjson", input)
                .resolveSibling(".")
                .normalize();
        RecordedRun run = RecordedRun.open(directory);
        try {
            assertThat(run.write(run.description(), Optional.empty(), RunDirectory.existing(directory), FileSinks.all())
                            .allWritten())
                    .isTrue();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("the-input");
        } finally {
            for (String output : List.of("samples.csv", "summary.json")) {
                Files.deleteIfExists(directory.resolve(output));
            }
        }
    }
}
