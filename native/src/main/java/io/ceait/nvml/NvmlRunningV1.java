package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Processes on a device, entries of 16 bytes. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlRunningV1 {

    private NvmlRunningV1() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlRunningV1.class);
        Native.register(NvmlRunningV1.class, library);
    }

    public static native int nvmlDeviceGetComputeRunningProcesses(long device, long count, long entries);
}
