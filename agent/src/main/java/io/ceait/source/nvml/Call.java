package io.ceait.source.nvml;

/** A call of the library, by the name that a reader finds in its documentation. */
enum Call {
    INIT("nvmlInit_v2"),
    SHUTDOWN("nvmlShutdown"),
    DRIVER_VERSION("nvmlSystemGetDriverVersion"),
    COUNT("nvmlDeviceGetCount_v2"),
    HANDLE_BY_INDEX("nvmlDeviceGetHandleByIndex_v2"),
    HANDLE_BY_UUID("nvmlDeviceGetHandleByUUID"),
    UUID("nvmlDeviceGetUUID"),
    NAME("nvmlDeviceGetName"),
    PCI("nvmlDeviceGetPciInfo_v3"),
    COMPUTE_CAPABILITY("nvmlDeviceGetCudaComputeCapability"),
    ENERGY("nvmlDeviceGetTotalEnergyConsumption"),
    POWER("nvmlDeviceGetPowerUsage"),
    MANAGEMENT_LIMIT("nvmlDeviceGetPowerManagementLimit"),
    ENFORCED_LIMIT("nvmlDeviceGetEnforcedPowerLimit"),
    FIELDS("nvmlDeviceGetFieldValues"),
    UTILISATION("nvmlDeviceGetUtilizationRates"),
    PROCESS_UTILISATION("nvmlDeviceGetProcessUtilization"),
    PROCESS_UTILISATION_INFO("nvmlDeviceGetProcessesUtilizationInfo"),
    RUNNING_V3("nvmlDeviceGetComputeRunningProcesses_v3"),
    RUNNING_DETAIL("nvmlDeviceGetRunningProcessDetailList"),
    RUNNING_V2("nvmlDeviceGetComputeRunningProcesses_v2"),
    RUNNING_V1("nvmlDeviceGetComputeRunningProcesses"),
    MIG_MODE("nvmlDeviceGetMigMode"),
    MIG_COUNT("nvmlDeviceGetMaxMigDeviceCount"),
    MIG_HANDLE("nvmlDeviceGetMigDeviceHandleByIndex"),
    GPU_INSTANCE_ID("nvmlDeviceGetGpuInstanceId"),
    ATTRIBUTES("nvmlDeviceGetAttributes_v2");

    private final String symbol;

    Call(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }
}
