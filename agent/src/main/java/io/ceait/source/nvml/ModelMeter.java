package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import java.util.function.LongSupplier;

/** Power from utilisation, {@code idle + u × (rated − idle)} as CodeCarbon and others have it, integrated; ±25 %. */
final class ModelMeter extends IntegratingMeter {

    private static final int FULL_PERCENT = 100;

    private final double idleWatts;
    private final double ratedWatts;

    ModelMeter(String gpu, LongSupplier clock, long longestBridgeNanos, double idleWatts, double ratedWatts) {
        super(Call.UTILISATION, gpu, clock, longestBridgeNanos);
        this.idleWatts = idleWatts;
        this.ratedWatts = ratedWatts;
    }

    @Override
    int ask(Driver driver, int number, long handle) {
        asking();
        int code = driver.utilisation(number, handle);
        if (code != NvmlReturn.SUCCESS) {
            return code;
        }
        if (driver.value() > FULL_PERCENT) {
            return ReturnCode.NO_VALUE;
        }
        integrate(idleWatts + (double) driver.value() / FULL_PERCENT * (ratedWatts - idleWatts));
        return code;
    }
}
