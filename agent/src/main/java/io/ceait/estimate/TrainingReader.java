package io.ceait.estimate;

import io.ceait.data.Accelerator;
import io.ceait.data.Accelerator.Sourced;
import io.ceait.data.AcceleratorCatalog;
import io.ceait.data.CpuTdp;
import io.ceait.data.InputException;
import io.ceait.emission.EmissionFactors;
import io.ceait.source.model.MemorySize;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Computation;
import io.ceait.units.ComputeRate;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Makes a {@link Training} of what a user states, and of a finished run where one is given. */
public final class TrainingReader {

    private final Statements stated;
    private final Priors priors = Priors.bundled();

    private TrainingReader(Statements stated) {
        this.stated = stated;
    }

    /** Fails with an {@link InputException} that names the flag, or file and line, of the first statement that cannot be. */
    public static Training read(Statements stated, EmissionFactors factors, Optional<Calibration> run) {
        return new TrainingReader(stated).training(factors, run);
    }

    private Training training(EmissionFactors factors, Optional<Calibration> run) {
        Optional<Accelerator> device = device(run);
        OptionalInt count = stated.count(Key.DEVICES)
                .or(() -> run.map(Calibration::devices))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        Training training = new Training(
                work(),
                device,
                count,
                deviceTime(count),
                run.map(finished -> measured().or(finished.measured())).orElseGet(this::measured),
                host(),
                factors,
                stated.quantity(Key.NET_INTENSITY_KG_PER_KWH, CarbonIntensity::ofKilogramsPerKilowattHour),
                bounds());
        try {
            Methods.deviceTime(training);
        } catch (IllegalArgumentException e) {
            throw new InputException("the work and the rate do not fit each other: " + e.getMessage(), e);
        }
        return training;
    }

    private Work work() {
        stated.together(Key.STEPS, Key.FLOPS_PER_STEP);
        stated.excluding(Key.FLOPS, Key.STEPS);
        Optional<Figure<Computation>> flops = stated.figure(Key.FLOPS, Computation::ofOperations, Spread.NONE);
        if (stated.has(Key.STEPS)) {
            double steps = stated.positive(Key.STEPS).orElseThrow();
            flops = stated.figure(
                    Key.FLOPS_PER_STEP, each -> Computation.ofOperations(each).times(steps), Spread.NONE);
        }
        return new Work(flops, optional(Key.PARAMETERS), optional(Key.TOKENS));
    }

    private OptionalDouble optional(Key key) {
        return stated.positive(key).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private Optional<Accelerator> device(Optional<Calibration> run) {
        Optional<Sourced<Power>> rated =
                stated.quantity(Key.TDP_W, Power::ofWatts).map(power -> new Sourced<>(power, stated.origin(Key.TDP_W)));
        Optional<Sourced<ComputeRate>> peak = stated.quantity(Key.PEAK_TFLOPS, ComputeRate::ofTeraflops)
                .map(rate -> new Sourced<>(rate, stated.origin(Key.PEAK_TFLOPS)));
        Optional<String> name = stated.text(Key.DEVICE);
        if (name.isPresent() && run.isPresent()) {
            throw stated.error(
                    Key.DEVICE,
                    "the run was on " + run.get().device().model()
                            + ", and what it measured says nothing about another device: leave out --from, or the device");
        }
        if (name.isPresent()) {
            return Optional.of(named(name.get(), rated.isPresent()).with(rated, peak));
        }
        if (run.isPresent()) {
            return Optional.of(run.get().device().with(rated, peak));
        }
        return rated.isPresent() || peak.isPresent()
                ? Optional.of(Accelerator.unknown("the device").with(rated, peak))
                : Optional.empty();
    }

    /** A name that the tables do not have is one more device where its power is stated, and a slip where it is not. */
    private Accelerator named(String name, boolean powerKnown) {
        try {
            return AcceleratorCatalog.bundled().find(name);
        } catch (InputException e) {
            if (powerKnown || stated.has(Key.DEVICE_POWER_W) || stated.has(Key.SYSTEM_POWER_W)) {
                return Accelerator.unknown(name);
            }
            throw stated.error(
                    Key.DEVICE, e.getMessage() + "; for a device of your own state tdp_w and peak_tflops beside it");
        }
    }

    private Optional<Figure<Duration>> deviceTime(OptionalInt count) {
        stated.excluding(Key.HOURS, Key.DEVICE_HOURS);
        Spread spread = priors.spread("stated-time-spread");
        if (stated.has(Key.HOURS)) {
            int devices = count.orElseThrow(() -> stated.error(Key.HOURS, "needs devices beside it"));
            return stated.figure(Key.HOURS, hours -> Times.ofHours(hours * devices), spread);
        }
        return stated.figure(Key.DEVICE_HOURS, Times::ofHours, spread);
    }

    private Measured measured() {
        Spread ofPower = priors.spread("stated-power-spread");
        return new Measured(
                stated.figure(Key.DEVICE_POWER_W, Power::ofWatts, ofPower),
                stated.figure(Key.SYSTEM_POWER_W, Power::ofWatts, ofPower),
                stated.figure(Key.HOST_SHARE, share -> share, ofPower),
                stated.figure(Key.TFLOPS_PER_DEVICE, ComputeRate::ofTeraflops, priors.spread("measured-rate-spread")),
                stated.figure(Key.MFU, TrainingReader::utilisation, priors.spread("stated-mfu-spread")));
    }

    private static Ratio utilisation(double value) {
        if (value == 0) {
            throw new IllegalArgumentException("a utilisation lies above 0 and is at most 1");
        }
        return Ratio.of(value);
    }

    private Host host() {
        stated.together(Key.CORES, Key.CORE_POWER_W);
        stated.together(Key.CPU, Key.CPUS);
        stated.excluding(Key.CPU, Key.CORES);
        Optional<Figure<Power>> cpus = stated.text(Key.CPU).map(this::processors);
        if (stated.has(Key.CORES)) {
            double cores = stated.positive(Key.CORES).orElseThrow();
            cpus = stated.figure(
                    Key.CORE_POWER_W, watts -> Power.ofWatts(watts).times(cores), priors.spread("tdp-spread"));
        }
        return new Host(
                cpus,
                stated.quantity(Key.CPU_USE, Ratio::of).orElse(Ratio.ONE),
                stated.quantity(Key.DEVICE_USE, Ratio::of).orElse(Ratio.ONE),
                stated.quantity(Key.MEMORY_GB, MemorySize::ofGigabytes),
                stated.positive(Key.RUNS).orElse(1.0));
    }

    private Figure<Power> processors(String name) {
        CpuTdp row = CpuTdp.find(name)
                .orElseThrow(() -> stated.error(
                        Key.CPU,
                        "there is no processor \"" + name + "\" in the tables"
                                + CpuTdp.nearest(name)
                                        .map(near -> "; near to it: " + near)
                                        .orElse("")
                                + "; state cores and core_power_w instead"));
        int packages = stated.count(Key.CPUS).orElseThrow();
        return new Figure<>(
                row.tdp().times(packages),
                priors.spread("tdp-spread"),
                packages + " × " + row.tdp() + ", " + row.model() + ", " + row.source());
    }

    private Optional<OpenCarbonEval.Bounds> bounds() {
        return stated.text(Key.OPENCARBONEVAL_A).map(text -> {
            String[] parts = text.split(",", -1);
            try {
                if (parts.length > 2) {
                    throw new NumberFormatException();
                }
                double low = Double.parseDouble(parts[0].strip());
                double high = Double.parseDouble(parts[parts.length - 1].strip());
                return new OpenCarbonEval.Bounds(low, high, stated.origin(Key.OPENCARBONEVAL_A));
            } catch (NumberFormatException e) {
                throw stated.error(
                        Key.OPENCARBONEVAL_A,
                        "is two numbers with a comma between, such as 31.9,44.7, not \"" + text + "\"");
            } catch (IllegalArgumentException e) {
                throw stated.error(Key.OPENCARBONEVAL_A, String.valueOf(e.getMessage()));
            }
        });
    }
}
