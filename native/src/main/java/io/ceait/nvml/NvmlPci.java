package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Where on the bus a device is. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlPci {

    private NvmlPci() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlPci.class);
        Native.register(NvmlPci.class, library);
    }

    public static native int nvmlDeviceGetPciInfo_v3(long device, long info);
}
