package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One quantity of one GPU as a counter in microjoules. The driver's thread samples it and publishes what it found under
 * the lock of the {@link Exchange}; the sampling thread sees the published state alone.
 */
abstract class Meter {

    private static final int NEVER = -1;

    private final Call call;
    private final String gpu;
    private boolean answered;
    private long calledAt;
    private boolean called;
    private long microjoules;
    private @Nullable Unavailable missing;
    private int missingCode = NEVER;
    private int restarts;

    private long shownMicrojoules;
    private @Nullable Unavailable shownMissing =
            new Unavailable(Reason.FAILED, "the driver has not been asked yet", "");
    private int shownRestarts;

    Meter(Call call, String gpu) {
        this.call = call;
        this.gpu = gpu;
    }

    /** Asks the driver; 0 or the code of what went wrong. */
    abstract int ask(Driver driver, int number, long handle);

    /** What was known of the past says nothing about what comes. */
    abstract void forget();

    /** Samples now, whatever comes of it. */
    final int sample(Driver driver, int number, long handle, long now) {
        calledAt = now;
        called = true;
        return sampleBetween(driver, number, handle);
    }

    /** As {@link #sample}, between two ticks: when it is due at a tick does not change. */
    final int sampleBetween(Driver driver, int number, long handle) {
        int code = ask(driver, number, handle);
        if (code == NvmlReturn.SUCCESS) {
            answered = true;
            missing = null;
            missingCode = NEVER;
        } else {
            fail(call, code);
        }
        return code;
    }

    /** No reading, because of this answer. */
    final void fail(Call failed, int code) {
        if (missing == null || missingCode != code) {
            missingCode = code;
            missing = new Unavailable(
                    Reason.FAILED, failed.symbol() + " of " + gpu + " answered " + ReturnCode.text(code), "");
        }
    }

    final Call call() {
        return call;
    }

    final boolean isDue(long now, long periodNanos) {
        return !called || now - calledAt >= periodNanos;
    }

    final boolean isCalled() {
        return called;
    }

    final long calledAt() {
        return calledAt;
    }

    /** What was tried before the run is forgotten. */
    final void prepare() {
        answered = false;
        called = false;
        restarts = 0;
        forget();
    }

    /** The device began anew: whatever it did between the last reading and now is lost. */
    final void restart() {
        if (answered) {
            restarts++;
        }
        called = false;
        forget();
    }

    final void set(long value) {
        microjoules = value;
    }

    /** To be called under the lock. */
    final void publish() {
        shownMicrojoules = microjoules;
        shownMissing = missing;
        shownRestarts = restarts;
    }

    final long shownMicrojoules() {
        return shownMicrojoules;
    }

    final @Nullable Unavailable shownMissing() {
        return shownMissing;
    }

    final int shownRestarts() {
        return shownRestarts;
    }
}
