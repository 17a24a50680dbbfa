package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that meter nothing: data on standard output, nothing on standard error. */
class CommandsIT {

    @TempDir
    Path dir;

    private static String answer(Object... args) throws Exception {
        Agent.Ended ended = Agent.run(args).succeeded();
        assertThat(ended.err()).isEmpty();
        return ended.out();
    }

    @Test
    void appendixAOfTheStandard() throws Exception {
        Path inventory = Files.writeString(dir.resolve("appendix-a.yaml"), """
                offline:
                  - {device_type: cpu, n: 8, power_w: 100, time_h: 120, occupancy: 0.45}
                  - {device_type: gpu, n: 2, power_w: 60, time_h: 100, occupancy: 0.95}
                  - {device_type: ram, n: 1, power_w: 40, time_h: 120, occupancy: 0.20}
                online:
                  - {provider: A, power_w: 200, time_h: 120, share: 0.90}
                  - {provider: B, power_w: 240, time_h: 50, share: 0.95}
                pue: 1.58
                intensity_kg_per_kwh: 0.8843
                """);
        JsonFields result = JsonFields.parse(answer("evaluate", inventory));
        assertThat(result.number("/energy_kwh/cpu")).isCloseTo(43.2, within(1e-9));
        assertThat(result.number("/energy_kwh/gpu")).isCloseTo(11.4, within(1e-9));
        assertThat(result.number("/energy_kwh/ram")).isCloseTo(0.96, within(1e-9));
        assertThat(result.number("/energy_kwh/offline")).isCloseTo(55.56, within(1e-9));
        assertThat(result.number("/energy_kwh/online")).isCloseTo(33, within(1e-9));
        assertThat(result.number("/energy_kwh/total")).isCloseTo(88.56, within(1e-9));
        assertThat(result.number("/emissions_kg")).isCloseTo(123.74, within(5e-3));
    }

    @Test
    void aPowerTrace() throws Exception {
        Path trace = Files.writeString(
                dir.resolve("trace.csv"),
                "time,power_w,device\n1700000000,100,cpu0\n1700003600,300,cpu0\n1700000000,50,gpu0\n"
                        + "1700007200,50,gpu0\n");
        JsonFields result = JsonFields.parse(answer("integrate", trace, "--pue", "1.2", "--intensity", "0.5"));
        assertThat(result.number("/energy_kwh/cpu")).isCloseTo(0.2, within(1e-12));
        assertThat(result.number("/energy_kwh/gpu")).isCloseTo(0.1, within(1e-12));
        assertThat(result.number("/emissions_kg")).isCloseTo(0.3 * 1.2 * 0.5, within(1e-12));
    }

    @Test
    void intensities() throws Exception {
        assertThat(answer("intensity", "list")).contains("CN-BJ", "US-CAMX", "DE ", "WORLD");
        assertThat(answer("intensity", "list", "germany")).contains("DE").doesNotContain("CN-BJ");
        assertThat(answer("intensity", "show", "CN-BJ").lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("CN-BJ"));
        JsonFields json = JsonFields.parse(answer("intensity", "show", "DE", "--json"));
        assertThat(json.number("/intensities/0/kg_per_kwh")).isBetween(0.1, 1.0);
        assertThat(json.text("/intensities/0/source")).isNotEmpty();
    }

    @Test
    void versionAndHelp() throws Exception {
        assertThat(answer("version")).matches("ceait \\d+\\.\\d+\\.\\d+ \\(Java .*\\)\\R");
        assertThat(answer("--version")).isEqualTo(answer("version"));
        String help = answer("--help");
        assertThat(help).contains("--pid", "--machine", "--interval", "run", "doctor", "evaluate");
        assertThat(answer("help", "run")).startsWith("Usage: ceait run").contains("COMMAND", "--interval");
        assertThat(answer("run", "--help")).isEqualTo(answer("help", "run"));
        assertThat(answer("help")).isEqualTo(help);
    }

    /** Where stdout goes there is no room: the result is not there, and that is no success. */
    @Test
    void dataThatCannotBeWrittenIsToldAndNoSuccess() throws Exception {
        Shell.Ended full = Shell.run(
                "sh", "-c", "\"$0\" -jar \"$1\" version >/dev/full", Agent.JAVA.toString(), Agent.JAR.toString());
        assertThat(full.code()).isEqualTo(4);
        assertThat(full.output()).isEqualTo("ceait: standard output cannot be written: No space left on device\n");
    }

    @Test
    void theCompletionIsBash() throws Exception {
        Path script = Files.writeString(dir.resolve("completion.bash"), answer("completion", "bash"));
        Shell.Ended checked = Shell.run("bash", "-n", script.toString());
        assertThat(checked.output()).isEmpty();
        assertThat(checked.code()).isZero();
        Shell.Ended completed = Shell.run(
                "bash",
                "-c",
                "source \"$0\"; COMP_WORDS=(ceait --inter); COMP_CWORD=1; _complete_ceait 2>/dev/null; echo \"${COMPREPLY[@]}\"",
                script.toString());
        assertThat(completed.output().strip()).isEqualTo("--interval");
    }
}
