package io.ceait.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.Accelerator;
import io.ceait.data.Vectors;
import io.ceait.data.Vectors.Row;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.units.Energy;
import io.ceait.units.Range;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The spreads that {@code estimate.csv} says are derived, derived again from the published trainings. */
class SpreadsTest {

    private static final Priors PRIORS = Priors.bundled();

    private static double watts(String device) {
        return Trainings.device(device).rated().orElseThrow().value().watts();
    }

    private static double rootMeanSquareFactor(List<Double> ratios) {
        double squares = 0;
        for (double ratio : ratios) {
            squares += Math.log(ratio) * Math.log(ratio);
        }
        return Math.exp(Math.sqrt(squares / ratios.size()));
    }

    private static void assertDerived(String key, List<Double> ratios, int trainings) {
        assertThat(ratios).hasSize(trainings);
        assertThat(PRIORS.value(key)).isCloseTo(rootMeanSquareFactor(ratios), within(0.005));
    }

    private static double microsecondsPerToken(Row row) {
        Accelerator device = Trainings.device(row.text("device"));
        return 6
                * row.number("params_b")
                * 1e9
                / device.peak().orElseThrow().value().operationsPerSecond()
                * 1e6;
    }

    @Test
    void theUtilisationOfLargeTrainings() {
        List<Double> ratios = new ArrayList<>();
        for (Row row : Vectors.rows("predict-validation.csv")) {
            ratios.add(row.number("mfu035_hours") / row.number("pub_device_hours"));
        }
        assertDerived("mfu-spread", ratios, 11);
    }

    @Test
    void theUtilisationOfTrainingsThatAreSmallForTheirDevice() {
        List<Double> small = new ArrayList<>();
        for (Row row : Vectors.rows("model-cards.csv")) {
            if (row.has("mfu_6nd")) {
                double microseconds = microsecondsPerToken(row);
                assertThat(microseconds < 50 || microseconds > 128).isTrue();
                if (microseconds < PRIORS.value("small-seconds-per-token") * 1e6) {
                    small.add(row.number("mfu_6nd") / PRIORS.value("mfu"));
                }
            }
        }
        for (Row row : Vectors.rows("llmcarbon.csv")) {
            if (row.text("model").equals("XLM")) {
                small.add(row.number("efficiency") / PRIORS.value("mfu"));
            }
        }
        assertDerived("mfu-small-spread", small, 5);
    }

    /** Rows of measured power: system power of Patterson, Strubell and XLM, power of the GPUs alone of Dodge. */
    @Test
    void thePowerOfADevice() {
        List<Double> gpus = new ArrayList<>();
        List<Double> tpus = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        double system = PRIORS.value("tdp-share") * (1 + PRIORS.value("host-share"));
        for (Row row : Vectors.rows("patterson-2021.csv")) {
            String device = row.text("processor");
            double measured = row.number("avg_system_w_per_chip");
            means.add(measured / mean(device));
            boolean tpu = device.startsWith("TPU");
            if (tpu || (row.number("chips") >= 4 && row.number("days") >= 1)) {
                (tpu ? tpus : gpus).add(measured / (system * watts(device)));
            }
        }
        Row xlm = Vectors.rows("llmcarbon.csv").stream()
                .filter(row -> row.text("model").equals("XLM"))
                .findFirst()
                .orElseThrow();
        means.add(xlm.number("avg_system_w") / mean("V100"));
        gpus.add(xlm.number("avg_system_w") / (system * watts("V100")));
        String before = "";
        for (Row row : Vectors.rows("strubell-2019.csv")) {
            // BERT stands there twice; the search for architectures takes the power of the model that it searches for.
            if (!row.text("model").equals(before) && !row.text("model").equals("NAS")) {
                before = row.text("model");
                String[] hardware = row.text("hardware").split("x", 2);
                int count = Integer.parseInt(hardware[1]);
                double measured = row.number("power_w") / count;
                means.add(measured / mean(hardware[0]));
                if (count >= 4 && row.number("hours") >= 24) {
                    gpus.add(measured / (system * watts(hardware[0])));
                }
            }
        }
        for (Row row : Vectors.rows("dodge-2022.csv")) {
            String[] hardware = row.text("gpus").split("x", 2);
            int count = Integer.parseInt(hardware[0]);
            if (count >= 4 && row.number("hours") >= 24) {
                double measured = row.number("kwh") * 1000 / count / row.number("hours");
                gpus.add(measured / (PRIORS.value("tdp-share") * watts(hardware[1])));
            }
        }
        assertDerived("tdp-spread", gpus, 11);
        assertDerived("tdp-tpu-spread", tpus, 7);
        assertDerived("system-power-spread", means, 16);
    }

    private static double mean(String device) {
        return Trainings.device(device).system().orElseThrow().value().watts();
    }

    @Test
    void anIntervalHoldsFourFifths() {
        // One standard deviation times 1.2816 to either side.
        assertThat(Spread.ofFactor(1.32).factor()).isCloseTo(Math.pow(1.32, 1.2815515655446004), within(1e-12));
        Range<Energy> range = Spread.ofFactor(2).around(Energy.ofKilowattHours(10));
        assertThat(range.low().kilowattHours() * range.high().kilowattHours()).isCloseTo(100, within(1e-9));
        assertThat(Spread.NONE.around(Energy.ofKilowattHours(10)).contains(Energy.ofKilowattHours(10)))
                .isTrue();
        assertThat(Spread.ofFactor(3).and(Spread.ofFactor(3)).sigma())
                .isCloseTo(Math.sqrt(2) * Math.log(3), within(1e-12));
        assertThat(Spread.of(new RelativeUncertainty(0.05)).sigma()).isCloseTo(0.05, within(1e-4));
    }
}
