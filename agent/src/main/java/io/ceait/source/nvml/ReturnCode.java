package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;

/** What the library's answers mean, for people. */
final class ReturnCode {

    /** Ours: a value that is not of the type that its number has. Every code of the library is positive. */
    static final int WRONG_TYPE = -1;

    /** Ours: a number that no such device can have. */
    static final int NO_VALUE = -2;

    private static final String[] TEXTS = {
        "success",
        "uninitialised",
        "invalid argument",
        "not supported",
        "no permission",
        "already initialised",
        "not found",
        "insufficient size",
        "insufficient external power",
        "driver not loaded",
        "timeout",
        "interrupt problem",
        "library not found",
        "function not found",
        "corrupted infoROM",
        "GPU is lost",
        "reset required",
        "blocked by the operating system",
        "library and kernel module are of different versions",
        "in use",
        "out of memory",
        "no data",
        "no ECC for virtual GPUs",
        "insufficient resources",
        "frequency not supported",
        "argument version mismatch",
        "deprecated",
        "not ready",
        "GPU not found",
        "invalid state",
        "reset type not supported"
    };

    private ReturnCode() {}

    /** {@code 15 (GPU is lost)}. */
    static String text(int code) {
        if (code == WRONG_TYPE) {
            return "a value of the wrong type";
        }
        if (code == NO_VALUE) {
            return "a number that cannot be right";
        }
        if (code == NvmlReturn.UNKNOWN) {
            return code + " (unknown)";
        }
        return code >= 0 && code < TEXTS.length ? code + " (" + TEXTS[code] + ")" : code + " (not in our list)";
    }

    /**
     * Whether a driver that does not start may do so in a moment: not where it says what is wrong, which somebody has to
     * mend.
     */
    static boolean mayPass(int code) {
        return switch (code) {
            case NvmlReturn.NOT_SUPPORTED,
                    NvmlReturn.NO_PERMISSION,
                    NvmlReturn.DRIVER_NOT_LOADED,
                    NvmlReturn.LIBRARY_NOT_FOUND,
                    NvmlReturn.FUNCTION_NOT_FOUND,
                    NvmlReturn.LIB_RM_VERSION_MISMATCH -> false;
            default -> true;
        };
    }

    /** The GPU is gone, for now or for good. */
    static boolean isLost(int code) {
        return code == NvmlReturn.GPU_IS_LOST || code == NvmlReturn.RESET_REQUIRED;
    }
}
