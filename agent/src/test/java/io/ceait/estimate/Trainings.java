package io.ceait.estimate;

import io.ceait.data.Accelerator;
import io.ceait.data.Accelerator.Sourced;
import io.ceait.data.AcceleratorCatalog;
import io.ceait.data.Vectors;
import io.ceait.data.Vectors.Row;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityFactor;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Computation;
import io.ceait.units.ComputeRate;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The published trainings as descriptions: with all that was published of them, or blind, as before they ran. */
final class Trainings {

    private static final String PUBLISHED = "published";

    private static final Map<String, Row> ALPHA = Vectors.rows("opencarboneval-alpha.csv").stream()
            .collect(Collectors.toMap(row -> row.text("hardware"), row -> row));

    /** As the tables of the papers call them, to the catalogue's names. */
    private static final Map<String, String> DEVICES = Map.of(
            "TPUV3", "TPU v3",
            "A100-80GB", "A100 80G",
            "H100-80GB", "H100",
            "Google TPU v3", "TPU v3",
            "NVIDIA Tesla V100 DGXS 32 GB", "V100",
            "NVIDIA A100", "A100");

    private Trainings() {}

    static <Q> Figure<Q> exactly(Q value) {
        return new Figure<>(value, Spread.NONE, PUBLISHED);
    }

    static EmissionFactors factors(double pue, double kilogramsPerKilowattHour) {
        return EmissionFactors.of(
                new StatedPue(Pue.of(pue), PUBLISHED),
                IntensityFactor.stated(
                        CarbonIntensity.ofKilogramsPerKilowattHour(kilogramsPerKilowattHour), PUBLISHED));
    }

    static Accelerator device(String name) {
        return AcceleratorCatalog.bundled().find(DEVICES.getOrDefault(name, name));
    }

    static Training of(Work work, Optional<Accelerator> device, EmissionFactors factors) {
        return new Training(
                work,
                device,
                OptionalInt.empty(),
                Optional.empty(),
                Measured.NOTHING,
                Host.UNKNOWN,
                factors,
                Optional.empty(),
                Optional.empty());
    }

    static Training lasting(Training training, Duration deviceTime) {
        return new Training(
                training.work(),
                training.device(),
                training.count(),
                Optional.of(exactly(deviceTime)),
                training.measured(),
                training.host(),
                training.factors(),
                training.netIntensity(),
                training.throughput());
    }

    static Training measuring(Training training, Measured measured) {
        return new Training(
                training.work(),
                training.device(),
                training.count(),
                training.deviceTime(),
                measured,
                training.host(),
                training.factors(),
                training.netIntensity(),
                training.throughput());
    }

    static Work work(double flops) {
        return new Work(
                Optional.of(exactly(Computation.ofOperations(flops))), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** One row of Patterson et al., with its measured power, rate and days. */
    static Training patterson(Row row) {
        Duration time = Times.ofHours(row.number("chips") * row.number("days") * 24);
        Training blind = pattersonBlind(row);
        return new Training(
                blind.work(),
                blind.device(),
                OptionalInt.of((int) row.number("chips")),
                Optional.of(exactly(time)),
                new Measured(
                        Optional.empty(),
                        Optional.of(exactly(Power.ofWatts(row.number("avg_system_w_per_chip")))),
                        Optional.empty(),
                        Optional.of(exactly(ComputeRate.ofTeraflops(row.number("tflops_per_chip")))),
                        Optional.empty()),
                Host.UNKNOWN,
                blind.factors(),
                Optional.of(CarbonIntensity.ofKilogramsPerKilowattHour(row.number("net_kg_per_kwh"))),
                Optional.empty());
    }

    static Training pattersonBlind(Row row) {
        return of(
                work(row.number("total_flops")),
                Optional.of(device(row.text("processor"))),
                factors(row.number("pue"), row.number("gross_kg_per_kwh")));
    }

    /** One row of Strubell et al.: the node is one device here, for its power is the node's. */
    static Training strubell(Row row) {
        Measured node = new Measured(
                Optional.empty(),
                Optional.of(exactly(Power.ofWatts(row.number("power_w")))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        double kilograms = row.number("lb_per_kwh") * io.ceait.units.Mass.KILOGRAMS_PER_POUND;
        Training training = of(Work.UNKNOWN, Optional.empty(), factors(row.number("pue"), kilograms));
        return measuring(lasting(training, Times.ofHours(row.number("hours"))), node);
    }

    static Training llmCarbon(Row row) {
        Work work = new Work(
                Optional.empty(),
                OptionalDouble.of(row.number("base_params_b") * 1e9),
                OptionalDouble.of(row.number("tokens_b") * 1e9));
        Accelerator device = device(row.text("device"))
                .with(
                        Optional.empty(),
                        Optional.of(new Sourced<>(ComputeRate.ofTeraflops(row.number("peak_tflops")), PUBLISHED)));
        Measured measured = new Measured(
                Optional.empty(),
                Optional.of(exactly(Power.ofWatts(row.number("avg_system_w")))),
                Optional.empty(),
                Optional.empty(),
                Optional.of(exactly(Ratio.of(row.number("efficiency")))));
        return measuring(of(work, Optional.of(device), factors(row.number("pue"), row.number("kg_per_kwh"))), measured);
    }

    /** A model card by its published hours; where PUE and intensity are not published, by their published product. */
    static Training modelCard(Row row) {
        return lasting(modelCardBlind(row), Times.ofHours(row.number("gpu_hours")));
    }

    static Training modelCardBlind(Row row) {
        Work work = row.has("params_b")
                ? new Work(
                        Optional.empty(),
                        OptionalDouble.of(row.number("params_b") * 1e9),
                        OptionalDouble.of(row.number("tokens_b") * 1e9))
                : Work.UNKNOWN;
        EmissionFactors factors = row.has("pue")
                ? factors(row.number("pue"), row.number("kg_per_kwh"))
                : factors(1, row.number("implied_kg_per_it_kwh"));
        return of(work, Optional.of(device(row.text("device"))), factors);
    }

    /** A row of the comparison of predictors; the power is that of OpenCarbonEval's own file. */
    static Training predicted(Row row) {
        Row alpha = java.util.Objects.requireNonNull(ALPHA.get(row.text("hardware")));
        Accelerator device = device(row.text("hardware"))
                .with(Optional.of(new Sourced<>(Power.ofWatts(alpha.number("tdp_w")), PUBLISHED)), Optional.empty());
        Training training = of(work(row.number("flops")), Optional.of(device), factors(1, 0.4));
        return new Training(
                training.work(),
                training.device(),
                training.count(),
                training.deviceTime(),
                training.measured(),
                training.host(),
                training.factors(),
                training.netIntensity(),
                Optional.of(new OpenCarbonEval.Bounds(
                        alpha.number("ln_alpha_low"), alpha.number("ln_alpha_high"), PUBLISHED)));
    }

    /** What one method says; fails where it is not applicable. */
    static Outcome.Estimate estimate(String method, Training training) {
        Outcome outcome = outcome(method, training);
        if (outcome instanceof Outcome.Estimate estimate) {
            return estimate;
        }
        throw new AssertionError(outcome);
    }

    static Outcome outcome(String method, Training training) {
        return Methods.apply(training).stream()
                .filter(one -> one.method().key().equals(method))
                .findFirst()
                .orElseThrow();
    }
}
