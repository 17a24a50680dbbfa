// SPDX-License-Identifier: Apache-2.0
//
// Event sets: the Xid errors of the scenario, delivered once to every set that was registered before them.

#include "nvmlsim_driver.h"

#include <time.h>

enum { SETS = 8 };
static const uint64_t SET_MARK = 0x4e45ULL << 32; // a set is a number in a pointer's clothes
static const int64_t POLL_NS = 2000000;
static const int64_t NS_PER_MS = 1000000;

static struct {
    bool open;
    uint64_t mask[NVMLSIM_GPUS];
    uint64_t told; // bit n: event n of the scenario is no news for this set
} sets[SETS];

static int set_number(nvmlEventSet_t set) {
    uint64_t word = (uint64_t) (uintptr_t) set, number = word & 0xffffffff;
    return word >> 32 == SET_MARK >> 32 && number < SETS && sets[number].open ? (int) number : NONE;
}

EXPORT nvmlReturn_t nvmlEventSetCreate(nvmlEventSet_t *out) {
    struct call call;
    nvmlReturn_t result = enter(&call, FN_nvmlEventSetCreate);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    int number = 0;
    while (number < SETS && sets[number].open) number++;
    if (result == NVML_SUCCESS && number == SETS) result = NVML_ERROR_INSUFFICIENT_RESOURCES;
    if (result == NVML_SUCCESS) {
        sets[number].open = true;
        sets[number].told = 0;
        for (int i = 0; i < NVMLSIM_GPUS; i++) sets[number].mask[i] = 0;
        *out = (nvmlEventSet_t) (uintptr_t) (SET_MARK | (uint64_t) number);
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceRegisterEvents(nvmlDevice_t device, nvml_u64 mask, nvmlEventSet_t set) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceRegisterEvents, device);
    int number = set_number(set);
    if (result == NVML_SUCCESS && call.mig != NONE) result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS && number == NONE) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        sets[number].mask[call.gpu] |= mask;
        for (int i = 0; i < scenario.xid_count; i++) {
            const struct xid *x = &scenario.xids[i];
            if (x->gpu == call.gpu && x->at <= call.now) sets[number].told |= (uint64_t) 1 << i;
        }
    }
    return leave(&call, result);
}

static bool next_event(const struct call *call, int number, nvmlEventData_t *out) {
    int best = NONE;
    for (int i = 0; i < scenario.xid_count; i++) {
        const struct xid *x = &scenario.xids[i];
        bool wanted = (sets[number].mask[x->gpu] & nvmlEventTypeXidCriticalError) != 0 && (sets[number].told >> i & 1) == 0;
        if (wanted && x->at <= call->now && (best == NONE || x->at < scenario.xids[best].at)) best = i;
    }
    if (best == NONE) return false;
    sets[number].told |= (uint64_t) 1 << best;
    *out = (nvmlEventData_t) {
        .device = handle_of(scenario.xids[best].gpu, NONE), .eventType = nvmlEventTypeXidCriticalError,
        .eventData = scenario.xids[best].code, .gpuInstanceId = UINT32_MAX, .computeInstanceId = UINT32_MAX,
    };
    return true;
}

static int64_t monotonic_ns(void) {
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t) ts.tv_sec * 1000000000 + ts.tv_nsec;
}

// The time-out is real time, in virtual mode too: somebody else steps the clock meanwhile.
EXPORT nvmlReturn_t nvmlEventSetWait_v2(nvmlEventSet_t set, nvmlEventData_t *out, unsigned timeout_ms) {
    struct call call;
    int64_t end = monotonic_ns() + (int64_t) timeout_ms * NS_PER_MS;
    nvmlReturn_t result = enter(&call, FN_nvmlEventSetWait_v2);
    for (;;) {
        int number = set_number(set);
        if (result == NVML_SUCCESS && (out == NULL || number == NONE)) result = NVML_ERROR_INVALID_ARGUMENT;
        if (result != NVML_SUCCESS || next_event(&call, number, out)) break;
        int64_t left = end - monotonic_ns();
        if (left <= 0) {
            result = NVML_ERROR_TIMEOUT;
            break;
        }
        leave(&call, result);
        struct timespec nap = {.tv_nsec = left < POLL_NS ? left : POLL_NS};
        nanosleep(&nap, NULL);
        result = enter_again(&call);
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlEventSetFree(nvmlEventSet_t set) {
    struct call call;
    nvmlReturn_t result = enter(&call, FN_nvmlEventSetFree);
    int number = set_number(set);
    if (result == NVML_SUCCESS && number == NONE) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) sets[number].open = false;
    return leave(&call, result);
}
