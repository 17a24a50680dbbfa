package io.ceait.sink.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.run.PlannedProgress;
import io.ceait.run.SimulatedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Eight epochs of 2.5 s at 38.75 W, from 0.5 s on, and a second behind them; PUE 1.5, 0.4 kg/kWh. */
class ProgressJsonTest {

    private static final double WHOLE = 20.5 * 38.75 / 3.6e6;

    @TempDir
    private Path out;

    /** What stands at a path, {@code progress/done}; null where nothing does. */
    private static @Nullable Object at(Object root, String path) {
        Object at = root;
        for (String key : path.split("/", -1)) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(key);
        }
        return at;
    }

    private static double number(Object root, String path) {
        return ((Number) Objects.requireNonNull(at(root, path), path)).doubleValue();
    }

    private static List<?> list(Object root, String path) {
        return (List<?>) Objects.requireNonNull(at(root, path), path);
    }

    private Object summary(SimulatedRun simulated) throws IOException {
        simulated.sinks.add(new SummaryJson());
        return new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(simulated.execute(out).file(SummaryJson.FILE)));
    }

    @Test
    void whatWasPredictedStandsBesideWhatWasMeasured() throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        PlannedProgress.eightEpochs(simulated);
        Object summary = summary(simulated);
        assertThat(at(summary, "progress/unit")).isEqualTo("epoch");
        assertThat(number(summary, "progress/fraction")).isEqualTo(1);
        assertThat(number(summary, "progress/told_at_s")).isEqualTo(20.5);
        assertThat(number(summary, "progress/energy_kwh_since")).isCloseTo(38.75 / 3.6e6, within(1e-12));
        assertThat(number(summary, "progress/ignored_lines")).isEqualTo(1);
        assertThat(list(summary, "progress/comparisons")).hasSize(6);
        for (Object comparison : list(summary, "progress/comparisons")) {
            boolean ours = "stable-window".equals(at(comparison, "method"));
            assertThat(number(comparison, "made_at")).isGreaterThanOrEqualTo(number(comparison, "at"));
            assertThat(number(comparison, "energy_kwh/measured")).isCloseTo(WHOLE, within(1e-12));
            assertThat(number(comparison, "emissions_kg/measured")).isCloseTo(WHOLE * 1.5 * 0.4, within(1e-12));
            assertThat(number(comparison, "duration_s/measured")).isEqualTo(20.5);
            // Carbontracker's rule leaves the half second before the first epoch out.
            assertThat(number(comparison, "energy_kwh/error_rel")).isCloseTo(ours ? 0 : -0.5 / 20.5, within(1e-9));
            assertThat(number(comparison, "energy_kwh/error_rel"))
                    .isCloseTo(
                            number(comparison, "energy_kwh/value") / number(comparison, "energy_kwh/measured") - 1,
                            within(1e-12));
            boolean withInterval = ours && number(comparison, "at") > 0.3;
            assertThat(at(comparison, "energy_kwh/within")).isEqualTo(withInterval ? Boolean.TRUE : null);
        }
    }

    @Test
    void aJobThatEndsEarlyIsPredictedAndNotCompared() throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        PlannedProgress.eightEpochs(simulated);
        simulated.duration = Optional.of(Duration.ofSeconds(9));
        Object summary = summary(simulated);
        assertThat(number(summary, "progress/done")).isEqualTo(3);
        Object ours =
                Objects.requireNonNull(list(summary, "progress/predictions").get(0));
        assertThat(at(ours, "method")).isEqualTo("stable-window");
        assertThat(number(ours, "energy_kwh/value")).isCloseTo(WHOLE, within(1e-12));
        assertThat(number(ours, "remaining_s/value")).isCloseTo(11.5, within(1e-6));
        assertThat(at(ours, "ends_at/value")).isEqualTo("2025-06-01T00:00:20.500Z");
        assertThat(at(summary, "progress/rest_intensity/basis")).isEqualTo("in-force");
        Object early =
                Objects.requireNonNull(list(summary, "progress/comparisons").get(0));
        assertThat(number(early, "energy_kwh/value")).isPositive();
        assertThat(at(early, "energy_kwh/measured")).isNull();
    }

    @Test
    void aJobThatSaysNothingHasNone() throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.clock.at(Duration.ofSeconds(3), simulated::endJob);
        assertThat(at(summary(simulated), "progress")).isNull();
    }
}
