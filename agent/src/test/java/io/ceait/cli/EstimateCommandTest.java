package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.cli.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateCommandTest {

    private static final String[] SEVEN_BILLION = {
        "--parameters",
        "7B",
        "--tokens",
        "2T",
        "--device",
        "A100 80G",
        "--devices",
        "256",
        "--zone",
        "DE",
        "--pue",
        "1.2"
    };

    @TempDir
    Path dir;

    private static Result estimate(String... args) {
        return Commands.run(EstimateCommand.commandLine(), args);
    }

    private static String[] plus(String[] args, String... more) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(dir.resolve("training.yaml"), yaml);
    }

    @Test
    void sevenBillionParametersOnA100InGermany() {
        Result result = estimate(plus(SEVEN_BILLION, "--json"));
        assertThat(result.code()).isZero();
        double hours = 6 * 7e9 * 2e12 / (0.35 * 312e12) / 3600;
        assertThat(result.json())
                .containsEntry("/schema", "ceait.estimate/1")
                .containsEntry("/methods/0/method", "default")
                .containsEntry("/methods/1/method", "model-card")
                .containsEntry("/methods/6/method", "opencarboneval")
                .containsEntry("/methods/6/applicable", "false")
                .containsEntry("/intensity/zone", "DE");
        assertThat(result.number("/methods/0/device_hours/middle")).isCloseTo(hours, within(1e-6 * hours));
        double kilowattHours = hours * 0.4 * 0.9 * 1.2 * 1.2;
        assertThat(result.number("/methods/0/energy_kwh/middle"))
                .isCloseTo(kilowattHours, within(1e-6 * kilowattHours));
        double intensity = result.number("/intensity/mean_kg_per_kwh");
        assertThat(result.number("/methods/0/emissions_kg/middle"))
                .isCloseTo(kilowattHours * intensity, within(1e-6 * kilowattHours));
        assertThat(result.number("/methods/1/energy_kwh/middle")).isCloseTo(hours * 0.4 * 1.2, within(1e-3));
        // Utilisation 1.32, power 1.36 and a stated PUE of 3 %, independent, by 1.2816.
        double sigma = Math.sqrt(Math.pow(Math.log(1.32), 2) + Math.pow(Math.log(1.36), 2) + Math.log1p(0.03 * 0.03));
        assertThat(result.number("/methods/0/energy_kwh/high") / kilowattHours)
                .isCloseTo(Math.exp(1.2815515655446004 * sigma), within(1e-6));
    }

    @Test
    void theTableIsDataAndTheNotesAreMessages() {
        Result result = estimate(SEVEN_BILLION);
        assertThat(result.out().lines().findFirst().orElseThrow())
                .startsWith("METHOD")
                .contains("80 % INTERVAL");
        assertThat(result.out())
                .contains("default")
                .contains("strubell-2019: not applicable, needs the measured power of the node")
                .doesNotContain("note:");
        assertThat(result.err()).contains("note: default: 6·N·D leaves out attention");
    }

    @Test
    void aFileAndFlagsThatComeFirst() throws IOException {
        Path file = file("""
                parameters: 175e9
                tokens: 300B
                device: V100
                devices: 10000
                system_power_w: 330
                tflops_per_device: 24.6
                flops: 3.14e23
                mfu: 0.197
                pue: 1.1
                intensity_kg_per_kwh: 0.429
                net_intensity_kg_per_kwh: 0.4
                """);
        Result result = estimate(file.toString(), "--json", "--pue", "1.2");
        assertThat(result.json())
                .containsEntry("/methods/3/method", "patterson-2021-flops")
                .containsEntry("/methods/5/method", "llmcarbon");
        double kilowattHours = 3.14e23 / 24.6e12 / 3600 * 0.330 * 1.2;
        assertThat(result.number("/methods/3/energy_kwh/middle"))
                .isCloseTo(kilowattHours, within(1e-6 * kilowattHours));
        assertThat(result.number("/methods/3/net_emissions_kg/middle"))
                .isCloseTo(kilowattHours * 0.4, within(1e-6 * kilowattHours));
        assertThat(result.number("/methods/3/emissions_kg/middle"))
                .isCloseTo(kilowattHours * 0.429, within(1e-6 * kilowattHours));
    }

    @Test
    void aSmallModelSaysThatItLeavesTheValidity() {
        Result result = estimate(
                "--parameters", "125M", "--tokens", "10B", "--device", "H100", "--devices", "8", "--zone", "FR");
        assertThat(result.err()).contains("note: default: the model is small for this device");
        Result known = estimate(
                "--parameters", "125M", "--tokens", "10B", "--device", "H100", "--devices", "8", "--mfu", "0.1");
        assertThat(known.err()).doesNotContain("small for this device");
    }

    @Test
    void anUnknownDeviceIsASlipUnlessItsPowerIsStated() {
        Result slip = estimate("--parameters", "7B", "--tokens", "2T", "--device", "A101");
        assertRefused(slip, "--device: there is no accelerator \"A101\" in the tables; near to it: NVIDIA A10");
        Result own = estimate(
                "--parameters", "7B", "--tokens", "2T", "--device", "A101", "--tdp-w", "500", "--peak-tflops", "400");
        assertThat(own.code()).isZero();
        assertThat(own.out()).contains("default");
    }

    @Test
    void openCarbonEvalTakesTheUsersParameters() {
        Result result = estimate(plus(
                SEVEN_BILLION,
                "--opencarboneval-a",
                "36.11288426582052,50.50578258708355",
                "--flops",
                "8.4e22",
                "--json"));
        assertThat(result.number("/methods/6/device_hours/middle")).isCloseTo(373160, within(1.0));
    }

    @Test
    void aFinishedRunCalibrates() throws IOException {
        Files.writeString(dir.resolve("summary.json"), """
                {"schema": "ceait.summary/1", "run_id": "r", "duration_s": 7200, "attribution": "occupancy",
                 "devices": [
                  {"device": "gpu0", "device_type": "gpu", "model": "NVIDIA A100-SXM4-80GB", "job_energy_kwh": {"occupancy": 0.6}},
                  {"device": "gpu1", "device_type": "gpu", "model": "NVIDIA A100-SXM4-80GB", "job_energy_kwh": {"occupancy": 0.8}},
                  {"device": "cpu0", "device_type": "cpu", "model": "x", "job_energy_kwh": {"occupancy": 0.21}}],
                 "energy_kwh": {"offline": 1.61}, "pue": {"value": 1.2}, "intensity": {"mean_kg_per_kwh": 0.3},
                 "uncertainty": {"energy_rel": 0.3}}
                """);
        Result result = estimate(
                "--from", dir.toString(), "--from-flops", "1.44e18", "--flops", "1e21", "--pue", "1", "--json");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.json())
                .containsEntry("/calibration/device", "NVIDIA A100 SXM4 80 GB")
                .containsEntry("/calibration/devices", 2.0);
        assertThat(result.number("/calibration/mean_power_w")).isCloseTo(350, within(1e-9));
        assertThat(result.number("/calibration/host_share")).isCloseTo(0.15, within(1e-9));
        assertThat(result.number("/calibration/tflops_per_device")).isCloseTo(100, within(1e-9));
        assertThat(result.number("/calibration/mfu")).isCloseTo(100.0 / 312, within(1e-9));
        double kilowattHours = 1e21 / 100e12 / 3600 * 0.350 * 1.15;
        assertThat(result.number("/methods/0/energy_kwh/middle"))
                .isCloseTo(kilowattHours, within(1e-6 * kilowattHours));
        // A run by a model of its processor is known to 30 %, and its rate to a tenth.
        double sigma = Math.sqrt(Math.log1p(0.09) + Math.pow(Math.log(1.1), 2) + Math.log1p(0.03 * 0.03));
        assertThat(result.number("/methods/0/energy_kwh/high") / kilowattHours)
                .isCloseTo(Math.exp(1.2815515655446004 * sigma), within(1e-6));
        assertRefused(
                estimate("--from", dir.toString(), "--flops", "1e21", "--device", "H100"), "--device: the run was on");
        assertRefused(estimate("--from-flops", "1e21"), "--from-flops needs --from");
        assertRefused(estimate("--from", dir.resolve("none").toString()), "no directory of a finished run");
    }

    @Test
    void wrongInputIsExitTwoAndNothingOnStandardOutput() throws IOException {
        assertRefused(estimate(), "nothing can be estimated");
        assertRefused(estimate("--tokens", "2Q"), "--tokens: \"2Q\" is no number");
        assertRefused(estimate("--hours", "10", "--device", "H100"), "--hours: needs devices beside it");
        assertRefused(estimate("--steps", "10"), "--steps: needs flops_per_step beside it");
        assertRefused(estimate("--flops", "1e40", "--device", "H100"), "do not fit each other");
        assertRefused(estimate("--mfu", "1.5", "--device", "H100", "--flops", "1e20"), "--mfu: a share lies between");
        assertRefused(estimate("--cpu", "Xeon Gold 6248Q", "--cpus", "2"), "near to it");
        assertRefused(estimate("--opencarboneval-a", "1,2,3"), "is two numbers with a comma between");
        Path file = file("parameters: 7B\ntokenz: 1T\n");
        assertRefused(estimate(file.toString()), file + ":2: unknown key tokenz; did you mean tokens?");
        Path negative = file("parameters: 7B\ntokens: -1\n");
        assertRefused(estimate(negative.toString()), negative + ":2: tokens: \"-1\" is no number");
    }

    private static void assertRefused(Result result, String sentence) {
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(sentence).doesNotContain("\tat ");
    }
}
