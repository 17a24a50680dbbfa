package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    private static final String APPENDIX_A = """
            offline:
              - {device_type: cpu, n: 8, power_w: 100, time_h: 120, occupancy: 0.45}
              - {device_type: gpu, n: 2, power_w: 60, time_h: 100, occupancy: 0.95}
              - {device_type: ram, n: 1, power_w: 40, time_h: 120, occupancy: 0.20}
            online:
              - {provider: A, power_w: 200, time_h: 120, share: 0.90}
              - {provider: B, power_w: 240, time_h: 50, share: 0.95}
            """;

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void name() {
        file = dir.resolve("inventory.yaml");
    }

    private Result evaluate(String yaml, String... options) throws IOException {
        Files.writeString(file, yaml);
        String[] args = new String[options.length + 1];
        System.arraycopy(options, 0, args, 0, options.length);
        args[options.length] = file.toString();
        return Commands.run(new EvaluateCommand(), args);
    }

    @Test
    void appendixAOfTheStandard() throws IOException {
        Result result = evaluate(APPENDIX_A + "pue: 1.58\nintensity_kg_per_kwh: 0.8843\n");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.number("/energy_kwh/cpu")).isCloseTo(43.2, within(1e-9));
        assertThat(result.number("/energy_kwh/gpu")).isCloseTo(11.4, within(1e-9));
        assertThat(result.number("/energy_kwh/ram")).isCloseTo(0.96, within(1e-9));
        assertThat(result.number("/energy_kwh/offline")).isCloseTo(55.56, within(1e-9));
        assertThat(result.number("/energy_kwh/online")).isCloseTo(33, within(1e-9));
        assertThat(result.number("/energy_kwh/total")).isCloseTo(88.56, within(1e-9));
        assertThat(result.number("/emissions_kg")).isCloseTo(123.7355, within(5e-5));
        assertThat(result.number("/table_a1/0/energy_kwh")).isCloseTo(43.2, within(1e-9));
        assertThat(result.number("/table_a1/0/time_h")).isEqualTo(120);
        assertThat(result.number("/online/1/energy_kwh")).isCloseTo(11.4, within(1e-9));
        assertThat(result.json())
                .containsEntry("/pue/value", 1.58)
                .containsEntry("/pue/quality", "derived")
                .containsEntry("/pue/source", "stated in " + file + ":8")
                .containsEntry("/intensity/mean_kg_per_kwh", 0.8843)
                .containsEntry("/intensity/zone", "null")
                .containsEntry("/intensity/vintage", "null")
                .doesNotContainKey("/warnings/0");
    }

    @Test
    void flagsOverrideTheFile() throws IOException {
        Result result = evaluate(
                APPENDIX_A + "pue: 1.58\nintensity_kg_per_kwh: 0.8843\n", "--zone", "CN-REG-NORTH", "--pue", "1.2");
        assertThat(result.number("/emissions_kg")).isCloseTo(88.56 * 1.2 * 0.6361, within(1e-9));
        assertThat(result.json())
                .containsEntry("/intensity/zone", "CN-REG-NORTH")
                .containsEntry("/intensity/kind", "average, direct CO2")
                .containsEntry("/intensity/vintage", 2023.0);
    }

    @Test
    void defaultsAreFlaggedAsSubstituted() throws IOException {
        Result result = evaluate(APPENDIX_A);
        assertThat(result.number("/emissions_kg")).isCloseTo(88.56 * 1.56 * 0.45829, within(1e-9));
        assertThat(result.json())
                .containsEntry("/pue/quality", "substituted")
                .containsEntry("/intensity/quality", "substituted")
                .containsEntry("/intensity/zone", "WORLD")
                .containsKey("/warnings/1");
    }

    @Test
    void wrongInputIsExitTwoAndNothingOnStandardOutput() throws IOException {
        assertRefused(evaluate(APPENDIX_A + "pue: 0.85\n"), file + ":8: pue is wrong");
        assertRefused(evaluate(APPENDIX_A, "--pue", "0.85"), "--pue: a PUE of 0.85 is impossible");
        assertRefused(evaluate(APPENDIX_A, "--pue", "NaN"), "clause 6.1");
        assertRefused(evaluate(APPENDIX_A, "--pue", "high"), "high");
        assertRefused(evaluate(APPENDIX_A, "--intensity", "-1"), "--intensity: carbon intensity is a finite number");
        assertRefused(evaluate(APPENDIX_A, "--intensity", "1", "--zone", "CN"), "exclude each other");
        assertRefused(evaluate(APPENDIX_A, "--zone", "Germany"), "--zone: unknown zone");
        assertRefused(
                evaluate(APPENDIX_A.replace("n: 8, power_w: 100", "n: 2000000000, power_w: 1e300")),
                file + ":2: power_w is wrong: 1.0E300 W is more than all power plants of the world give");
        assertRefused(evaluate(APPENDIX_A, "--pue", "1300"), "--pue: a PUE of 1300.0 is impossible: it is a ratio");
        assertRefused(evaluate(APPENDIX_A, "--intensity", "1e200"), "--intensity: a carbon intensity of 1.0E200");
        assertRefused(evaluate("offline: ["), "this is not YAML");
        assertRefused(evaluate(""), "is empty");
        assertRefused(Commands.run(new EvaluateCommand(), dir.resolve("none").toString()), "there is no such file");
        assertRefused(Commands.run(new EvaluateCommand()), "INVENTORY.yaml");
    }

    private static void assertRefused(Result result, String sentence) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(sentence).doesNotContain("\tat ");
    }
}
