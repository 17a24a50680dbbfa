package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Processes on a device, entries of 24 bytes; of 32 in drivers from 535.43 to before 535.98. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlRunningV3 {

    private NvmlRunningV3() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlRunningV3.class);
        Native.register(NvmlRunningV3.class, library);
    }

    public static native int nvmlDeviceGetComputeRunningProcesses_v3(long device, long count, long entries);
}
