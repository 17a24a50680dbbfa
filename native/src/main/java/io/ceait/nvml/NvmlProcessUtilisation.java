package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Utilisation by process. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlProcessUtilisation {

    private NvmlProcessUtilisation() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlProcessUtilisation.class);
        Native.register(NvmlProcessUtilisation.class, library);
    }

    public static native int nvmlDeviceGetProcessUtilization(long device, long samples, long count, long lastSeen);
}
