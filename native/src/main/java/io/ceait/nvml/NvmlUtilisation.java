package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Utilisation of a device. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlUtilisation {

    private NvmlUtilisation() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlUtilisation.class);
        Native.register(NvmlUtilisation.class, library);
    }

    public static native int nvmlDeviceGetUtilizationRates(long device, long utilisation);
}
