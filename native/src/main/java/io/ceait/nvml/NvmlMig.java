package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Devices that are divided into instances. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlMig {

    private NvmlMig() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlMig.class);
        Native.register(NvmlMig.class, library);
    }

    public static native int nvmlDeviceGetMigMode(long device, long current, long pending);

    public static native int nvmlDeviceGetMaxMigDeviceCount(long device, long count);

    /** Not found where the numbers have a hole. */
    public static native int nvmlDeviceGetMigDeviceHandleByIndex(long device, int index, long instance);

    public static native int nvmlDeviceGetGpuInstanceId(long instance, long id);

    public static native int nvmlDeviceGetAttributes_v2(long instance, long attributes);
}
