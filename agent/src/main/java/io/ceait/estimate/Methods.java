package io.ceait.estimate;

import io.ceait.data.Accelerator.Sourced;
import io.ceait.estimate.PowerOverTime.Part;
import io.ceait.units.Computation;
import io.ceait.units.ComputeRate;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The methods, ours first, and their application to one description side by side. */
public final class Methods {

    private static final String NEEDS_RATED = "a known device, or tdp_w";
    private static final String NEEDS_SYSTEM = "the measured mean power of the whole system per device (system_power_w,"
            + " or device_power_w), or a device whose mean is published: V100, P100, TPU v2, TPU v3";

    private final DeviceTimes times;
    private final DevicePower powers;

    private Methods(Priors priors) {
        this.times = new DeviceTimes(priors);
        this.powers = new DevicePower(priors);
    }

    /** What every method says about {@code training}, in the order in which they are listed. */
    public static List<Outcome> apply(Training training) {
        return new Methods(Priors.bundled())
                .all().stream().map(method -> method.apply(training)).toList();
    }

    /** The devices' time by which estimates go, stated or predicted; empty where nothing says it. */
    public static Optional<Figure<Duration>> deviceTime(Training training) {
        return new DeviceTimes(Priors.bundled()).of(training);
    }

    private List<Method> all() {
        return List.of(
                ours(),
                modelCard(),
                pattersonByHours(),
                pattersonByFlops(),
                new GreenAlgorithms(times, powers),
                llmCarbon(),
                new OpenCarbonEval(),
                strubell(),
                mlCo2Impact());
    }

    private Part<Duration> time() {
        return new Part<>("device time", times::of, DeviceTimes::missing);
    }

    private Part<Power> rated() {
        return new Part<>("rated power", powers::rated, training -> NEEDS_RATED);
    }

    private PowerOverTime ours() {
        return new PowerOverTime(
                new Profile(
                        "default",
                        "this project, docs/estimate.md",
                        "time = 6·N·D [FLOP] ÷ (utilisation × peak [FLOP/s]); kWh = time [h] × system W per device × PUE ÷ 1000",
                        "transformers trained on many accelerators for a day or more; one attempt that does not fail"),
                time(),
                new Part<>(
                        "system power per device",
                        powers::system,
                        training -> "the device's power: a known device, tdp_w, or a measured mean (system_power_w)"),
                true,
                this::notesOfOurs);
    }

    private void notesOfOurs(Training training, Sheet sheet) {
        if (times.leavesPrior(training)) {
            sheet.note(
                    "the model is small for this device: the five published trainings of this kind reached 0.05 to 0.21"
                            + " of the peak, so the time is more likely too short than too long; state a measured mfu or tflops_per_device");
        }
        if (training.device().isPresent()
                && training.device().get().tensorUnit()
                && powers.measuredSystem(training).isEmpty()) {
            sheet.note(
                    "published trainings on older TPUs drew half to three quarters of the power that is assumed here;"
                            + " state a measured mean with system_power_w");
        }
        if (training.deviceTime().isEmpty() && training.work().stated().isEmpty()) {
            sheet.note("6·N·D leaves out attention over long contexts, evaluations and restarts");
        }
    }

    private PowerOverTime mlCo2Impact() {
        return new PowerOverTime(
                new Profile(
                        "ml-co2-impact",
                        "Lacoste, Luccioni, Schmidt, Dandres 2019, Quantifying the Carbon Emissions of Machine Learning",
                        "kWh = device-hours [h] × TDP [W] ÷ 1000; kg = kWh × intensity [kg/kWh]",
                        "accelerators alone at their rated power: no host, no PUE"),
                time(),
                rated(),
                false,
                (training, sheet) -> {});
    }

    private PowerOverTime modelCard() {
        return new PowerOverTime(
                new Profile(
                        "model-card",
                        "Touvron et al. 2023, LLaMA, table 15, and later model cards",
                        "kWh = device-hours [h] × TDP [W] × PUE ÷ 1000; kg = kWh × intensity [kg/kWh]",
                        "accelerators alone at their rated power, no host; the final training, no attempts before it"),
                time(),
                rated(),
                true,
                (training, sheet) -> {});
    }

    /** The paper measured the node: processors, memory and GPUs. A published mean of other trainings will not do. */
    private PowerOverTime strubell() {
        return new PowerOverTime(
                new Profile(
                        "strubell-2019",
                        "Strubell, Ganesh, McCallum 2019, Energy and Policy Considerations for Deep Learning in NLP",
                        "kWh = PUE × (p_cpu + p_ram + g·p_gpu) [W] × hours [h] ÷ 1000; kg = kWh × intensity [kg/kWh]",
                        "a measured power of the node; the paper's own constants are PUE 1.58 and 0.954 lb/kWh, here those of"
                                + " the description are taken"),
                time(),
                new Part<>(
                        "system power per device",
                        training -> training.measured().system().isPresent()
                                        || training.measured().device().isPresent()
                                ? powers.measuredSystem(training)
                                : Optional.empty(),
                        training -> "the measured power of the node (system_power_w, or device_power_w)"),
                true,
                (training, sheet) -> {});
    }

    private PowerOverTime pattersonByHours() {
        return new PowerOverTime(
                new Profile(
                        "patterson-2021-hours",
                        "Patterson et al. 2021, Carbon Emissions and Large Neural Network Training",
                        "kWh = chips × measured system W per chip × hours [h] × PUE ÷ 1000; kg gross = kWh × intensity, net"
                                + " = kWh × intensity after certificates",
                        "a measured mean power of the system per chip"),
                time(),
                new Part<>("system power per device", powers::measuredSystem, training -> NEEDS_SYSTEM),
                true,
                (training, sheet) -> {});
    }

    private PowerOverTime pattersonByFlops() {
        return new PowerOverTime(
                new Profile(
                        "patterson-2021-flops",
                        "Patterson et al. 2021, as above, section on the work of a training",
                        "device time [s] = FLOP ÷ measured FLOP/s per chip; then as by hours",
                        "a measured rate of the chip in this model"),
                new Part<>(
                        "device time",
                        this::byMeasuredRate,
                        training -> training.work().computation().isEmpty()
                                ? "the work: flops, or parameters and tokens"
                                : "the measured rate of a device (tflops_per_device)"),
                new Part<>("system power per device", powers::measuredSystem, training -> NEEDS_SYSTEM),
                true,
                (training, sheet) -> {});
    }

    private Optional<Figure<Duration>> byMeasuredRate(Training training) {
        return training.work()
                .computation()
                .flatMap(work -> training.measured()
                        .rate()
                        .map(rate ->
                                time(work, rate.value(), rate.spread(), rate.value() + " (" + rate.origin() + ")")));
    }

    private PowerOverTime llmCarbon() {
        return new PowerOverTime(
                new Profile(
                        "llmcarbon",
                        "Faiz et al. 2024, LLMCarbon, operational model",
                        "device time [s] = 6·P·D [FLOP] ÷ (peak × efficiency [FLOP/s]); kWh = device-hours × average system W"
                                + " × PUE ÷ 1000",
                        "the hardware efficiency of the configuration, stated: the 8.2 % of the paper are with the"
                                + " efficiencies that the same trainings measured"),
                new Part<>(
                        "device time",
                        this::byEfficiency,
                        training -> training.work().computation().isEmpty()
                                ? "the work: parameters and tokens, or flops"
                                : "the hardware efficiency (mfu) and the device's peak"),
                new Part<>(
                        "system power per device",
                        powers::system,
                        training -> "the average power of the system per device (system_power_w), or a known device"),
                true,
                (training, sheet) -> {
                    if (powers.measuredSystem(training).isEmpty()) {
                        sheet.note("the power is the default method's prior; LLMCarbon takes a measured average");
                    }
                });
    }

    private Optional<Figure<Duration>> byEfficiency(Training training) {
        Optional<Sourced<ComputeRate>> peak = training.device().flatMap(device -> device.peak());
        return training.work()
                .computation()
                .flatMap(work -> training.measured()
                        .utilisation()
                        .flatMap(efficiency -> peak.map(rate -> time(
                                work,
                                rate.value().times(efficiency.value().value()),
                                efficiency.spread(),
                                efficiency.value() + " of " + rate.value() + " (" + efficiency.origin() + ", "
                                        + rate.source() + ")"))));
    }

    private static Figure<Duration> time(Figure<Computation> work, ComputeRate rate, Spread ofRate, String at) {
        return new Figure<>(
                rate.timeFor(work.value()),
                work.spread().and(ofRate),
                work.value() + " (" + work.origin() + ") at " + at);
    }
}
