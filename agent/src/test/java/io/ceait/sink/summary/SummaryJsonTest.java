package io.ceait.sink.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.card.CardField;
import io.ceait.card.ModelCard;
import io.ceait.run.SimulatedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The figures of a run of 36 s, in which the job takes 1350 J on CPUs and 45 J in memory. */
class SummaryJsonTest {

    private static final double KWH = 3.6e6;

    private final SimulatedRun simulated = new SimulatedRun();

    @SuppressWarnings("NullAway.Init")
    private Map<?, ?> summary;

    @BeforeEach
    void run(@TempDir Path out) throws IOException {
        simulated.sinks.add(new SummaryJson());
        simulated.card = new ModelCard(
                Map.of(CardField.MODEL_NAME, "m <1>", CardField.TRAINING_EPOCHS, "4"),
                Map.of("warmup", "10"),
                "card.yaml");
        simulated.clock.at(Duration.ofSeconds(36), simulated::endJob);
        SimulatedRun.Result result = simulated.execute(out);
        assertThat(result.outcome().allWritten()).isTrue();
        // JSON is YAML.
        summary = (Map<?, ?>)
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(result.file("summary.json")));
    }

    /** {@code devices.0.energy_kwh}. */
    private Object at(String path) {
        Object at = summary;
        for (String key : path.split("\\.", -1)) {
            Object next = at instanceof List<?> list ? list.get(Integer.parseInt(key)) : ((Map<?, ?>) at).get(key);
            assertThat(next).as("%s of %s", key, path).isNotNull();
            at = next == null ? "" : next;
        }
        return at;
    }

    private double number(String path) {
        return ((Number) at(path)).doubleValue();
    }

    private void assertKilowattHours(String path, double joules) {
        assertThat(number(path)).as(path).isCloseTo(joules / KWH, within(1e-15));
    }

    @Test
    void saysWhatWasMeteredAndWhen() {
        assertThat(at("schema")).isEqualTo("ceait.summary/1");
        assertThat(at("run_id")).isEqualTo("run-1");
        assertThat(at("node")).isEqualTo("node-1");
        assertThat(at("status")).isEqualTo("completed");
        assertThat(at("started_at")).isEqualTo("2025-06-01T00:00:00.000Z");
        assertThat(at("ended_at")).isEqualTo("2025-06-01T00:00:36.000Z");
        assertThat(number("duration_s")).isEqualTo(36);
        assertThat(at("target.kind")).isEqualTo("pid");
        assertThat(at("target.pid")).isEqualTo(4711);
        assertThat(at("target.processes_seen")).isEqualTo(3);
        assertThat(at("job_cpu_source")).isEqualTo("cgroup");
        assertThat(number("job_cpu_s_by_source.cgroup")).isEqualTo(number("job_cpu_s"));
        assertThat(at("job_memory_source")).isEqualTo("proc");
        assertThat(number("sampling.interval_s")).isEqualTo(1);
        assertThat(at("sampling.ticks")).isEqualTo(36);
        assertThat(at("sampling.gaps")).isEqualTo(0);
        assertThat(number("sampling.gap_s")).isZero();
        assertThat(at("sampling.late_ticks")).isEqualTo(0);
        assertThat(number("job_cpu_s")).isEqualTo(36);
        assertThat(at("attribution")).isEqualTo("occupancy");
    }

    @Test
    void whatNothingIsKnownOfIsNull(@TempDir Path out) throws IOException {
        SimulatedRun unknown = new SimulatedRun().failing(0, 1000);
        unknown.channels = List.of(SimulatedRun.CPU0);
        unknown.sinks.add(new SummaryJson());
        unknown.clock.at(Duration.ofSeconds(1), unknown::endJob);
        String text = Files.readString(unknown.execute(out).file("summary.json"));
        assertThat(text)
                .containsPattern("\"mean_power_w\" ?: null")
                .containsPattern("\"mean_occupancy\" ?: null")
                .containsPattern("\"occupancy\" ?: null")
                .containsPattern("\"plain_mean_occupancy\" ?: null")
                .containsPattern("\"product_of_means_kwh\" ?: null")
                .containsPattern("\"time_s\" ?: 0.0");
    }

    @Test
    void energyByDeviceTypeAndPolicy() {
        assertThat(at("devices.0.device")).isEqualTo("cpu0");
        assertThat(at("devices.0.source")).isEqualTo("rapl");
        assertThat(at("devices.2.quality")).isEqualTo("estimated");
        // As the job's CPU time and its memory are known.
        assertThat(at("devices.0.occupancy_source")).isEqualTo("cgroup");
        assertThat(at("devices.2.occupancy_source")).isEqualTo("proc");
        assertThat(number("devices.0.mean_power_w")).isEqualTo(100);
        assertThat(number("devices.0.mean_occupancy")).isEqualTo(0.25);
        assertKilowattHours("devices.0.energy_kwh", 3600);
        assertKilowattHours("devices.0.job_energy_kwh.occupancy", 900);
        assertKilowattHours("devices.0.job_energy_kwh.active", 1800);
        assertKilowattHours("devices.0.job_energy_kwh.machine", 3600);
        assertKilowattHours("energy_kwh.cpu", 1350);
        assertKilowattHours("energy_kwh.gpu", 0);
        assertKilowattHours("energy_kwh.ram", 45);
        assertKilowattHours("energy_kwh.offline", 1395);
        assertKilowattHours("energy_kwh.online", 0);
        assertKilowattHours("energy_kwh.total", 1395);
        assertKilowattHours("energy_kwh_by_attribution.occupancy", 1395);
        assertKilowattHours("energy_kwh_by_attribution.active", 2700 + 180);
        assertKilowattHours("energy_kwh_by_attribution.machine", 5400 + 360);
        assertKilowattHours("unattributed_kwh", 5760 - 1395);
    }

    @Test
    void tableA1GivesTheIntegral() {
        assertThat(number("table_a1.0.n")).isEqualTo(2);
        double product = number("table_a1.0.n")
                * number("table_a1.0.mean_power_w")
                * number("table_a1.0.time_h")
                * number("table_a1.0.occupancy")
                / 1000;
        assertThat(product).isCloseTo(number("table_a1.0.energy_kwh"), within(1e-15));
        assertThat(number("table_a1.0.mean_power_w")).isEqualTo(75);
    }

    @Test
    void emissionsAreFormulaOneWithItsFactors() {
        assertThat(number("emissions_kg")).isCloseTo(1395 / KWH * 1.5 * 0.4, within(1e-15));
        assertThat(number("pue.value")).isEqualTo(1.5);
        assertThat(at("pue.quality")).isEqualTo("derived");
        assertThat(number("intensity.mean_kg_per_kwh")).isEqualTo(0.4);
        assertThat(at("intensity.source")).isEqualTo("stated");
        assertThat(number("uncertainty.emissions_kg"))
                .isCloseTo(number("uncertainty.emissions_rel") * number("emissions_kg"), within(1e-18));
        assertThat(number("uncertainty.emissions_rel")).isGreaterThan(number("uncertainty.energy_rel"));
    }

    @Test
    void qualityIsStated() {
        assertThat(number("data_quality.completeness")).isEqualTo(1);
        assertThat(at("data_quality.missing").toString())
                .startsWith("[the model card does not state what clause 5.3 asks for: model.version, ")
                .doesNotContain("figures");
        assertThat(at("data_quality.warnings").toString()).contains("ram is estimated by a model");
    }

    @Test
    void theCardIsRepeatedAndTheResultDividedByWhatItCounts() {
        assertThat(((Map<?, ?>) at("model_card.values")).get("model.name")).isEqualTo("m <1>");
        assertThat(((Map<?, ?>) at("model_card.hyperparameters")).get("warmup")).isEqualTo("10");
        assertThat(at("functional_units.0.unit")).isEqualTo("run");
        assertThat(at("functional_units.1.unit")).isEqualTo("epoch");
        assertThat(number("functional_units.1.count")).isEqualTo(4);
        assertThat(number("functional_units.1.emissions_kg")).isCloseTo(number("emissions_kg") / 4, within(1e-18));
        assertThat(number("functional_units.1.energy_kwh")).isCloseTo(number("energy_kwh.total") / 4, within(1e-15));
    }
}
