package io.ceait.nvml;

/** What a call answers ({@code nvmlReturn_t}); new codes keep appearing. */
public final class NvmlReturn {

    public static final int SUCCESS = 0;
    public static final int UNINITIALIZED = 1;
    public static final int INVALID_ARGUMENT = 2;
    public static final int NOT_SUPPORTED = 3;
    public static final int NO_PERMISSION = 4;
    public static final int ALREADY_INITIALIZED = 5;
    public static final int NOT_FOUND = 6;
    public static final int INSUFFICIENT_SIZE = 7;
    public static final int INSUFFICIENT_POWER = 8;
    public static final int DRIVER_NOT_LOADED = 9;
    public static final int TIMEOUT = 10;
    public static final int IRQ_ISSUE = 11;
    public static final int LIBRARY_NOT_FOUND = 12;
    public static final int FUNCTION_NOT_FOUND = 13;
    public static final int CORRUPTED_INFOROM = 14;
    public static final int GPU_IS_LOST = 15;
    public static final int RESET_REQUIRED = 16;
    public static final int OPERATING_SYSTEM = 17;
    public static final int LIB_RM_VERSION_MISMATCH = 18;
    public static final int IN_USE = 19;
    public static final int MEMORY = 20;
    public static final int NO_DATA = 21;
    public static final int VGPU_ECC_NOT_SUPPORTED = 22;
    public static final int INSUFFICIENT_RESOURCES = 23;
    public static final int FREQ_NOT_SUPPORTED = 24;
    public static final int ARGUMENT_VERSION_MISMATCH = 25;
    public static final int DEPRECATED = 26;
    public static final int NOT_READY = 27;
    public static final int GPU_NOT_FOUND = 28;
    public static final int INVALID_STATE = 29;
    public static final int RESET_TYPE_NOT_SUPPORTED = 30;
    public static final int UNKNOWN = 999;

    private NvmlReturn() {}
}
