package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Processes on a device, entries of 32 bytes. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlRunningDetail {

    private NvmlRunningDetail() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlRunningDetail.class);
        Native.register(NvmlRunningDetail.class, library);
    }

    public static native int nvmlDeviceGetRunningProcessDetailList(long device, long list);
}
