package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** What a device may draw. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlLimits {

    private NvmlLimits() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlLimits.class);
        Native.register(NvmlLimits.class, library);
    }

    public static native int nvmlDeviceGetPowerManagementLimit(long device, long milliwatts);

    /** The least of all limits that apply now. */
    public static native int nvmlDeviceGetEnforcedPowerLimit(long device, long milliwatts);
}
