package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Processes on a device, entries of 24 bytes. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlRunningV2 {

    private NvmlRunningV2() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlRunningV2.class);
        Native.register(NvmlRunningV2.class, library);
    }

    public static native int nvmlDeviceGetComputeRunningProcesses_v2(long device, long count, long entries);
}
