package io.ceait.nvml;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The energy counter, from Volta on. See {@link io.ceait.nvml} for the arguments. */
public final class NvmlEnergy {

    private NvmlEnergy() {}

    /** Binds to a library, in place of the one before; fails with {@link UnsatisfiedLinkError} where it lacks a call. */
    public static void bind(NativeLibrary library) {
        Native.unregister(NvmlEnergy.class);
        Native.register(NvmlEnergy.class, library);
    }

    /** Millijoules since the driver was loaded, as an unsigned 64-bit number. */
    public static native int nvmlDeviceGetTotalEnergyConsumption(long device, long millijoules);
}
