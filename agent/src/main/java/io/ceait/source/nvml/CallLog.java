package io.ceait.source.nvml;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which call is out and how long calls took. Written by the thread that makes them. */
final class CallLog {

    static final int NO_GPU = -1;

    /** A call of a certain GPU that has not come back. */
    record Out(Call call, int gpu) {

        @Override
        public String toString() {
            return gpu == NO_GPU ? call.symbol() : call.symbol() + " of gpu" + gpu;
        }
    }

    private static final Call[] CALLS = Call.values();

    private final LongSupplier clock;
    private volatile @Nullable Call out;
    private volatile int gpu = NO_GPU;
    private Call last = Call.INIT;
    private int lastCode;
    private long began;
    private long[][] lastNanos = new long[1][CALLS.length];

    CallLog(LongSupplier clock) {
        this.clock = clock;
    }

    /** Makes room for the latencies of so many GPUs. */
    void gpus(int count) {
        lastNanos = new long[count + 1][CALLS.length];
    }

    void begin(Call call, int gpu) {
        this.gpu = gpu;
        last = call;
        began = clock.getAsLong();
        out = call;
    }

    int end(int code) {
        Call call = out;
        out = null;
        lastCode = code;
        int row = gpu + 1;
        if (call != null && row < lastNanos.length) {
            lastNanos[row][call.ordinal()] = clock.getAsLong() - began;
        }
        return code;
    }

    /** The call that is out at this moment; for any thread. */
    @Nullable
    Out callOut() {
        Call call = out;
        return call == null ? null : new Out(call, gpu);
    }

    /** The call that was begun last. */
    Call last() {
        return last;
    }

    /** What the last call answered. */
    int lastCode() {
        return lastCode;
    }

    long lastNanos(Call call, int gpu) {
        return lastNanos[gpu + 1][call.ordinal()];
    }
}
