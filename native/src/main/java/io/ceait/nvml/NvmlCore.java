package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** What every driver has: start, enumeration and identity. Without these there is no source. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlCore {

    private NvmlCore() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlCore.class);
        Native.register(NvmlCore.class, library);
    }

    /** Counted by the library: one shutdown for each. */
    public static native int nvmlInit_v2();

    public static native int nvmlShutdown();

    public static native int nvmlSystemGetDriverVersion(long text, int length);

    /** Counts devices that may not be opened, too. */
    public static native int nvmlDeviceGetCount_v2(long count);

    /** Initialises that device. */
    public static native int nvmlDeviceGetHandleByIndex_v2(int index, long device);

    public static native int nvmlDeviceGetHandleByUUID(long uuid, long device);

    public static native int nvmlDeviceGetUUID(long device, long text, int length);

    public static native int nvmlDeviceGetName(long device, long text, int length);
}
