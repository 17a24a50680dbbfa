package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The power sensor. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlPower {

    private NvmlPower() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlPower.class);
        Native.register(NvmlPower.class, library);
    }

    /** Milliwatts of the whole board. */
    public static native int nvmlDeviceGetPowerUsage(long device, long milliwatts);
}
