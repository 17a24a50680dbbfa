package io.ceait.estimate;

import io.ceait.source.model.MemorySize;
import io.ceait.source.model.PowerModels;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.Optional;

/** Green Algorithms: cores, accelerators and memory over the time of the job. */
final class GreenAlgorithms implements Method {

    private static final Power PER_GIGABYTE = PowerModels.greenAlgorithmsRam(MemorySize.ofGigabytes(1));

    private static final Profile PROFILE = new Profile(
            "green-algorithms",
            "Lannelongue, Grealey, Inouye 2021, Green Algorithms",
            "kWh = hours [h] × (cores × W × usage + devices × W × usage + GB × " + PER_GIGABYTE
                    + ") × PUE × runs ÷ 1000; kg = kWh × intensity [kg/kWh]",
            "power proportional to usage; memory by what is available to the job");

    private final DeviceTimes times;
    private final DevicePower powers;

    GreenAlgorithms(DeviceTimes times, DevicePower powers) {
        this.times = times;
        this.powers = powers;
    }

    @Override
    public Profile profile() {
        return PROFILE;
    }

    @Override
    public Outcome apply(Training training) {
        Optional<Figure<Duration>> time = times.of(training);
        Optional<Figure<Power>> device = powers.rated(training);
        Host host = training.host();
        if (time.isEmpty()) {
            return new Outcome.NotApplicable(PROFILE, "needs " + DeviceTimes.missing(training));
        }
        if (training.count().isEmpty()) {
            return new Outcome.NotApplicable(PROFILE, "needs the number of devices, over which the host is shared");
        }
        if (device.isEmpty() && host.cpus().isEmpty()) {
            return new Outcome.NotApplicable(PROFILE, "needs a known device, tdp_w, or the processors of the host");
        }
        Sheet sheet = new Sheet(PROFILE, training);
        Duration deviceTime = sheet.deviceTime(time.get());
        int count = training.count().getAsInt();
        Duration wallTime = Times.scaled(deviceTime, 1.0 / Math.max(count, 1));
        Power accelerators = device.map(figure -> sheet.factor("rated power", figure)
                        .times(count * host.deviceUse().value()))
                .orElse(Power.ZERO);
        Power total = accelerators.plus(cpus(sheet, host)).plus(memory(sheet, host));
        sheet.input("runs", host.runs(), String.valueOf(host.runs()), "pragmatic scaling factor");
        return sheet.result(total.times(host.runs()).during(wallTime), true, time.get());
    }

    private static Power cpus(Sheet sheet, Host host) {
        if (host.cpus().isEmpty()) {
            sheet.note(
                    "the processors of the host are not stated (cpu and cpus, or cores and core_power_w): not counted");
            return Power.ZERO;
        }
        return sheet.factor("processors", host.cpus().get()).times(host.cpuUse().value());
    }

    private static Power memory(Sheet sheet, Host host) {
        if (host.memory().isEmpty()) {
            sheet.note("the memory is not stated (memory_gb): not counted");
            return Power.ZERO;
        }
        Power power = PowerModels.greenAlgorithmsRam(host.memory().get());
        return sheet.input("memory", power, power.toString(), PER_GIGABYTE + " per GB available");
    }
}
