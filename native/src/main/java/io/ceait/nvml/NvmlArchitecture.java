package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The generation of a device. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlArchitecture {

    private NvmlArchitecture() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlArchitecture.class);
        Native.register(NvmlArchitecture.class, library);
    }

    public static native int nvmlDeviceGetCudaComputeCapability(long device, long major, long minor);
}
