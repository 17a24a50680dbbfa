package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Utilisation by process, the call that follows the older one from driver 550 on. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlProcessUtilisationInfo {

    private NvmlProcessUtilisationInfo() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlProcessUtilisationInfo.class);
        Native.register(NvmlProcessUtilisationInfo.class, library);
    }

    public static native int nvmlDeviceGetProcessesUtilizationInfo(long device, long info);
}
