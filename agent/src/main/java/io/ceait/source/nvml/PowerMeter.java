package io.ceait.source.nvml;

import io.ceait.nvml.NvmlConstants;
import io.ceait.nvml.NvmlReturn;
import java.util.function.LongSupplier;

/** The power sensor, integrated. */
final class PowerMeter extends IntegratingMeter {

    private static final double MILLIWATTS_PER_WATT = 1e3;

    private final boolean instantField;
    private final double mostWatts;

    /**
     * @param instantField whether to ask for field 186 and not for {@code nvmlDeviceGetPowerUsage}
     * @param mostWatts above which a reading cannot be right
     */
    PowerMeter(String gpu, LongSupplier clock, long longestBridgeNanos, boolean instantField, double mostWatts) {
        super(instantField ? Call.FIELDS : Call.POWER, gpu, clock, longestBridgeNanos);
        this.instantField = instantField;
        this.mostWatts = mostWatts;
    }

    @Override
    int ask(Driver driver, int number, long handle) {
        asking();
        int code = instantField
                ? driver.field(
                        number,
                        handle,
                        NvmlConstants.NVML_FI_DEV_POWER_INSTANT,
                        NvmlConstants.NVML_VALUE_TYPE_UNSIGNED_INT)
                : driver.power(number, handle);
        if (code != NvmlReturn.SUCCESS) {
            return code;
        }
        double watts = driver.value() / MILLIWATTS_PER_WATT;
        // No GPU that answers draws nothing.
        if (watts == 0 || watts > mostWatts) {
            return ReturnCode.NO_VALUE;
        }
        integrate(watts);
        return code;
    }
}
