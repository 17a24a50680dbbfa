package io.ceait.source.nvml;

import io.ceait.data.GpuTdp;
import io.ceait.device.Quality;
import io.ceait.nvml.NvmlConstants;
import io.ceait.nvml.NvmlReturn;
import io.ceait.source.SensorTiming;
import io.ceait.source.Unavailable.Reason;
import io.ceait.time.Gaps;
import io.ceait.units.Power;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Finds out how the energy of one GPU can be told: at best by its counter, with the power sensor to check it. */
final class MeterSelection {

    static final String ENERGY = "nvml-energy";
    static final String POWER = "nvml-power";
    static final String MODEL = "gpu-model";

    /** A driver may fail once and mean nothing by it. */
    private static final int TRIES = 3;

    private static final double MILLIWATTS_PER_WATT = 1e3;

    /** Above this part of its limit a reading is a fault. The limit holds on average; for moments a board draws more. */
    private static final double MOST_OVER_LIMIT = 2;

    /**
     * Where a GPU states no limit: twice what the largest boards of today are rated for, 1000 to 1400 W. It is to tell a number
     * that a driver made up, which is higher by orders of magnitude, not a high load.
     */
    private static final double MOST_WATTS = 3000;

    private static final Duration SHORTEST_HOLE = Duration.ofSeconds(1);

    private final Driver driver;
    private final LongSupplier clock;
    private final GpuIdentity gpu;
    private final long handle;
    private final long longestBridgeNanos;
    private final List<Chosen> chosen = new ArrayList<>();
    private final Map<String, GpuReport.CapabilityReport> capabilities = new LinkedHashMap<>();
    private Optional<Power> limit = Optional.empty();
    private Call failedCall = Call.POWER;
    private int failedCode = NvmlReturn.NOT_SUPPORTED;

    /** A meter and what it is called in outputs. */
    record Chosen(Meter meter, String source, Quality quality, Optional<SensorTiming> timing, String basis) {}

    MeterSelection(Driver driver, NvmlOptions options, LongSupplier clock, GpuIdentity gpu, long handle) {
        this.driver = driver;
        this.clock = clock;
        this.gpu = gpu;
        this.handle = handle;
        // A straight line bridges what is no gap.
        this.longestBridgeNanos = Math.max(
                SHORTEST_HOLE.toNanos(), Gaps.longestNanos(options.interval().toNanos()));
    }

    /** Best first; the model only where a sensor is missing. */
    MeterSelection select() {
        limit = limitWatts().map(Power::ofWatts);
        energy();
        boolean counter = !chosen.isEmpty();
        power();
        boolean sensor = chosen.size() > (counter ? 1 : 0);
        if (chosen.size() < 2 && !(counter && sensor)) {
            model();
        }
        return this;
    }

    List<Chosen> chosen() {
        return chosen;
    }

    Optional<Power> limit() {
        return limit;
    }

    Call failedCall() {
        return failedCall;
    }

    int failedCode() {
        return failedCode;
    }

    Reason failureReason() {
        return failedCode == NvmlReturn.NO_PERMISSION
                ? Reason.DENIED
                : isAbsence(failedCode) ? Reason.ABSENT : Reason.FAILED;
    }

    private static boolean isAbsence(int code) {
        return code == NvmlReturn.NOT_SUPPORTED || code == NvmlReturn.FUNCTION_NOT_FOUND;
    }

    /** The larger one: what is enforced now may be less for a while, as when the GPU is hot. */
    private Optional<Double> limitWatts() {
        double most = 0;
        if (driver.managementLimit(gpu.number(), handle) == NvmlReturn.SUCCESS) {
            most = driver.value();
        }
        if (driver.enforcedLimit(gpu.number(), handle) == NvmlReturn.SUCCESS) {
            most = Math.max(most, driver.value());
        }
        return most > 0 ? Optional.of(most / MILLIWATTS_PER_WATT) : Optional.empty();
    }

    private void energy() {
        EnergyMeter byCall = EnergyMeter.byCall(gpu.id());
        if (works(byCall, "")) {
            chosen.add(new Chosen(
                    byCall,
                    ENERGY,
                    Quality.MEASURED,
                    Optional.empty(),
                    byCall.call().symbol()));
            return;
        }
        EnergyMeter byField = EnergyMeter.byField(gpu.id());
        String field = " field " + NvmlConstants.NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION;
        if (works(byField, field)) {
            chosen.add(new Chosen(
                    byField,
                    ENERGY,
                    Quality.MEASURED,
                    Optional.empty(),
                    byField.call().symbol() + field));
        }
    }

    private void power() {
        double most = limit.map(value -> MOST_OVER_LIMIT * value.watts()).orElse(MOST_WATTS);
        Architecture architecture = gpu.architecture();
        if (architecture.prefersInstantField(gpu.driverBranch())) {
            PowerMeter instant = new PowerMeter(gpu.id(), clock, longestBridgeNanos, true, most);
            String field = " field " + NvmlConstants.NVML_FI_DEV_POWER_INSTANT;
            if (works(instant, field)) {
                chosen.add(new Chosen(
                        instant,
                        POWER,
                        Quality.MEASURED,
                        architecture.instantTiming(),
                        instant.call().symbol() + field));
                return;
            }
        }
        PowerMeter usage = new PowerMeter(gpu.id(), clock, longestBridgeNanos, false, most);
        if (works(usage, "")) {
            chosen.add(new Chosen(
                    usage,
                    POWER,
                    Quality.MEASURED,
                    architecture.usageTiming(gpu.driverBranch()),
                    usage.call().symbol()));
        }
    }

    private void model() {
        Optional<GpuTdp> row = GpuTdp.find(gpu.name());
        Optional<Double> rated = driver.field(
                                gpu.number(),
                                handle,
                                NvmlConstants.NVML_FI_DEV_POWER_DEFAULT_LIMIT,
                                NvmlConstants.NVML_VALUE_TYPE_UNSIGNED_INT)
                        == NvmlReturn.SUCCESS
                ? Optional.of(driver.value() / MILLIWATTS_PER_WATT)
                : row.map(tdp -> tdp.rated().watts()).or(() -> limit.map(Power::watts));
        if (rated.isEmpty()) {
            return;
        }
        double full = rated.get();
        double idle = Math.min(full, GpuTdp.idleWatts(gpu.name()).orElse(full * GpuTdp.usualIdleShare()));
        ModelMeter meter = new ModelMeter(gpu.id(), clock, longestBridgeNanos, idle, full);
        if (works(meter, "")) {
            chosen.add(new Chosen(
                    meter,
                    MODEL,
                    Quality.ESTIMATED,
                    Optional.empty(),
                    "utilisation between " + Power.ofWatts(idle) + " idle and " + Power.ofWatts(full) + " rated"));
        }
    }

    private boolean works(Meter meter, String suffix) {
        int code = NvmlReturn.SUCCESS;
        for (int i = 0; i < TRIES; i++) {
            code = meter.sample(driver, gpu.number(), handle, clock.getAsLong());
            if (code == NvmlReturn.SUCCESS || isAbsence(code)) {
                break;
            }
        }
        note(meter.call(), suffix, code);
        if (code != NvmlReturn.SUCCESS && !isAbsence(code)) {
            failedCall = meter.call();
            failedCode = code;
        }
        return code == NvmlReturn.SUCCESS;
    }

    private void note(Call call, String suffix, int code) {
        boolean lacking = code == NvmlReturn.FUNCTION_NOT_FOUND;
        long nanos = driver.log().lastNanos(call, gpu.number());
        // Whoever asks again finds out the same, and knows by now how long it takes.
        String name = call.symbol() + suffix;
        capabilities.put(
                name,
                new GpuReport.CapabilityReport(
                        name,
                        code == NvmlReturn.SUCCESS ? Optional.empty() : Optional.of(ReturnCode.text(code)),
                        lacking ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(nanos / 1000))));
    }

    /** What was found, with what else the driver may tell of the GPU. */
    GpuReport report(ProcessCalls calls) {
        note(Call.UTILISATION, "", driver.utilisation(gpu.number(), handle));
        for (Call call : List.of(
                Call.PROCESS_UTILISATION,
                Call.PROCESS_UTILISATION_INFO,
                Call.RUNNING_V3,
                Call.RUNNING_DETAIL,
                Call.RUNNING_V2,
                Call.RUNNING_V1)) {
            int code = calls.ask(call, gpu.number(), handle, 0);
            note(call, "", code == NvmlReturn.NOT_FOUND ? NvmlReturn.SUCCESS : code);
        }
        return new GpuReport(
                gpu.id(),
                gpu.name(),
                gpu.uuid(),
                gpu.pci(),
                gpu.architecture().label(),
                gpu.driverVersion(),
                driver.library(),
                List.copyOf(capabilities.values()));
    }
}
