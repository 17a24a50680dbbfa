package io.ceait.nvml;

/** Numbers of the interface that are no layout: sizes of texts, field numbers, types of values, versions of structures. */
public final class NvmlConstants {

    public static final int NVML_DEVICE_NAME_V2_BUFFER_SIZE = 96;
    public static final int NVML_DEVICE_UUID_V2_BUFFER_SIZE = 96;
    public static final int NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE = 80;

    /** Memory of a process that the driver does not tell. */
    public static final long NVML_VALUE_NOT_AVAILABLE = -1;

    public static final int NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION = 83;
    public static final int NVML_FI_DEV_POWER_INSTANT = 186;
    public static final int NVML_FI_DEV_POWER_DEFAULT_LIMIT = 189;

    public static final int NVML_VALUE_TYPE_UNSIGNED_INT = 1;
    public static final int NVML_VALUE_TYPE_UNSIGNED_LONG_LONG = 3;

    public static final int nvmlProcessesUtilizationInfo_v1 = 0x01000018;
    public static final int nvmlProcessDetailList_v1 = 0x01000018;

    private NvmlConstants() {}
}
