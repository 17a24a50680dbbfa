// SPDX-License-Identifier: Apache-2.0
//
// The calls about the system, about which GPUs and MIG instances there are, and about what does not change.

#include "nvmlsim_driver.h"
#include "nvml_abi_check.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char NVML_PREFIX[] = "12."; // the library's own version: 12.DRIVER, as a real one reads

// ---------------------------------------------------------------------------------------------------------- the system

EXPORT const char *nvmlErrorString(nvmlReturn_t code) {
    static const char *const TEXTS[] = {
        "Success", "Uninitialized", "Invalid Argument", "Not Supported", "Insufficient Permissions", "Already Initialized",
        "Not Found", "Insufficient Size", "Insufficient External Power", "Driver Not Loaded", "Timeout", "Interrupt Issue",
        "Library Not Found", "Function Not Found", "Corrupted infoROM", "GPU is lost", "GPU requires reset",
        "Operating system blocked the request", "Driver/library version mismatch", "In use", "Insufficient Memory", "No data",
        "Not supported with ECC on vGPU", "Insufficient resources", "Frequency not supported", "Argument version mismatch",
        "Deprecated", "Not ready", "GPU not found", "Invalid state", "Reset type not supported",
    };
    bool known = (unsigned) code < sizeof TEXTS / sizeof TEXTS[0];
    return known ? TEXTS[code] : "Unknown Error";
}

static const char *driver_version(void) { return *scenario.driver != '\0' ? scenario.driver : DRIVER_TEXT; }

EXPORT nvmlReturn_t nvmlSystemGetDriverVersion(char *out, unsigned size) {
    struct call call;
    nvmlReturn_t result = enter(&call, FN_nvmlSystemGetDriverVersion);
    if (result == NVML_SUCCESS) result = put_text(driver_version(), out, size);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlSystemGetNVMLVersion(char *out, unsigned size) {
    struct call call;
    char text[NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE + sizeof NVML_PREFIX];
    nvmlReturn_t result = enter(&call, FN_nvmlSystemGetNVMLVersion);
    snprintf(text, sizeof text, "%s%s", NVML_PREFIX, driver_version());
    if (result == NVML_SUCCESS) result = put_text(text, out, size);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetCount_v2(unsigned *count) {
    struct call call;
    nvmlReturn_t result = enter(&call, FN_nvmlDeviceGetCount_v2);
    if (result == NVML_SUCCESS && count == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        unsigned found = 0;
        while (gpu_at_index(found) != NONE) found++;
        *count = call.forced ? (unsigned) call.value : found;
    }
    return leave(&call, result);
}

// ------------------------------------------------------------------------------------------------------------- handles

static nvmlReturn_t give_handle(struct call *call, int gpu, int mig, nvmlDevice_t *out, nvmlReturn_t missing) {
    if (out == NULL) return NVML_ERROR_INVALID_ARGUMENT;
    nvmlReturn_t result = arrive(call, gpu);
    if (result != NVML_SUCCESS) return result;
    if (gpu == NONE) return missing;
    if (scenario.gpus[gpu].access != 0) return (nvmlReturn_t) scenario.gpus[gpu].access;
    *out = handle_of(gpu, mig);
    return NVML_SUCCESS;
}

EXPORT nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned index, nvmlDevice_t *out) {
    struct call call;
    nvmlReturn_t result = enter_quietly(&call, FN_nvmlDeviceGetHandleByIndex_v2);
    if (result == NVML_SUCCESS) result = give_handle(&call, gpu_at_index(index), NONE, out, NVML_ERROR_INVALID_ARGUMENT);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetHandleByUUID(const char *uuid, nvmlDevice_t *out) {
    struct call call;
    int gpu = NONE, mig = NONE;
    nvmlReturn_t result = enter_quietly(&call, FN_nvmlDeviceGetHandleByUUID);
    if (result == NVML_SUCCESS && uuid == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    for (int i = 0; result == NVML_SUCCESS && i < scenario.gpu_count; i++) {
        if (strcmp(scenario.gpus[i].uuid, uuid) == 0) gpu = i;
        for (int k = 0; k < MAX_MIGS; k++) {
            const struct mig *m = &scenario.gpus[i].migs[k];
            if (!m->present || strcmp(m->uuid, uuid) != 0) continue;
            gpu = i;
            mig = k;
        }
    }
    if (result == NVML_SUCCESS) result = give_handle(&call, gpu, mig, out, NVML_ERROR_NOT_FOUND);
    return leave(&call, result);
}

static nvmlPciInfo_t pci_of(const struct gpu *g) {
    nvmlPciInfo_t pci = {
        .domain = g->domain, .bus = g->bus, .device = g->device, .pciDeviceId = g->device_id, .pciSubSystemId = g->subsystem_id,
    };
    snprintf(pci.busIdLegacy, sizeof pci.busIdLegacy, "%04X:%02X:%02X.0", g->domain & 0xffff, g->bus & 0xff, g->device & 0xff);
    snprintf(pci.busId, sizeof pci.busId, "%08X:%02X:%02X.0", g->domain, g->bus & 0xff, g->device & 0xff);
    return pci;
}

EXPORT nvmlReturn_t nvmlDeviceGetHandleByPciBusId_v2(const char *bus_id, nvmlDevice_t *out) {
    struct call call;
    int gpu = NONE;
    nvmlReturn_t result = enter_quietly(&call, FN_nvmlDeviceGetHandleByPciBusId_v2);
    if (result == NVML_SUCCESS && bus_id == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    for (int i = 0; result == NVML_SUCCESS && i < scenario.gpu_count; i++) {
        nvmlPciInfo_t pci = pci_of(&scenario.gpus[i]);
        if (strcasecmp(pci.busId, bus_id) == 0 || strcasecmp(pci.busIdLegacy, bus_id) == 0) gpu = i;
    }
    if (result == NVML_SUCCESS) result = give_handle(&call, gpu, NONE, out, NVML_ERROR_NOT_FOUND);
    return leave(&call, result);
}

// ------------------------------------------------------------------------------------------------------------ what it is

EXPORT nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t device, char *out, unsigned size) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetUUID, device);
    if (result == NVML_SUCCESS) {
        const struct gpu *g = &scenario.gpus[call.gpu];
        result = put_text(call.mig == NONE ? g->uuid : g->migs[call.mig].uuid, out, size);
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *out, unsigned size) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetName, device);
    if (result == NVML_SUCCESS) {
        const struct gpu *g = &scenario.gpus[call.gpu];
        result = put_text(call.mig == NONE ? g->name : g->migs[call.mig].name, out, size);
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetPciInfo_v3, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) *out = pci_of(&scenario.gpus[call.gpu]);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetCudaComputeCapability(nvmlDevice_t device, int *major, int *minor) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetCudaComputeCapability, device);
    if (result == NVML_SUCCESS && (major == NULL || minor == NULL)) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        *major = scenario.gpus[call.gpu].cc_major;
        *minor = scenario.gpus[call.gpu].cc_minor;
    }
    return leave(&call, result);
}

// ----------------------------------------------------------------------------------------------------------------- MIG

EXPORT nvmlReturn_t nvmlDeviceGetMigMode(nvmlDevice_t device, unsigned *current, unsigned *pending) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetMigMode, device);
    if (result == NVML_SUCCESS && (current == NULL || pending == NULL || call.mig != NONE)) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && scenario.gpus[call.gpu].mig_mode == NONE) result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS) {
        *current = (unsigned) scenario.gpus[call.gpu].mig_mode;
        *pending = (unsigned) scenario.gpus[call.gpu].mig_pending;
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetMaxMigDeviceCount(nvmlDevice_t device, unsigned *count) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetMaxMigDeviceCount, device);
    if (result == NVML_SUCCESS && (count == NULL || call.mig != NONE)) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) *count = scenario.gpus[call.gpu].mig_mode == 1 ? MAX_MIGS : 0;
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetMigDeviceHandleByIndex(nvmlDevice_t device, unsigned index, nvmlDevice_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetMigDeviceHandleByIndex, device);
    if (result == NVML_SUCCESS && (out == NULL || call.mig != NONE)) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && scenario.gpus[call.gpu].mig_mode == NONE) result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS) {
        bool found = index < MAX_MIGS && scenario.gpus[call.gpu].migs[index].present;
        result = index >= MAX_MIGS ? NVML_ERROR_INVALID_ARGUMENT : found ? NVML_SUCCESS : NVML_ERROR_NOT_FOUND;
    }
    if (result == NVML_SUCCESS) *out = handle_of(call.gpu, (int) index);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetDeviceHandleFromMigDeviceHandle(nvmlDevice_t device, nvmlDevice_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetDeviceHandleFromMigDeviceHandle, device);
    if (result == NVML_SUCCESS && (out == NULL || call.mig == NONE)) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) *out = handle_of(call.gpu, NONE);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceIsMigDeviceHandle(nvmlDevice_t device, unsigned *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceIsMigDeviceHandle, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) *out = call.mig != NONE;
    return leave(&call, result);
}

static const struct mig *mig_of(const struct call *call) {
    return call->mig == NONE ? NULL : &scenario.gpus[call->gpu].migs[call->mig];
}

static nvmlReturn_t instance_id(enum function function, nvmlDevice_t device, unsigned *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, function, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && call.mig == NONE) result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS) *out = function == FN_nvmlDeviceGetGpuInstanceId ? mig_of(&call)->gi : mig_of(&call)->ci;
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetGpuInstanceId(nvmlDevice_t device, unsigned *out) {
    return instance_id(FN_nvmlDeviceGetGpuInstanceId, device, out);
}

EXPORT nvmlReturn_t nvmlDeviceGetComputeInstanceId(nvmlDevice_t device, unsigned *out) {
    return instance_id(FN_nvmlDeviceGetComputeInstanceId, device, out);
}

EXPORT nvmlReturn_t nvmlDeviceGetAttributes_v2(nvmlDevice_t device, nvmlDeviceAttributes_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetAttributes_v2, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && call.mig == NONE) result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS) {
        const struct mig *m = mig_of(&call);
        *out = (nvmlDeviceAttributes_t) {
            .multiprocessorCount = m->attributes[0], .sharedCopyEngineCount = m->attributes[1],
            .sharedDecoderCount = m->attributes[2], .sharedEncoderCount = m->attributes[3], .sharedJpegCount = m->attributes[4],
            .sharedOfaCount = m->attributes[5], .gpuInstanceSliceCount = m->attributes[6],
            .computeInstanceSliceCount = m->attributes[7], .memorySizeMB = m->memory >> 20,
        };
    }
    return leave(&call, result);
}
