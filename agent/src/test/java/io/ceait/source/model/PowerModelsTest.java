package io.ceait.source.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.Vectors;
import io.ceait.device.DeviceType;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PowerModelsTest {

    static Stream<Vectors.Row> published() {
        return Vectors.rows("fallback-power.csv").stream();
    }

    @ParameterizedTest
    @MethodSource("published")
    void reproducesThePublishedModels(Vectors.Row row) {
        Power power = compute(row);
        // The vectors are rounded to six digits.
        assertThat(power.watts()).isCloseTo(row.number("expected"), within(5e-6 * row.number("expected") + 1e-12));
    }

    /** Cloud Carbon Footprint's own, between its two figures for this GPU. */
    private static Power ccfA100(Ratio load) {
        return PowerModels.gpu(
                Power.ofWatts(Coefficients.of("gpu-ccf-a100", "idle")),
                Power.ofWatts(Coefficients.of("gpu-ccf-a100", "full")),
                load);
    }

    private static Power compute(Vectors.Row row) {
        Power first = Power.ofWatts(row.number("tdp_or_min_w", 0));
        Ratio load = Ratio.of(row.number("utilisation_pct", 0) / 100);
        double amount = row.number("amount_or_max", 0);
        MemorySize memory = MemorySize.ofGigabytes(amount);
        return switch (row.text("model")) {
            case "cpu-teads" -> PowerModels.teads(first, load);
            case "cpu-codecarbon-machine-cubic" -> PowerModels.codeCarbonCubic(first, load);
            case "cpu-codecarbon-linear-floor" -> PowerModels.codeCarbonLinear(first, load);
            case "cpu-carbontracker-constant" -> PowerModels.carbontrackerConstant(first);
            case "gpu-linear-tdp" -> PowerModels.gpu(Power.ZERO, first, load);
            case "gpu-ccf-a100" -> ccfA100(load);
            case "vcpu-ccf-cascade-lake" -> VirtualCpu.CASCADE_LAKE.at(load);
            case "ram-green-algorithms" -> PowerModels.greenAlgorithmsRam(memory);
            case "ram-ccf" -> PowerModels.ccfRam(memory);
            case "ram-codecarbon-v2" -> PowerModels.codeCarbonV2Ram(memory);
            case "ram-codecarbon-v3-by-dimm" -> PowerModels.codeCarbonV3Ram((int) amount);
            case "ram-codecarbon-v3-doc-example" ->
                PowerModels.codeCarbonV3RamAsDocumented(PowerModels.likelyModules(memory));
            default -> throw new AssertionError("a model without a test: " + row);
        };
    }

    /** Of one processor: its errors and their sizes, over what was measured. */
    private record Accuracy(double bias, double error) {

        static Accuracy of(List<Vectors.Row> points, BiFunction<Power, Ratio, Power> model) {
            double sum = 0;
            double size = 0;
            double measured = 0;
            for (Vectors.Row row : points) {
                Power modelled =
                        model.apply(Power.ofWatts(row.number("tdp_w_total")), Ratio.of(row.number("load_pct") / 100));
                double off = modelled.watts() - row.number("package_w");
                sum += off;
                size += Math.abs(off);
                measured += row.number("package_w");
            }
            return new Accuracy(sum / measured, size / measured);
        }
    }

    /** Over points, processor by processor, and over all points, each in percent. */
    private static List<Double> accuracy(BiFunction<Power, Ratio, Power> model) {
        List<Vectors.Row> points = Vectors.rows("cpu-load-measured.csv");
        assertThat(points).hasSize(196);
        Map<String, List<Vectors.Row>> processors =
                points.stream().collect(Collectors.groupingBy(row -> row.text("cpu")));
        assertThat(processors).hasSize(10);
        List<Accuracy> each =
                processors.values().stream().map(own -> Accuracy.of(own, model)).toList();
        List<Accuracy> single =
                points.stream().map(row -> Accuracy.of(List.of(row), model)).toList();
        return List.of(
                mean(each, Accuracy::bias),
                mean(each, Accuracy::error),
                mean(single, Accuracy::bias),
                mean(single, Accuracy::error));
    }

    private static double mean(List<Accuracy> of, ToDoubleFunction<Accuracy> what) {
        return 100 * of.stream().mapToDouble(what).average().orElseThrow();
    }

    /** What docs/method.md says of the models against measured load points, and how it is defined there. */
    @Test
    void theAccuracyOfTheDocumentationIsThatOfTheMeasuredPoints() {
        List<Double> teads = accuracy(PowerModels::teads);
        assertThat(teads.get(0)).isCloseTo(20.5, within(0.05));
        assertThat(teads.get(1)).isCloseTo(27.0, within(0.05));
        assertThat(teads.get(2)).isCloseTo(24.5, within(0.05));
        assertThat(teads.get(3)).isCloseTo(33.9, within(0.05));
        List<Double> cubic = accuracy(PowerModels::codeCarbonCubic);
        assertThat(cubic.get(0)).isCloseTo(-37.4, within(0.05));
        assertThat(cubic.get(1)).isCloseTo(47.0, within(0.05));
        assertThat(cubic.get(2)).isCloseTo(-40.4, within(0.05));
        assertThat(cubic.get(3)).isCloseTo(49.2, within(0.05));
    }

    @Test
    void theVectorsOfTwoModelsCarryTheirCoefficientsToo() {
        assertThat(VirtualCpu.CASCADE_LAKE.idle()).isEqualTo(Power.ofWatts(0.6389493581523519));
        assertThat(VirtualCpu.CASCADE_LAKE.full()).isEqualTo(Power.ofWatts(3.9673047343937564));
        assertThat(ccfA100(Ratio.ZERO)).isEqualTo(Power.ofWatts(46));
        assertThat(ccfA100(Ratio.ONE)).isEqualTo(Power.ofWatts(407));
    }

    @Test
    void perVirtualCpuOfTheProviders() {
        assertThat(VirtualCpu.AWS.at(Ratio.ZERO)).isEqualTo(Power.ofWatts(0.74));
        assertThat(VirtualCpu.AWS.at(Ratio.ONE)).isEqualTo(Power.ofWatts(3.5));
        assertThat(VirtualCpu.GCP.at(Ratio.of(0.5)).watts()).isCloseTo(2.485, within(1e-12));
        assertThat(VirtualCpu.AZURE.full()).isEqualTo(Power.ofWatts(3.76));
        assertThat(VirtualCpu.UNKNOWN.idle().watts()).isCloseTo((0.74 + 0.71 + 0.78) / 3, within(1e-12));
        assertThat(VirtualCpu.UNKNOWN.full().watts()).isCloseTo((3.5 + 4.26 + 3.76) / 3, within(1e-12));
        for (VirtualCpu model : VirtualCpu.values()) {
            assertThat(model.source()).isNotBlank();
        }
    }

    @Property
    void everyLoadModelGrowsWithLoad(@ForAll @DoubleRange(max = 1) double a, @ForAll @DoubleRange(max = 1) double b) {
        Ratio low = Ratio.of(Math.min(a, b));
        Ratio high = Ratio.of(Math.max(a, b));
        Power tdp = Power.ofWatts(200);
        assertThat(PowerModels.teads(tdp, low).watts())
                .isLessThanOrEqualTo(PowerModels.teads(tdp, high).watts() + 1e-9);
        assertThat(PowerModels.codeCarbonCubic(tdp, low)).isLessThanOrEqualTo(PowerModels.codeCarbonCubic(tdp, high));
        assertThat(PowerModels.codeCarbonLinear(tdp, low)).isLessThanOrEqualTo(PowerModels.codeCarbonLinear(tdp, high));
        assertThat(PowerModels.gpu(Power.ofWatts(50), tdp, low).watts())
                .isLessThanOrEqualTo(
                        PowerModels.gpu(Power.ofWatts(50), tdp, high).watts() + 1e-9);
    }

    @Test
    void aGigabyteOfMemoryIsABinaryOne() {
        assertThat(MemorySize.ofBytes(8L << 30).gigabytes()).isEqualTo(8);
        assertThat(PowerModels.greenAlgorithmsRam(MemorySize.ofBytes(64L << 30)).watts())
                .isCloseTo(23.84, within(1e-12));
        assertThatThrownBy(() -> MemorySize.ofBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void modulesAreGuessedFromCapacity() {
        assertThat(Stream.of(1, 2, 4, 16, 32, 64, 96, 128, 256, 384, 512, 1024, 2048, 8192)
                        .map(gb -> PowerModels.likelyModules(MemorySize.ofGigabytes(gb))))
                .containsExactly(1, 1, 2, 2, 4, 4, 8, 8, 8, 12, 8, 8, 16, 32);
    }

    @Test
    void publishedEstimatesForAMachine() {
        var known = new PublishedEstimates.Machine(
                2, 128, Optional.of(Power.ofWatts(280)), VirtualCpu.UNKNOWN, MemorySize.ofGigabytes(512));
        List<PublishedEstimates.Row> rows = PublishedEstimates.forMachine(known);
        assertThat(rows).filteredOn(row -> row.part() == DeviceType.CPU).hasSize(5);
        assertThat(rows).filteredOn(row -> row.part() == DeviceType.RAM).hasSize(5);
        assertThat(rows).filteredOn(PublishedEstimates.Row::used).hasSize(2);
        assertThat(rows)
                .filteredOn(row -> row.part() == DeviceType.RAM)
                .extracting(PublishedEstimates.Row::model)
                .containsExactly("0.3725 W/GB", "0.392 W/GB", "3 W per 8 GB", "watts per module", "5 W per module");
        assertThat(rows.get(0).half()).isEqualTo(Power.ofWatts(420));
        assertThat(rows.get(4).full().watts()).isCloseTo(128 * 3.84, within(1e-9));
        assertThat(rows).allSatisfy(row -> assertThat(row.source()).isNotBlank());

        var unknown =
                new PublishedEstimates.Machine(1, 2, Optional.empty(), VirtualCpu.UNKNOWN, MemorySize.ofGigabytes(4));
        List<PublishedEstimates.Row> few = PublishedEstimates.forMachine(unknown);
        assertThat(few)
                .filteredOn(row -> row.part() == DeviceType.CPU)
                .singleElement()
                .satisfies(row -> assertThat(row.used()).isTrue());
    }
}
