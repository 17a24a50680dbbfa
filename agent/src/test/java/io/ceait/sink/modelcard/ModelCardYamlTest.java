package io.ceait.sink.modelcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.run.SimulatedRun;
import io.ceait.units.Pue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ModelCardYamlTest {

    private static Object yaml(String text) {
        return Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static Map<String, String> block(SimulatedRun simulated, Path out) throws IOException {
        simulated.sinks.add(new ModelCardYaml());
        simulated.clock.at(Duration.ofSeconds(36), simulated::endJob);
        SimulatedRun.Result result = simulated.execute(out);
        Map<?, ?> card = (Map<?, ?>) yaml(Files.readString(result.file("co2_eq_emissions.yaml")));
        assertThat(card).hasSize(1);
        Map<String, String> block = new HashMap<>();
        if (card.get("co2_eq_emissions") instanceof Map<?, ?> fields) {
            fields.forEach((key, value) -> block.put(String.valueOf(key), String.valueOf(value)));
        }
        return block;
    }

    @Test
    void gramsAndWhatStandsBehindThem(@TempDir Path out) throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.factors = EmissionFactors.of(
                new StatedPue(Pue.of(1.5), "stated"), IntensityCatalog.bundled().find("DE"));
        Map<String, String> block = block(simulated, out);
        double intensity = simulated.factors.intensity().intensity().gramsPerKilowattHour();
        assertThat(Double.parseDouble(block.getOrDefault("emissions", "")))
                .isCloseTo(1395 / 3.6e6 * 1.5 * intensity, within(1e-12));
        assertThat(block)
                .containsEntry("geographical_location", "Germany")
                .containsEntry("hardware_used", "2 x brand")
                .doesNotContainKey("training_type");
        assertThat(block.get("source")).contains("T/CCF 0003-2024").contains("PUE 1.5");
    }

    @Test
    void aPlaceThatNobodyStatedIsLeftOut(@TempDir Path out) throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.factors = EmissionFactors.of(null, null);
        assertThat(block(simulated, out).containsKey("geographical_location")).isFalse();
    }

    @Property
    void anyTextIsReadBackAsItIs(@ForAll String text) {
        assertThat(yaml("key: " + ModelCardYaml.quoted(text))).isEqualTo(Map.of("key", text));
    }
}
