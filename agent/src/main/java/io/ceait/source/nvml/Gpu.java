package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import java.util.List;
import java.util.Optional;

/**
 * A GPU in the hands of the driver's thread: its handle, its meters, and what is done when it goes away. The UUID is its
 * identity; number and handle change when the driver is loaded anew.
 */
final class Gpu {

    private final int number;
    private final String uuid;
    private final long periodNanos;
    private final List<Meter> meters;

    /** What tells power and not energy; empty where nothing does. */
    private final Optional<Meter> power;

    private final Backoff backoff = Backoff.ofGpu();
    private long handle;
    private boolean lost;
    private long powerAt;

    /** @param periodNanos how often its sensor says something new */
    Gpu(int number, String uuid, long handle, long periodNanos, List<Meter> meters) {
        this.number = number;
        this.uuid = uuid;
        this.handle = handle;
        this.periodNanos = periodNanos;
        this.meters = List.copyOf(meters);
        this.power =
                this.meters.stream().filter(IntegratingMeter.class::isInstance).findFirst();
    }

    int number() {
        return number;
    }

    long handle() {
        return handle;
    }

    boolean isLost() {
        return lost;
    }

    /**
     * Reads what is due.
     *
     * @return {@link NvmlReturn#UNINITIALIZED} when the driver must be started anew, else 0
     */
    int read(Driver driver, long now, boolean fresh) {
        if (lost && backoff.isDue(now) && find(driver, now) == NvmlReturn.UNINITIALIZED) {
            return NvmlReturn.UNINITIALIZED;
        }
        for (int i = 0; i < meters.size() && !lost; i++) {
            Meter meter = meters.get(i);
            if (fresh || meter.isDue(now, periodNanos)) {
                int code = meter.sample(driver, number, handle, now);
                if (code == NvmlReturn.INVALID_ARGUMENT && takeNewHandle(driver)) {
                    code = meter.sample(driver, number, handle, now);
                }
                if (code == NvmlReturn.UNINITIALIZED) {
                    return code;
                }
                heed(code, meter.call(), now);
            }
        }
        return NvmlReturn.SUCCESS;
    }

    /** How long until its power has not been read for a period; the largest number for never. */
    long nanosToPower(long now, long period) {
        if (lost || power.isEmpty() || !power.get().isCalled()) {
            return Long.MAX_VALUE;
        }
        long last = Math.min(now - powerAt, now - power.get().calledAt());
        return period - last;
    }

    /** Reads the power between two ticks. */
    void readPower(Driver driver, long now) {
        powerAt = now;
        if (power.isPresent()) {
            heed(power.get().sampleBetween(driver, number, handle), power.get().call(), now);
        }
    }

    /** Some call of this GPU answered so. */
    void heed(int code, Call call, long now) {
        if (ReturnCode.isLost(code)) {
            lose(call, code, now);
        }
    }

    /** The driver was started anew. */
    void rediscover(Driver driver, long now) {
        backoff.reset();
        find(driver, now);
    }

    /** The driver is gone. */
    void failAll(Call call, int code) {
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).fail(call, code);
        }
    }

    private int find(Driver driver, long now) {
        int code = driver.handle(number, uuid);
        if (code == NvmlReturn.SUCCESS) {
            handle = driver.value();
            lost = false;
            backoff.reset();
            restartAll();
        } else {
            lose(Call.HANDLE_BY_UUID, code, now);
        }
        return code;
    }

    /** Handles die with the driver that gave them, and with the GPU. */
    private boolean takeNewHandle(Driver driver) {
        if (driver.handle(number, uuid) != NvmlReturn.SUCCESS || driver.value() == handle) {
            return false;
        }
        handle = driver.value();
        restartAll();
        return true;
    }

    private void lose(Call call, int code, long now) {
        lost = true;
        failAll(call, code);
        backoff.failed(now);
    }

    private void restartAll() {
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).restart();
        }
    }

    /** To be called under the lock. */
    void publish() {
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).publish();
        }
    }
}
