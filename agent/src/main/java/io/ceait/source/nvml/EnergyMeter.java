package io.ceait.source.nvml;

import io.ceait.nvml.NvmlConstants;
import io.ceait.nvml.NvmlReturn;

/** The GPU's own energy counter, by its call or, where that is missing, by its field. */
final class EnergyMeter extends Meter {

    private static final long MICROJOULES_PER_MILLIJOULE = 1000;
    private static final long MOST_MILLIJOULES = Long.MAX_VALUE / MICROJOULES_PER_MILLIJOULE;

    private final boolean byField;
    private long last;

    private EnergyMeter(Call call, boolean byField, String gpu) {
        super(call, gpu);
        this.byField = byField;
    }

    static EnergyMeter byCall(String gpu) {
        return new EnergyMeter(Call.ENERGY, false, gpu);
    }

    static EnergyMeter byField(String gpu) {
        return new EnergyMeter(Call.FIELDS, true, gpu);
    }

    @Override
    int ask(Driver driver, int number, long handle) {
        int code = byField
                ? driver.field(
                        number,
                        handle,
                        NvmlConstants.NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION,
                        NvmlConstants.NVML_VALUE_TYPE_UNSIGNED_LONG_LONG)
                : driver.energy(number, handle);
        if (code != NvmlReturn.SUCCESS) {
            return code;
        }
        long millijoules = driver.value();
        // Polled too fast, some drivers answer 0 now and then.
        if (millijoules < 0 || millijoules > MOST_MILLIJOULES || (millijoules == 0 && last > 0)) {
            return ReturnCode.NO_VALUE;
        }
        last = millijoules;
        set(millijoules * MICROJOULES_PER_MILLIJOULE);
        return code;
    }

    @Override
    void forget() {
        last = 0;
    }
}
