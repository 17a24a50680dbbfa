package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before and after a run, by the jar that users start. */
class EstimateAndWhatIfIT {

    @TempDir
    Path dir;

    @Test
    void anEstimateIsToldByEveryMethodAndTheSameInBothForms() throws Exception {
        Path file = Files.writeString(dir.resolve("training.yaml"), """
                parameters: 7B
                tokens: 2T
                device: A100 80G
                devices: 256
                zone: DE
                """);
        Agent.Ended text = Agent.run("estimate", file, "--pue", 1.2).succeeded();
        assertThat(text.out()).contains("default", "patterson-2021-hours", "opencarboneval", "green-algorithms");
        JsonFields json = JsonFields.parse(
                Agent.run("estimate", file, "--pue", 1.2, "--json").succeeded().out());
        String ours = json.element("/methods", "method", "default");
        double kilowattHours = json.number(ours + "/energy_kwh/middle");
        // 6·N·D over 0.35 of 312 TFLOP/s: 213 675 device-hours at 0.9 × 400 W × 1.2 for the host, and PUE 1.2.
        assertThat(kilowattHours).isCloseTo(213_675 * 0.432 * 1.2, withinPercentage(0.1));
        assertThat(json.number(ours + "/energy_kwh/low")).isLessThan(kilowattHours);
        assertThat(json.number(ours + "/energy_kwh/high")).isGreaterThan(kilowattHours);
    }

    @Test
    void anEstimateOfNothingKnownIsRefused() throws Exception {
        Agent.run("estimate", "--parameters", "7B", "--tokens", "2T", "--device", "A100X", "--devices", 8)
                .refusedWith(2, "A100X", "A100");
        Agent.run("estimate", "--parameters", "seven", "--tokens", "2T").refusedWith(2, "--parameters", "seven");
        Agent.run("estimate", dir.resolve("none.yaml")).refusedWith(2, "none.yaml");
    }

    /** 100 g/kWh from ten seconds after the start of a run that took two, 500 before. */
    @Test
    void aFinishedRunIsMovedToACleanerTime() throws Exception {
        Path runs = dir.resolve("runs");
        Agent.run("--machine", "--no-listen", "--duration", "2s", "--attribution", "machine", "--pue", 1, "--out", runs)
                .succeeded();
        RunOutputs run = RunOutputs.onlyOneBelow(runs);
        double kilowattHours = run.summary().number("/energy_kwh/offline");
        Path series = series(run.startedAt());
        JsonFields json = JsonFields.parse(
                Agent.run("whatif", run.directory(), "--intensity-series", series, "--slack", "1m", "--json")
                        .succeeded()
                        .out());
        assertThat(json.number("/as_run/emissions_kg")).isCloseTo(kilowattHours * 0.5, withinPercentage(0.1));
        assertThat(json.number("/slacks/0/flexible_start/emissions_kg"))
                .isCloseTo(kilowattHours * 0.1, withinPercentage(0.1));
        assertThat(json.number("/slacks/0/flexible_start/saving_percent")).isCloseTo(80, within(0.1));
        Agent.run("whatif", run.directory(), "--intensity-series", dir.resolve("none.csv"))
                .refusedWith(2, "none.csv");
        Agent.run("whatif", dir, "--intensity-series", series).refusedWith(2, dir.toString());
        Agent.run("whatif", run.directory(), "--intensity-series", series, "--slack", "soon")
                .refusedWith(2, "--slack", "soon");
    }

    private Path series(Instant start) throws IOException {
        Instant from = start.truncatedTo(ChronoUnit.SECONDS).minusSeconds(5);
        StringBuilder csv = new StringBuilder("time_utc,gco2_per_kwh\n");
        for (int i = 0; i < 120; i++) {
            csv.append(from.plusSeconds(i))
                    .append(',')
                    .append(i < 15 ? 500 : 100)
                    .append('\n');
        }
        return Files.writeString(dir.resolve("series.csv"), csv.toString());
    }
}
