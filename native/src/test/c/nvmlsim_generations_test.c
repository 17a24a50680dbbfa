// SPDX-License-Identifier: Apache-2.0
//
// Loads the libraries of all driver generations side by side, as no program but a test does, and looks at what tells them apart.
// Usage: nvmlsim_generations_test LIBRARY_FOLDER

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "nvmlsim_test.h"

enum { ROWS = 8, WIDEST = 32, POISON = 0xa5, GENERATIONS = 8 };

// Written down again rather than read from nvml-functions.csv: the table could be wrong as well.
static const struct generation {
    const char *folder, *version;
    size_t v2, v3, details; // bytes of an entry; 0: the call is missing
    bool info, memory_v2, mig, temperature, average;
} EXPECTED[GENERATIONS] = {
    {"r390", "390.157", 0, 0, 0, false, false, false, false, false},
    {"r418", "418.226", 0, 0, 0, false, false, false, false, false},
    {"r470", "470.256", 24, 0, 0, false, false, true, false, false},
    {"r525", "525.147", 24, 24, 0, false, true, true, false, true},
    {"r535.43", "535.43", 24, 32, 0, false, true, true, false, true},
    {"r535.98", "535.98", 24, 0, 0, false, true, true, false, true},
    {"r550", "550.144", 24, 24, 32, true, true, true, false, true},
    {"r610", "610.43", 24, 24, 32, true, true, true, true, true},
};

typedef nvmlReturn_t list_call(nvmlDevice_t device, unsigned *count, void *out);

static void *find(void *library, const char *name, bool expected, const char *folder) {
    void *symbol = dlsym(library, name);
    if ((symbol != NULL) != expected) fprintf(stderr, "%s in %s is %s\n", name, folder, expected ? "missing" : "there");
    CHECK((symbol != NULL) == expected);
    return symbol;
}

static size_t stride_of(list_call *call, nvmlDevice_t device) {
    static unsigned char bytes[ROWS * WIDEST];
    unsigned count = ROWS;
    memset(bytes, POISON, sizeof bytes);
    SAME(call(device, &count, bytes), NVML_SUCCESS);
    SAME(count, 3);
    size_t end = sizeof bytes;
    while (end > 0 && bytes[end - 1] == POISON) end--;
    return end / count;
}

static void check_running(void *library, const char *name, size_t expected, const char *folder, nvmlDevice_t device) {
    list_call *call;
    *(void **) &call = find(library, name, expected > 0, folder);
    if (call != NULL) SAME(stride_of(call, device), expected);
}

static void check_generation(void *library, const struct generation *e) {
    nvmlReturn_t (*init)(void);
    nvmlReturn_t (*version)(char *, unsigned);
    nvmlReturn_t (*by_index)(unsigned, nvmlDevice_t *);
    nvmlReturn_t (*usage)(nvmlDevice_t, unsigned *);
    nvmlReturn_t (*fields)(nvmlDevice_t, int, nvmlFieldValue_t *);
    char text[NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE];
    nvmlDevice_t device;
    unsigned mw;
    *(void **) &init = find(library, "nvmlInit_v2", true, e->folder);
    *(void **) &version = find(library, "nvmlSystemGetDriverVersion", true, e->folder);
    *(void **) &by_index = find(library, "nvmlDeviceGetHandleByIndex_v2", true, e->folder);
    *(void **) &usage = find(library, "nvmlDeviceGetPowerUsage", true, e->folder);
    *(void **) &fields = find(library, "nvmlDeviceGetFieldValues", true, e->folder);
    SAME(init(), NVML_SUCCESS);
    SAME(version(text, sizeof text), NVML_SUCCESS);
    CHECK(strcmp(text, e->version) == 0);
    SAME(by_index(0, &device), NVML_SUCCESS);
    check_running(library, "nvmlDeviceGetComputeRunningProcesses", 16, e->folder, device);
    check_running(library, "nvmlDeviceGetComputeRunningProcesses_v2", e->v2, e->folder, device);
    check_running(library, "nvmlDeviceGetComputeRunningProcesses_v3", e->v3, e->folder, device);
    find(library, "nvmlDeviceGetRunningProcessDetailList", e->details > 0, e->folder);
    find(library, "nvmlDeviceGetProcessesUtilizationInfo", e->info, e->folder);
    find(library, "nvmlDeviceGetMemoryInfo_v2", e->memory_v2, e->folder);
    find(library, "nvmlDeviceGetMigMode", e->mig, e->folder);
    find(library, "nvmlEventSetWait_v2", e->mig, e->folder);
    find(library, "nvmlDeviceGetTemperatureV", e->temperature, e->folder);
    find(library, "nvmlDeviceGetCudaComputeCapability", true, e->folder);
    find(library, "nvmlDeviceGetComputeRunningProcesses_v9", false, e->folder);
    find(library, "scenario_load", false, e->folder); // what is not NVML's stays inside

    // Before driver 530 the usage of a Hopper is what the sensor sees now, later the mean of a second: the power steps at 10 s.
    set_time(10.1);
    SAME(usage(device, &mw), NVML_SUCCESS);
    SAME(mw, strcmp(e->folder, "r535.43") < 0 ? 300000 : 120000);
    set_time(0);
    nvmlFieldValue_t average = {.fieldId = NVML_FI_DEV_POWER_AVERAGE, .nvmlReturn = NVML_ERROR_UNKNOWN};
    SAME(fields(device, 1, &average), e->average ? NVML_SUCCESS : NVML_ERROR_INVALID_ARGUMENT);
}

int main(int argc, char **argv) {
    static void *libraries[GENERATIONS];
    if (argc != 2) return 2;
    set_up();
    write_scenario("gpu preset=hopper\n power ramp from=100 to=300 at=10\n process 77 repeat=3 memory_mib=5 cc_memory_bytes=9\n");
    for (int i = 0; i < GENERATIONS; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s/libnvidia-ml.so.1", argv[1], EXPECTED[i].folder);
        libraries[i] = dlopen(path, RTLD_NOW | RTLD_GLOBAL); // GLOBAL: even so they must not meet
        if (libraries[i] == NULL) fprintf(stderr, "%s\n", dlerror());
        CHECK(libraries[i] != NULL);
    }
    for (int i = 0; i < GENERATIONS; i++) {
        for (int k = 0; k < i; k++) CHECK(libraries[i] != libraries[k]);
        if (libraries[i] != NULL) check_generation(libraries[i], &EXPECTED[i]);
    }
    tear_down();
    printf(failures() == 0 ? "nvmlsim generations: all good\n" : "nvmlsim generations: %d FAILED\n", failures());
    return failures() == 0 ? 0 : 1;
}
