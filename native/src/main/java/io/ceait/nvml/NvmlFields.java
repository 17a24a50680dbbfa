package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Values by number, each with a return code and a type of its own. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlFields {

    private NvmlFields() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlFields.class);
        Native.register(NvmlFields.class, library);
    }

    /** 0 even where a single value failed. */
    public static native int nvmlDeviceGetFieldValues(long device, int count, long values);
}
