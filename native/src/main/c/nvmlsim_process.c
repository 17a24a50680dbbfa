// SPDX-License-Identifier: Apache-2.0
//
// The calls about processes: who runs, what they use, and the memory of the GPU. Here are most of the things that real drivers
// do and their documentation does not say.

#include "nvmlsim_driver.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MAX_CHILDREN = 64, BUFFER_SIZE = 4096 };
static const unsigned IMPOSSIBLE_PID = 4194304; // one more than the largest that Linux gives
static const unsigned NO_INSTANCE = UINT32_MAX;

// ------------------------------------------------------------------------------------------------------ process numbers

// The layout of getdents64, which readdir would hide behind an allocation.
struct entry {
    uint64_t inode, offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static int read_children(const char *thread, unsigned *out, int count) {
    char path[64], text[BUFFER_SIZE], *rest = text;
    snprintf(path, sizeof path, "/proc/self/task/%.16s/children", thread);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return count;
    ssize_t size = read(fd, text, sizeof text - 1);
    close(fd);
    if (size <= 0) return count;
    text[size] = '\0';
    for (char *end; count < MAX_CHILDREN; rest = end) {
        unsigned long pid = strtoul(rest, &end, 10);
        if (end == rest) break;
        out[count++] = (unsigned) pid;
    }
    return count;
}

static int by_number(const void *a, const void *b) {
    unsigned x = *(const unsigned *) a, y = *(const unsigned *) b;
    return (x > y) - (x < y);
}

// The children of all threads of this process, in the order of their numbers.
static unsigned child_pid(int64_t nth) {
    _Alignas(struct entry) char buffer[BUFFER_SIZE];
    unsigned children[MAX_CHILDREN];
    int count = 0;
    int fd = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return 0;
    for (long size; (size = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0;) {
        for (long at = 0; at < size;) {
            const struct entry *e = (const struct entry *) (const void *) (buffer + at);
            if (e->name[0] != '.') count = read_children(e->name, children, count);
            at += e->length;
        }
    }
    close(fd);
    qsort(children, (size_t) count, sizeof children[0], by_number);
    return nth <= count ? children[nth - 1] : 0;
}

unsigned resolve_pid(const struct process *p) {
    switch (p->kind) {
        case PID_NUMBER: return (unsigned) p->number;
        case PID_SELF: return (unsigned) getpid();
        case PID_PARENT: return (unsigned) getppid();
        case PID_CHILD: return child_pid(p->number);
        case PID_SLOT: return slot_pid(p->number);
    }
    return 0;
}

// --------------------------------------------------------------------------------------------------- running processes

static nvmlProcessDetail_v1_t running[MAX_ROWS];

static unsigned collect_running(const struct call *call) {
    unsigned count = 0;
    const struct gpu *g = &scenario.gpus[call->gpu];
    for (int i = 0; i < scenario.process_count; i++) {
        const struct process *p = &scenario.processes[i];
        bool here = p->gpu == call->gpu && (call->mig == NONE || call->mig == p->mig);
        if (!here || !p->in_running || call->now < p->start || call->now >= p->stop) continue;
        unsigned pid = resolve_pid(p);
        for (int64_t k = 0; pid != 0 && k < p->repeat && count < MAX_ROWS; k++) {
            running[count++] = (nvmlProcessDetail_v1_t) {
                .pid = (unsigned) (pid + k + scenario.utilisation.running_offset),
                .usedGpuMemory = p->memory,
                .gpuInstanceId = p->mig == NONE ? NO_INSTANCE : g->migs[p->mig].gi,
                .computeInstanceId = p->mig == NONE ? NO_INSTANCE : g->migs[p->mig].ci,
                .usedGpuCcProtectedMemory = p->cc_memory,
            };
        }
    }
    return count;
}

// An entry of 16, 24 or 32 bytes: each is the beginning of the next larger. What lies between pid and memory stays untouched.
static void put_running(char *out, const nvmlProcessDetail_v1_t *row, size_t stride) {
    size_t memory = offsetof(nvmlProcessDetail_v1_t, usedGpuMemory);
    memcpy(out, &row->pid, sizeof row->pid);
    memcpy(out + memory, (const char *) row + memory, stride - memory);
}

static nvmlReturn_t fill_running(const struct call *call, unsigned *count, void *out, size_t stride) {
    if (count == NULL) return NVML_ERROR_INVALID_ARGUMENT;
    unsigned found = collect_running(call), given = *count, grow = (unsigned) scenario.utilisation.grow;
    if (found > given || (found > 0 && out == NULL)) {
        // Who asks with little room is told too small a number, as if processes had started by the next call.
        *count = found > given + grow ? found - grow : found;
        return NVML_ERROR_INSUFFICIENT_SIZE;
    }
    *count = found;
    for (unsigned i = 0; i < found; i++) put_running((char *) out + i * stride, &running[i], stride);
    return NVML_SUCCESS;
}

static nvmlReturn_t list_running(enum function function, nvmlDevice_t device, unsigned *count, void *out, size_t stride) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, function, device);
    if (result == NVML_SUCCESS) result = fill_running(&call, count, out, stride);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetComputeRunningProcesses(nvmlDevice_t device, unsigned *count, nvmlProcessInfo_v1_t *out) {
    return list_running(FN_nvmlDeviceGetComputeRunningProcesses, device, count, out, sizeof *out);
}

EXPORT nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v2(nvmlDevice_t device, unsigned *count, nvmlProcessInfo_v2_t *out) {
    return list_running(FN_nvmlDeviceGetComputeRunningProcesses_v2, device, count, out, sizeof *out);
}

// Drivers from 535.43 until 535.98 gave this name an entry of 32 bytes; one with 16 has been reported (nvitop 226).
EXPORT nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v3(nvmlDevice_t device, unsigned *count, nvmlProcessInfo_v2_t *out) {
    bool broken = DRIVER_NUMBER >= 535043 && DRIVER_NUMBER < 535098;
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetComputeRunningProcesses_v3, device);
    // The scenario is read anew by each first nvmlInit: it may be looked at under the lock alone.
    size_t stride = broken ? sizeof(nvmlProcessDetail_v1_t) : sizeof *out;
    if (result == NVML_SUCCESS && scenario.utilisation.v3_entry != 0) stride = (size_t) scenario.utilisation.v3_entry;
    if (result == NVML_SUCCESS) result = fill_running(&call, count, out, stride);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetRunningProcessDetailList(nvmlDevice_t device, nvmlProcessDetailList_v1_t *list) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetRunningProcessDetailList, device);
    if (result == NVML_SUCCESS && list == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && list->version != nvmlProcessDetailList_v1) result = NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    if (result == NVML_SUCCESS) {
        result = fill_running(&call, &list->numProcArrayEntries, list->procArray, sizeof *list->procArray);
    }
    return leave(&call, result);
}

// -------------------------------------------------------------------------------------------------- process utilisation

static nvmlProcessUtilizationInfo_v1_t used[MAX_ROWS];

static unsigned percent_of(double integral, int64_t window) { return (unsigned) (integral * 1e6 / (double) window + 0.5); }

// Utilisation of one process over the samples that are newer than `last`, as far as the driver keeps them. False: none.
static bool sample_process(const struct process *p, int64_t now, int64_t last, nvmlProcessUtilizationInfo_v1_t *out) {
    const struct utilisation *u = &scenario.utilisation;
    int64_t newest = floor_to(now - p->skew, u->period), from = newest - u->slots * u->period;
    if (last > from) from = last;
    if (from < 0) from = 0; // there are no samples of before
    int64_t begin = p->start > from ? p->start : from, end = p->stop < newest ? p->stop : newest;
    if (begin >= end) return false;
    double sm = process_integral(&scenario, p, p->sm, from, newest), mem = process_integral(&scenario, p, p->mem, from, newest);
    if (sm <= 0 && mem <= 0 && p->enc == 0 && p->dec == 0 && p->jpg == 0 && p->ofa == 0) return false;
    int64_t window = u->active_mean ? end - begin : newest - from;
    int64_t written = floor_to(end + u->period - 1, u->period); // the last sample that saw it
    *out = (nvmlProcessUtilizationInfo_v1_t) {
        .timeStamp = stamp(u->clock, written), .smUtil = percent_of(sm, window), .memUtil = percent_of(mem, window),
        .encUtil = (unsigned) p->enc, .decUtil = (unsigned) p->dec, .jpgUtil = (unsigned) p->jpg, .ofaUtil = (unsigned) p->ofa,
    };
    return true;
}

static unsigned add_nonsense(const struct call *call, nvml_u64 last, unsigned count) {
    const struct utilisation *u = &scenario.utilisation;
    nvmlProcessUtilizationInfo_v1_t model = used[0]; // a process that is in the running list, with a true timestamp
    uint64_t noise = mix((uint64_t) call->now ^ (uint64_t) call->gpu << 56);
    for (int64_t i = 0; i < u->garbage; i++) {
        noise = mix(noise);
        unsigned bits = (unsigned) noise;
        used[count++] = (nvmlProcessUtilizationInfo_v1_t) {
            .pid = bits, .timeStamp = mix(noise), .smUtil = bits | 0x80000000u, .memUtil = ~bits, .encUtil = bits >> 1, .decUtil = bits << 3,
        };
    }
    for (int64_t i = 0; i < u->over; i++) {
        used[count] = model;
        used[count++].smUtil = 101 + (unsigned) i;
    }
    for (int64_t i = 0; i < u->stale && last > 0; i++) {
        nvml_u64 age = (nvml_u64) (i * SECOND);
        used[count] = model;
        used[count].smUtil = 77;
        used[count++].timeStamp = last > age ? last - age : 1;
    }
    for (int64_t i = 0; i < u->dead; i++) {
        used[count] = model;
        used[count].smUtil = 33;
        used[count++].pid = IMPOSSIBLE_PID + (unsigned) i;
    }
    return count;
}

static unsigned collect_used(const struct call *call, nvml_u64 last) {
    unsigned count = 0;
    int64_t since = last == 0 ? INT64_MIN : unstamp(scenario.utilisation.clock, last);
    for (int i = 0; i < scenario.process_count; i++) {
        const struct process *p = &scenario.processes[i];
        nvmlProcessUtilizationInfo_v1_t row;
        if (p->gpu != call->gpu || !p->in_utilisation || !sample_process(p, call->now, since, &row)) continue;
        unsigned pid = resolve_pid(p);
        for (int64_t k = 0; pid != 0 && k < p->repeat && count < MAX_ROWS / 2; k++) {
            row.pid = (unsigned) (pid + k + scenario.utilisation.utilisation_offset);
            used[count++] = row;
        }
    }
    return count == 0 ? 0 : add_nonsense(call, last, count);
}

static nvmlReturn_t query_used(const struct call *call, nvml_u64 last, bool ask, unsigned *count) {
    const struct gpu *g = &scenario.gpus[call->gpu];
    if (count == NULL) return NVML_ERROR_INVALID_ARGUMENT;
    if (!g->process_utilisation || g->mig_mode == 1 || call->mig != NONE) return NVML_ERROR_NOT_SUPPORTED;
    if (ask) { // the size of the driver's buffer, whatever is in it
        *count = (unsigned) scenario.utilisation.size;
        return NVML_ERROR_INSUFFICIENT_SIZE;
    }
    unsigned found = collect_used(call, last), given = *count;
    *count = found;
    if (found == 0) return NVML_ERROR_NOT_FOUND;
    return found > given ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

EXPORT nvmlReturn_t nvmlDeviceGetProcessUtilization(
        nvmlDevice_t device, nvmlProcessUtilizationSample_t *out, unsigned *count, nvml_u64 last) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetProcessUtilization, device);
    if (result == NVML_SUCCESS) result = query_used(&call, last, out == NULL, count);
    for (unsigned i = 0; result == NVML_SUCCESS && i < *count; i++) {
        const nvmlProcessUtilizationInfo_v1_t *row = &used[i];
        out[i].pid = row->pid;
        out[i].timeStamp = row->timeStamp;
        out[i].smUtil = row->smUtil;
        out[i].memUtil = row->memUtil;
        out[i].encUtil = row->encUtil;
        out[i].decUtil = row->decUtil;
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetProcessesUtilizationInfo(nvmlDevice_t device, nvmlProcessesUtilizationInfo_v1_t *list) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetProcessesUtilizationInfo, device);
    if (result == NVML_SUCCESS && list == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && list->version != nvmlProcessesUtilizationInfo_v1) result = NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    if (result == NVML_SUCCESS) {
        result = query_used(&call, list->lastSeenTimeStamp, list->procUtilArray == NULL, &list->processSamplesCount);
    }
    if (result == NVML_SUCCESS) memcpy(list->procUtilArray, used, list->processSamplesCount * sizeof used[0]);
    return leave(&call, result);
}

// --------------------------------------------------------------------------------------------------------------- memory

static uint64_t memory_used(const struct call *call) {
    uint64_t sum = call->mig == NONE ? scenario.gpus[call->gpu].used : 0;
    for (unsigned i = collect_running(call); i-- > 0;) {
        if (running[i].usedGpuMemory != UINT64_MAX) sum += running[i].usedGpuMemory;
    }
    return sum;
}

static nvmlMemory_v2_t memory_of(const struct call *call) {
    const struct gpu *g = &scenario.gpus[call->gpu];
    nvmlMemory_v2_t m = {.version = nvmlMemory_v2, .total = g->memory, .reserved = g->reserved, .used = memory_used(call)};
    if (call->mig != NONE) {
        m.total = g->migs[call->mig].memory;
        m.reserved = 0;
    }
    uint64_t taken = m.reserved + m.used;
    m.free = taken < m.total ? m.total - taken : 0;
    return m;
}

EXPORT nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetMemoryInfo, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        nvmlMemory_v2_t m = memory_of(&call);
        *out = (nvmlMemory_t) {.total = m.total, .free = m.free, .used = m.used + m.reserved};
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetMemoryInfo_v2(nvmlDevice_t device, nvmlMemory_v2_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetMemoryInfo_v2, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && out->version != nvmlMemory_v2) result = NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    if (result == NVML_SUCCESS) *out = memory_of(&call);
    return leave(&call, result);
}
