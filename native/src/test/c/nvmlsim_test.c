// SPDX-License-Identifier: Apache-2.0
//
// Self test of the NVML simulator, linked with its objects as driver 550.144. Usage: nvmlsim_test SCENARIO_FOLDER
// Time is virtual, so nothing here depends on how fast the machine is.

#include "nvmlsim_test.h"

#include <dirent.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "nvmlsim.h"
#include "nvmlsim_driver.h"

enum { POISON = 0xa5, ROWS = 1200 };

static unsigned power(nvmlDevice_t device) {
    unsigned mw = 0xdeadbeef;
    SAME(nvmlDeviceGetPowerUsage(device, &mw), NVML_SUCCESS);
    return mw;
}

static uint64_t energy(nvmlDevice_t device) {
    nvml_u64 mj = 0xdeadbeef;
    SAME(nvmlDeviceGetTotalEnergyConsumption(device, &mj), NVML_SUCCESS);
    return mj;
}

static void nap_ms(long ms) {
    struct timespec ts = {.tv_nsec = ms * 1000000};
    nanosleep(&ts, NULL);
}

// --------------------------------------------------------------------------------------------------------------- model

// The closed forms against the definition of each shape, summed over small steps.
static double shape_value(int shape, double t) {
    double x;
    switch (shape) {
        case 0: return 40;
        case 1: return 100 + 30 * sin(2 * 3.14159265358979323846 * (t / 3 + 0.1));
        case 2: x = t / 2 + 0.3; return x - floor(x) < 0.25 ? 90 : 10;
        case 3: x = t / 4 + 0.6; return 5 + 75 * (x - floor(x));
        case 4: return t < 2 ? 20 : t < 6 ? 20 + 60 * (t - 2) / 4 : 80;
        default: return t < 3 ? 7 : 70;
    }
}

static void test_integrals(void) {
    use("gpu\n power const 40\n"
        "gpu\n power sine mean=100 amplitude=30 period_s=3 phase=0.1\n"
        "gpu\n power square low=10 high=90 period_s=2 duty=0.25 phase=0.3\n"
        "gpu\n power saw low=5 high=80 period_s=4 phase=0.6\n"
        "gpu\n power ramp from=20 to=80 at=2 over=4\n"
        "gpu\n power ramp from=7 to=70 at=3\n");
    static const double SPANS[][2] = {{0, 1}, {0.5, 9.25}, {-3.5, 2.75}, {5, 5}};
    for (unsigned shape = 0; shape < 6; shape++) {
        for (size_t i = 0; i < sizeof SPANS / sizeof SPANS[0]; i++) {
            enum { STEPS = 40000 };
            double from = SPANS[i][0], to = SPANS[i][1], sum = 0, step = (to - from) / STEPS;
            for (int k = 0; k < STEPS; k++) sum += shape_value((int) shape, from + (k + 0.5) * step) * step;
            NEAR(nvmlsim_truth_mj(shape, (int64_t) (from * 1e6), (int64_t) (to * 1e6)) / 1000, sum, 0.05);
        }
    }
    SAME(nvmlsim_truth_mj(6, 0, 1), -1);
}

static void test_sensor(void) {
    // 550: Hopper and Ampere show the last second, GA100 25 of each 100 ms, Volta 10 of each 20.
    use("gpu preset=hopper\n power ramp from=100 to=300 at=10\n"
        "gpu preset=ga100\n power ramp from=100 to=300 at=10\n"
        "gpu preset=volta\n power ramp from=100 to=300 at=10.005\n"
        "gpu preset=hopper\n sensor usage=instant gain=1.5 offset_w=-20 delay_ms=100 round_mw=100\n power const 99.9996\n"
        "gpu preset=hopper\n sensor noise_w=5 seed=7 usage=instant\n power const 200\n"
        "gpu preset=pascal\n sensor absent\n");
    set_time(10.5);
    SAME(power(gpu(0)), 200000);
    SAME(power(gpu(1)), 300000);
    set_time(10.01);
    SAME(power(gpu(1)), 100000);
    SAME(power(gpu(2)), 100000);
    set_time(10.02);
    SAME(power(gpu(2)), 300000);
    SAME(power(gpu(3)), 130000);
    double sum = 0, squares = 0;
    enum { SAMPLES = 2000 };
    for (int i = 0; i < SAMPLES; i++) {
        set_time(20 + i * 0.1);
        double w = power(gpu(4)) / 1000.0 - 200;
        sum += w;
        squares += w * w;
    }
    NEAR(sum / SAMPLES, 0, 0.5);
    NEAR(sqrt(squares / SAMPLES), 5, 0.5);
    set_time(30);
    unsigned before = power(gpu(4)), mw = 0xdeadbeef;
    set_time(30.099);
    SAME(power(gpu(4)), before);
    SAME(nvmlDeviceGetPowerUsage(gpu(5), &mw), NVML_ERROR_NOT_SUPPORTED);
    SAME(mw, 0xdeadbeef);
}

static void test_energy(void) {
    use("gpu preset=volta\n power sine mean=100 amplitude=50 period_s=3\n energy start_mj=5000\n"
        "fault energy-freeze gpu=0 at=10 for=5\n fault energy-step gpu=0 at=20 value=-100000\n fault energy-reset gpu=0 at=30\n"
        "gpu preset=pascal\n power const 1\n");
    nvmlDevice_t g = gpu(0);
    for (int i = 0; i < 300; i++) {
        double t = i * 0.033;
        set_time(t);
        int64_t slot = floor_to((int64_t) llround(t * 1e6), 20000);
        NEAR(energy(g), 5000 + nvmlsim_truth_mj(0, 0, slot), 1);
    }
    set_time(10);
    uint64_t frozen = energy(g);
    set_time(14.9);
    SAME(energy(g), frozen);
    set_time(15);
    NEAR(energy(g), 5000 + nvmlsim_truth_mj(0, 0, 15000000), 1);
    set_time(20);
    NEAR(energy(g), 5000 - 100000 + nvmlsim_truth_mj(0, 0, 20000000), 1);
    set_time(30);
    SAME(energy(g), 0);
    set_time(31);
    NEAR(energy(g), nvmlsim_truth_mj(0, 30000000, 31000000), 1);
    nvml_u64 mj = 77;
    SAME(nvmlDeviceGetTotalEnergyConsumption(gpu(1), &mj), NVML_ERROR_NOT_SUPPORTED);
    SAME(mj, 77);
}

// ----------------------------------------------------------------------------------------------------------- processes

static nvmlProcessUtilizationSample_t samples[ROWS];

static nvmlReturn_t utilisation(nvmlDevice_t device, nvml_u64 last, unsigned *count) {
    *count = ROWS;
    return nvmlDeviceGetProcessUtilization(device, samples, count, last);
}

static void test_utilisation(void) {
    use("utilisation period_ms=500\n"
        "gpu\n process 11\n sm sine mean=50 amplitude=40 period_s=7\n mem const 10\n"
        " process 12 start=4 stop=6\n sm const 30\n"
        "gpu\n");
    nvmlDevice_t g = gpu(0);
    unsigned count;
    SAME(utilisation(g, 0, &count), NVML_ERROR_NOT_FOUND);
    SAME(utilisation(gpu(1), 0, &count), NVML_ERROR_NOT_FOUND);
    count = 0;
    SAME(nvmlDeviceGetProcessUtilization(g, NULL, &count, 0), NVML_ERROR_INSUFFICIENT_SIZE);
    SAME(count, 100);
    // Asked each second with the newest timestamp, the percentages add up to the closed form but for their rounding.
    nvml_u64 last = 0;
    double sm_seconds[2] = {0};
    for (int i = 1; i <= 40; i++) {
        set_time(i + 0.2);
        SAME(utilisation(g, last, &count), NVML_SUCCESS);
        for (unsigned k = 0; k < count; k++) {
            CHECK(samples[k].timeStamp > last);
            sm_seconds[samples[k].pid - 11] += samples[k].smUtil / 100.0;
        }
        for (unsigned k = 0; k < count; k++) {
            if (samples[k].pid == 11) last = samples[k].timeStamp;
        }
        SAME(last, 1700000000000000 + i * 1000000LL);
    }
    NEAR(sm_seconds[0], nvmlsim_sm_seconds(0, 11, 0, 40000000), 40 * 0.005);
    NEAR(sm_seconds[1], nvmlsim_sm_seconds(0, 12, 0, 40000000), 0.02);
    NEAR(nvmlsim_sm_seconds(0, 12, 0, 40000000), 0.6, 1e-9);
    SAME(utilisation(g, last, &count), NVML_ERROR_NOT_FOUND);
    // Without a timestamp the answer is the mean over all that the driver keeps: 100 samples.
    SAME(utilisation(g, 0, &count), NVML_SUCCESS);
    SAME(count, 2);
    SAME(samples[1].pid, 12);
    SAME(samples[1].timeStamp, 1700000000000000 + 6 * 1000000LL);
    set_time(1000);
    SAME(utilisation(g, 0, &count), NVML_SUCCESS);
    SAME(count, 1);
    nvmlUtilization_t rates;
    set_time(5.1);
    SAME(nvmlDeviceGetUtilizationRates(g, &rates), NVML_SUCCESS);
    NEAR(rates.gpu, (nvmlsim_sm_seconds(0, 11, 4500000, 5000000) + nvmlsim_sm_seconds(0, 12, 4500000, 5000000)) * 200, 0.51);
    SAME(rates.memory, 10);
    nvmlProcessUtilizationInfo_v1_t info[4];
    nvmlProcessesUtilizationInfo_v1_t list = {.version = nvmlProcessesUtilizationInfo_v1, .processSamplesCount = 1, .procUtilArray = info};
    SAME(nvmlDeviceGetProcessesUtilizationInfo(g, &list), NVML_ERROR_INSUFFICIENT_SIZE);
    SAME(list.processSamplesCount, 2);
    SAME(nvmlDeviceGetProcessesUtilizationInfo(g, &list), NVML_SUCCESS);
    SAME(info[0].pid, 11);
    list.version++;
    SAME(nvmlDeviceGetProcessesUtilizationInfo(g, &list), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
}

static void test_nonsense(void) {
    use("utilisation garbage=3 over=2 stale=2 dead=2 utilisation_offset=1000 clock=monotonic\n"
        "gpu\n process 11\n sm const 50\n process self list=running memory_mib=na\n");
    unsigned count, over = 0, dead = 0, stale = 0, wild = 0;
    set_time(2);
    SAME(utilisation(gpu(0), 0, &count), NVML_SUCCESS);
    SAME(samples[0].pid, 1011);
    nvml_u64 last = samples[0].timeStamp;
    CHECK(last < 1600000000000000);
    set_time(5);
    SAME(utilisation(gpu(0), last, &count), NVML_SUCCESS);
    SAME(count, 10);
    for (unsigned i = 1; i < count; i++) {
        over += samples[i].smUtil > 100 && samples[i].smUtil < 1000;
        wild += samples[i].smUtil > 1000;
        dead += samples[i].pid >= 4194304 && samples[i].smUtil <= 100;
        stale += samples[i].timeStamp <= last && samples[i].smUtil == 77;
    }
    SAME(over, 2);
    SAME(wild, 3);
    SAME(dead, 2);
    SAME(stale, 2);
    nvmlProcessInfo_v2_t rows[4];
    count = 4;
    SAME(nvmlDeviceGetComputeRunningProcesses_v3(gpu(0), &count, rows), NVML_SUCCESS);
    SAME(count, 2);
    SAME(rows[0].pid, 11);
    SAME(rows[1].pid, getpid());
    CHECK(rows[1].usedGpuMemory == UINT64_MAX);
    SAME(rows[1].gpuInstanceId, UINT32_MAX);
}

static bool untouched(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != POISON) return false;
    }
    return true;
}

static void test_running(void) {
    use("utilisation grow=2\ngpu\n process 100 repeat=6 memory_mib=3\n process 300 start=5\n process slot:2\n");
    static unsigned char bytes[8 * 32];
    nvmlDevice_t g = gpu(0);
    unsigned count = 0;
    SAME(nvmlDeviceGetComputeRunningProcesses_v2(g, &count, NULL), NVML_ERROR_INSUFFICIENT_SIZE);
    SAME(count, 4);
    memset(bytes, POISON, sizeof bytes);
    SAME(nvmlDeviceGetComputeRunningProcesses_v2(g, &count, (void *) bytes), NVML_ERROR_INSUFFICIENT_SIZE);
    SAME(count, 6);
    CHECK(untouched(bytes, sizeof bytes));
    SAME(nvmlDeviceGetComputeRunningProcesses_v2(g, &count, (void *) bytes), NVML_SUCCESS);
    CHECK(untouched(bytes + 6 * 24, sizeof bytes - 6 * 24));
    CHECK(!untouched(bytes + 6 * 24 - 4, 4));
    SAME(((nvmlProcessInfo_v2_t *) (void *) bytes)[5].pid, 105);
    memset(bytes, POISON, sizeof bytes);
    count = 8;
    SAME(nvmlDeviceGetComputeRunningProcesses(g, &count, (void *) bytes), NVML_SUCCESS);
    CHECK(untouched(bytes + 6 * 16, sizeof bytes - 6 * 16));
    SAME(((nvmlProcessInfo_v1_t *) (void *) bytes)[5].usedGpuMemory, 3 << 20);
    memset(bytes, POISON, sizeof bytes);
    nvmlProcessDetailList_v1_t list = {
        .version = nvmlProcessDetailList_v1, .numProcArrayEntries = 8, .procArray = (void *) bytes,
    };
    SAME(nvmlDeviceGetRunningProcessDetailList(g, &list), NVML_SUCCESS);
    CHECK(untouched(bytes + 6 * 32, sizeof bytes - 6 * 32));
    SAME(list.procArray[5].pid, 105);
    set_time(5);
    ctl->pids[2] = 4711;
    count = 8;
    SAME(nvmlDeviceGetComputeRunningProcesses_v2(g, &count, (void *) bytes), NVML_SUCCESS);
    SAME(count, 8);
    SAME(((nvmlProcessInfo_v2_t *) (void *) bytes)[7].pid, 4711);
    nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};
    SAME(nvmlDeviceGetMemoryInfo_v2(g, &memory), NVML_SUCCESS);
    SAME(memory.used, 18 << 20);
    SAME(memory.total, memory.used + memory.free + memory.reserved);
    memory.version = 2;
    SAME(nvmlDeviceGetMemoryInfo_v2(g, &memory), NVML_ERROR_ARGUMENT_VERSION_MISMATCH);
}

static void test_children(void) {
    use("gpu\n process child:1\n process child:2\n process parent\n");
    int ends[2];
    unsigned count = 4;
    nvmlProcessInfo_v2_t rows[4];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) { // ends when its parent closes the pipe
        char byte;
        close(ends[1]);
        _exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
    }
    close(ends[0]);
    SAME(nvmlDeviceGetComputeRunningProcesses_v2(gpu(0), &count, rows), NVML_SUCCESS);
    if (count == 1) puts("note: this kernel shows no children, child:N is not checked");
    else SAME(rows[0].pid, child);
    SAME(rows[count - 1].pid, getppid());
    close(ends[1]);
    waitpid(child, NULL, 0);
}

// ----------------------------------------------------------------------------------------------------- fields and faults

static void test_fields(void) {
    use("gpu preset=hopper limit_w=700 min_w=100 max_w=650.5\n power const 123.456\n"
        "gpu preset=ga100\n power const 10\n");
    nvmlFieldValue_t f[5];
    memset(f, POISON, sizeof f);
    static const unsigned IDS[] = {83, 185, 186, 188, 4242};
    for (int i = 0; i < 5; i++) {
        f[i].fieldId = IDS[i];
        f[i].scopeId = 0;
    }
    set_time(2);
    SAME(nvmlDeviceGetFieldValues(gpu(0), 5, f), NVML_SUCCESS);
    SAME(f[0].nvmlReturn, 0);
    SAME(f[0].valueType, NVML_VALUE_TYPE_UNSIGNED_LONG_LONG);
    SAME(f[0].value.ullVal, 246912);
    for (int i = 1; i < 3; i++) {
        SAME(f[i].nvmlReturn, 0);
        SAME(f[i].valueType, NVML_VALUE_TYPE_UNSIGNED_INT);
        SAME(f[i].value.uiVal, 123456);
    }
    SAME(f[3].value.uiVal, 650500);
    SAME(f[4].nvmlReturn, NVML_ERROR_INVALID_ARGUMENT);
    f[0].scopeId = 2;
    SAME(nvmlDeviceGetFieldValues(gpu(0), 1, f), NVML_ERROR_NOT_SUPPORTED);
    SAME(nvmlDeviceGetFieldValues(gpu(1), 1, &f[1]), NVML_ERROR_NOT_SUPPORTED);
    SAME(nvmlDeviceGetFieldValues(gpu(1), 2, &f[1]), NVML_SUCCESS);
    SAME(f[2].value.uiVal, 10000);
    struct nvmlsim_fault fault = fault_of(NVMLSIM_FIELD_UNTOUCHED, "nvmlDeviceGetFieldValues", 0);
    fault.value = 186;
    set_fault(0, fault);
    memset(&f[2].timestamp, POISON, sizeof f[2] - offsetof(nvmlFieldValue_t, timestamp));
    SAME(nvmlDeviceGetFieldValues(gpu(0), 2, &f[1]), NVML_SUCCESS);
    CHECK(untouched((unsigned char *) &f[2].timestamp, sizeof f[2] - offsetof(nvmlFieldValue_t, timestamp)));
    fault = fault_of(NVMLSIM_FIELD_TYPE, "nvmlDeviceGetFieldValues", NVML_VALUE_TYPE_DOUBLE);
    set_fault(0, fault);
    SAME(nvmlDeviceGetFieldValues(gpu(0), 1, &f[2]), NVML_SUCCESS);
    SAME(f[2].valueType, NVML_VALUE_TYPE_DOUBLE);
    SAME(f[2].value.dVal, 123456);
    fault = fault_of(NVMLSIM_FIELD_RETURN, "nvmlDeviceGetFieldValues", NVML_ERROR_NO_DATA);
    fault.value = 185;
    set_fault(0, fault);
    SAME(nvmlDeviceGetFieldValues(gpu(0), 2, &f[1]), NVML_SUCCESS);
    SAME(f[1].nvmlReturn, NVML_ERROR_NO_DATA);
    SAME(f[2].nvmlReturn, NVML_SUCCESS);
}

static void test_faults(void) {
    unsigned mw;
    use("gpu\n power const 100\ngpu\n power const 50\n"
        "fault return call=nvmlDeviceGetPowerUsage gpu=0 nth=2 times=2 code=3\n"
        "fault value call=nvmlDeviceGetPowerUsage gpu=1 nth=2 value=0\n"
        "fault lost gpu=0 at=10 for=5\n");
    nvmlDevice_t a = gpu(0), b = gpu(1);
    static const nvmlReturn_t EXPECTED[] = {0, 3, 3, 0, 0};
    for (int i = 0; i < 5; i++) SAME(nvmlDeviceGetPowerUsage(a, &mw), EXPECTED[i]);
    SAME(power(b), 50000);
    SAME(power(b), 0);
    SAME(power(b), 50000);
    set_time(10);
    SAME(nvmlDeviceGetPowerUsage(a, &mw), NVML_ERROR_GPU_IS_LOST);
    SAME(nvmlDeviceGetHandleByIndex_v2(0, &a), NVML_ERROR_GPU_IS_LOST);
    SAME(nvmlDeviceGetCount_v2(&mw), NVML_SUCCESS);
    SAME(mw, 2);
    SAME(power(b), 50000);
    set_time(15);
    SAME(power(a), 100000);
    struct nvmlsim_fault fault = fault_of(NVMLSIM_RETURN, "nvmlDeviceGetPowerUsage", 999);
    fault.gpus = 2;
    fault.first = 3;
    fault.count = 1;
    set_fault(5, fault);
    static const nvmlReturn_t LATER[] = {0, 0, 999, 0};
    for (int i = 0; i < 4; i++) SAME(nvmlDeviceGetPowerUsage(b, &mw), LATER[i]);
    SAME(power(a), 100000);
    SAME(ctl->hits[5], 4);
    SAME(ctl->calls[1][function_number("nvmlDeviceGetPowerUsage")], 8);
    SAME(ctl->calls[NVMLSIM_NO_GPU][function_number("nvmlDeviceGetCount_v2")], 1);
    ctl->overrides[0] = (struct nvmlsim_override) {1, 77};
    clear_fault(5);
    SAME(power(a), 77);
}

static void test_reload(void) {
    unsigned mw;
    use("gpu\n power const 100\n energy start_mj=12345\n");
    nvmlDevice_t old = gpu(0);
    struct nvmlsim_fault fault = fault_of(NVMLSIM_RELOAD, NULL, 0);
    fault.from_us = 4 * SECOND;
    fault.to_us = 6 * SECOND;
    set_fault(0, fault);
    set_time(3);
    SAME(energy(old), 312345);
    set_time(5);
    SAME(nvmlDeviceGetPowerUsage(old, &mw), NVML_ERROR_UNINITIALIZED);
    SAME(nvmlDeviceGetCount_v2(&mw), NVML_ERROR_UNINITIALIZED);
    SAME(nvmlInit_v2(), NVML_ERROR_DRIVER_NOT_LOADED);
    set_time(7);
    SAME(nvmlDeviceGetCount_v2(&mw), NVML_ERROR_UNINITIALIZED);
    SAME(nvmlInit_v2(), NVML_SUCCESS);
    SAME(nvmlDeviceGetPowerUsage(old, &mw), NVML_ERROR_INVALID_ARGUMENT);
    SAME(energy(gpu(0)), 300000);
    SAME(nvmlShutdown(), NVML_SUCCESS);
    SAME(nvmlShutdown(), NVML_SUCCESS);
    SAME(nvmlShutdown(), NVML_SUCCESS);
    SAME(nvmlDeviceGetCount_v2(&mw), NVML_ERROR_UNINITIALIZED);
}

static void test_init(void) {
    char text[96];
    write_scenario("driver 1.2.3\ngpu\n power const 1\n fault return call=nvmlInit* code=18 nth=1 times=2\n"
        "gpu name=second access=4\norder init=2 gpus=1,0\n");
    while (nvmlDeviceGetCount_v2(&(unsigned) {0}) == NVML_SUCCESS) nvmlShutdown();
    SAME(nvmlInit_v2(), NVML_ERROR_LIB_RM_VERSION_MISMATCH);
    SAME(nvmlInitWithFlags(1), NVML_ERROR_LIB_RM_VERSION_MISMATCH);
    SAME(nvmlInit_v2(), NVML_SUCCESS);
    nvmlDevice_t g;
    SAME(nvmlSystemGetDriverVersion(text, sizeof text), NVML_SUCCESS);
    CHECK(strcmp(text, "1.2.3") == 0);
    SAME(nvmlSystemGetDriverVersion(text, 5), NVML_ERROR_INSUFFICIENT_SIZE);
    unsigned count;
    SAME(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
    SAME(count, 2);
    SAME(nvmlDeviceGetHandleByIndex_v2(2, &g), NVML_ERROR_INVALID_ARGUMENT);
    SAME(nvmlDeviceGetHandleByUUID("GPU-none", &g), NVML_ERROR_NOT_FOUND);
    SAME(nvmlDeviceGetHandleByUUID("GPU-51d00000-0000-4000-8000-000000000001", &g), NVML_ERROR_NO_PERMISSION);
    SAME(nvmlDeviceGetHandleByPciBusId_v2("0000:10:00.0", &g), NVML_SUCCESS);
    SAME(nvmlDeviceGetName(g, text, sizeof text), NVML_SUCCESS);
    CHECK(strcmp(text, "Simulated hopper GPU") == 0);
    int major, minor;
    SAME(nvmlDeviceGetCudaComputeCapability(g, &major, &minor), NVML_SUCCESS);
    SAME(major * 10 + minor, 90);
    SAME(nvmlShutdown(), NVML_SUCCESS);
    // The scenario is read again and the faults that were used up stay so.
    SAME(nvmlInit_v2(), NVML_SUCCESS);
    SAME(nvmlShutdown(), NVML_SUCCESS);
    write_scenario("gpu nonsense\n");
    fputs("expected: ", stderr); // what the library says to the user
    SAME(nvmlInit_v2(), NVML_ERROR_UNKNOWN);
    CHECK(strcmp(nvmlErrorString((nvmlReturn_t) 7), "Insufficient Size") == 0);
    CHECK(strcmp(nvmlErrorString((nvmlReturn_t) 12345), "Unknown Error") == 0);
}

static void test_order(void) {
    // Inits are counted from the first of the process, so "from a later one on" cannot be a fixed number here.
    use("gpu uuid=GPU-a\ngpu uuid=GPU-b\norder init=1000000 gpus=1,0\n");
    char text[96];
    SAME(nvmlDeviceGetUUID(gpu(0), text, sizeof text), NVML_SUCCESS);
    CHECK(strcmp(text, "GPU-a") == 0);
    use("gpu uuid=GPU-a\ngpu uuid=GPU-b\ngpu uuid=GPU-c\norder init=2 gpus=2,0\n");
    SAME(nvmlDeviceGetUUID(gpu(0), text, sizeof text), NVML_SUCCESS);
    CHECK(strcmp(text, "GPU-c") == 0);
    unsigned count;
    SAME(nvmlDeviceGetCount_v2(&count), NVML_SUCCESS);
    SAME(count, 2);
}

static void test_mig(const char *folder) {
    char path[4096], text[96];
    unsigned value, pending, count = 8;
    snprintf(path, sizeof path, "%s/a100-mig.txt", folder);
    use_file(path);
    nvmlDevice_t parent = gpu(0), m, back;
    set_time(5);
    SAME(nvmlDeviceGetMigMode(parent, &value, &pending), NVML_SUCCESS);
    SAME(value, 1);
    SAME(nvmlDeviceGetMigMode(gpu(1), &value, &pending), NVML_SUCCESS);
    SAME(value, 0);
    SAME(nvmlDeviceGetMaxMigDeviceCount(parent, &value), NVML_SUCCESS);
    SAME(value, 7);
    SAME(nvmlDeviceGetMigDeviceHandleByIndex(parent, 1, &m), NVML_ERROR_NOT_FOUND);
    SAME(nvmlDeviceGetMigDeviceHandleByIndex(parent, 2, &m), NVML_SUCCESS);
    SAME(nvmlDeviceIsMigDeviceHandle(m, &value), NVML_SUCCESS);
    SAME(value, 1);
    SAME(nvmlDeviceIsMigDeviceHandle(parent, &value), NVML_SUCCESS);
    SAME(value, 0);
    SAME(nvmlDeviceGetDeviceHandleFromMigDeviceHandle(m, &back), NVML_SUCCESS);
    CHECK(back == parent);
    SAME(nvmlDeviceGetGpuInstanceId(m, &value), NVML_SUCCESS);
    SAME(value, 5);
    SAME(nvmlDeviceGetComputeInstanceId(m, &value), NVML_SUCCESS);
    SAME(value, 0);
    SAME(nvmlDeviceGetGpuInstanceId(parent, &value), NVML_ERROR_NOT_SUPPORTED);
    SAME(nvmlDeviceGetUUID(m, text, sizeof text), NVML_SUCCESS);
    CHECK(strncmp(text, "MIG-", 4) == 0);
    SAME(nvmlDeviceGetHandleByUUID(text, &back), NVML_SUCCESS);
    CHECK(back == m);
    nvmlDeviceAttributes_t attributes;
    SAME(nvmlDeviceGetAttributes_v2(m, &attributes), NVML_SUCCESS);
    SAME(attributes.gpuInstanceSliceCount, 2);
    SAME(attributes.memorySizeMB, 9856);
    SAME(nvmlDeviceGetPowerUsage(m, &value), NVML_ERROR_NOT_SUPPORTED);
    CHECK(power(parent) > 0);
    nvmlUtilization_t rates;
    SAME(nvmlDeviceGetUtilizationRates(parent, &rates), NVML_ERROR_NOT_SUPPORTED);
    SAME(utilisation(parent, 0, &count), NVML_ERROR_NOT_SUPPORTED);
    SAME(utilisation(m, 0, &count), NVML_ERROR_NOT_SUPPORTED);
    nvmlProcessInfo_v2_t rows[8];
    count = 8;
    SAME(nvmlDeviceGetComputeRunningProcesses_v3(parent, &count, rows), NVML_SUCCESS);
    SAME(count, 2);
    SAME(rows[1].gpuInstanceId, 5);
    count = 8;
    SAME(nvmlDeviceGetComputeRunningProcesses_v3(m, &count, rows), NVML_SUCCESS);
    SAME(count, 1);
    SAME(rows[0].pid, 3100001);
    nvmlMemory_t memory;
    SAME(nvmlDeviceGetMemoryInfo(m, &memory), NVML_SUCCESS);
    SAME(memory.total, 9856LL << 20);
    SAME(memory.used, 8000LL << 20);
}

static void test_samples(void) {
    use("gpu preset=volta\n power ramp from=0 to=100 at=0 over=100\n process 5\n sm const 33\n");
    nvmlValueType_t type;
    unsigned count = 0;
    static nvmlSample_t out[200];
    set_time(50);
    SAME(nvmlDeviceGetSamples(gpu(0), NVML_TOTAL_POWER_SAMPLES, 0, &type, &count, NULL), NVML_SUCCESS);
    SAME(count, 120);
    count = 200;
    SAME(nvmlDeviceGetSamples(gpu(0), NVML_TOTAL_POWER_SAMPLES, 0, &type, &count, out), NVML_SUCCESS);
    SAME(count, 120);
    SAME(type, NVML_VALUE_TYPE_UNSIGNED_INT);
    SAME(out[119].timeStamp, 1700000000000000 + 50 * 1000000LL);
    NEAR(out[119].sampleValue.uiVal, 49995, 1);
    NEAR(out[118].sampleValue.uiVal, 49975, 1);
    nvml_u64 last = out[117].timeStamp;
    SAME(nvmlDeviceGetSamples(gpu(0), NVML_TOTAL_POWER_SAMPLES, last, &type, &count, out), NVML_SUCCESS);
    SAME(count, 2);
    last = out[1].timeStamp;
    SAME(nvmlDeviceGetSamples(gpu(0), NVML_TOTAL_POWER_SAMPLES, last, &type, &count, out), NVML_ERROR_NOT_FOUND);
    count = 200;
    SAME(nvmlDeviceGetSamples(gpu(0), NVML_GPU_UTILIZATION_SAMPLES, 0, &type, &count, out), NVML_SUCCESS);
    SAME(out[count - 1].sampleValue.uiVal, 33);
}

static void test_events(void) {
    use("gpu\n xid at=5 code=31\n xid at=9 code=79\ngpu\n xid at=6 code=48\n");
    nvmlEventSet_t set;
    nvmlEventData_t event;
    SAME(nvmlEventSetCreate(&set), NVML_SUCCESS);
    set_time(5);
    SAME(nvmlDeviceRegisterEvents(gpu(0), nvmlEventTypeXidCriticalError, set), NVML_SUCCESS);
    SAME(nvmlDeviceRegisterEvents(gpu(1), nvmlEventTypeXidCriticalError, set), NVML_SUCCESS);
    SAME(nvmlEventSetWait_v2(set, &event, 0), NVML_ERROR_TIMEOUT);
    set_time(10);
    SAME(nvmlEventSetWait_v2(set, &event, 1000), NVML_SUCCESS);
    SAME(event.eventData, 48);
    CHECK(event.device == gpu(1));
    SAME(nvmlEventSetWait_v2(set, &event, 1000), NVML_SUCCESS);
    SAME(event.eventData, 79);
    SAME(nvmlEventSetWait_v2(set, &event, 3), NVML_ERROR_TIMEOUT);
    SAME(nvmlEventSetFree(set), NVML_SUCCESS);
    SAME(nvmlEventSetWait_v2(set, &event, 0), NVML_ERROR_INVALID_ARGUMENT);
}

// ------------------------------------------------------------------------------------------------------------- sentinel

static void test_sentinel(const char *folder) {
    char path[4096], text[96];
    snprintf(path, sizeof path, "%s/sentinel.txt", folder);
    use_file(path);
    set_time(10);
    nvmlDevice_t g = gpu(0), m;
    nvmlPciInfo_t pci;
    SAME(nvmlDeviceGetPciInfo_v3(g, &pci), NVML_SUCCESS);
    CHECK(strcmp(pci.busIdLegacy, "5678:21:0E.0") == 0 && strcmp(pci.busId, "12345678:21:0E.0") == 0);
    CHECK(pci.domain == 0x12345678 && pci.bus == 0x21 && pci.device == 0xe);
    CHECK(pci.pciDeviceId == 0x23301234 && pci.pciSubSystemId == 0x16c15678);
    SAME(nvmlDeviceGetName(g, text, sizeof text), NVML_SUCCESS);
    CHECK(strcmp(text, "Sentinel 0x11") == 0);
    nvmlMemory_v2_t memory = {.version = nvmlMemory_v2};
    SAME(nvmlDeviceGetMemoryInfo_v2(g, &memory), NVML_SUCCESS);
    CHECK(memory.total == 0x1122334455667788 && memory.reserved == 0x112233445566);
    CHECK(memory.used == 0x010203040506 + 0x0a0b0c0d0e + 0x0f0e0d0c0b);
    static nvmlProcessDetail_v1_t rows[4];
    nvmlProcessDetailList_v1_t list = {.version = nvmlProcessDetailList_v1, .numProcArrayEntries = 4, .procArray = rows};
    SAME(nvmlDeviceGetRunningProcessDetailList(g, &list), NVML_SUCCESS);
    SAME(list.numProcArrayEntries, 2);
    CHECK(rows[1].pid == 2222222 && rows[1].usedGpuMemory == 0x0f0e0d0c0b && rows[1].usedGpuCcProtectedMemory == 0x0504030201);
    static nvmlProcessUtilizationInfo_v1_t used[4];
    nvmlProcessesUtilizationInfo_v1_t info = {.version = nvmlProcessesUtilizationInfo_v1, .processSamplesCount = 4, .procUtilArray = used};
    SAME(nvmlDeviceGetProcessesUtilizationInfo(g, &info), NVML_SUCCESS);
    CHECK(used[0].smUtil == 17 && used[0].memUtil == 34 && used[0].encUtil == 51 && used[0].decUtil == 68);
    CHECK(used[0].jpgUtil == 85 && used[0].ofaUtil == 99);
    unsigned count;
    SAME(utilisation(g, 0, &count), NVML_SUCCESS);
    CHECK(samples[1].smUtil == 18 && samples[1].memUtil == 35 && samples[1].encUtil == 52 && samples[1].decUtil == 69);
    SAME(power(g), 305305);
    CHECK(energy(g) == 0x223344556677 + 3053050);
    unsigned mw;
    SAME(nvmlDeviceGetEnforcedPowerLimit(g, &mw), NVML_SUCCESS);
    SAME(mw, 602602);
    SAME(nvmlDeviceGetPowerManagementLimit(g, &mw), NVML_SUCCESS);
    SAME(mw, 701701);
    nvmlUtilization_t rates;
    SAME(nvmlDeviceGetUtilizationRates(g, &rates), NVML_SUCCESS);
    CHECK(rates.gpu == 91 && rates.memory == 19);
    SAME(nvmlDeviceGetTemperature(g, NVML_TEMPERATURE_GPU, &mw), NVML_SUCCESS);
    SAME(mw, 73);
    SAME(nvmlDeviceGetMigDeviceHandleByIndex(gpu(1), 3, &m), NVML_SUCCESS);
    nvmlDeviceAttributes_t a;
    SAME(nvmlDeviceGetAttributes_v2(m, &a), NVML_SUCCESS);
    CHECK(a.multiprocessorCount == 61 && a.sharedCopyEngineCount == 62 && a.sharedDecoderCount == 63 && a.sharedEncoderCount == 64);
    CHECK(a.sharedJpegCount == 65 && a.sharedOfaCount == 66 && a.gpuInstanceSliceCount == 67 && a.computeInstanceSliceCount == 68);
    SAME(a.memorySizeMB, 0x5354);
    SAME(nvmlDeviceGetPowerUsage(m, &mw), NVML_ERROR_INVALID_ARGUMENT);
}

// ------------------------------------------------------------------------------------------------- scenarios that ship

static void test_bad_day(const char *folder) {
    char path[4096];
    unsigned mw;
    snprintf(path, sizeof path, "%s/faults.txt", folder);
    setenv("NVMLSIM_SCENARIO", path, 1);
    while (nvmlDeviceGetCount_v2(&mw) == NVML_SUCCESS) nvmlShutdown();
    set_time(0);
    SAME(nvmlInit_v2(), NVML_ERROR_DRIVER_NOT_LOADED);
    SAME(nvmlInit_v2(), NVML_SUCCESS);
    nvmlDevice_t a = gpu(0), b = gpu(1);
    static const struct {
        double at;
        nvmlReturn_t first, second;
    } DAY[] = {{9.9, 0, 0}, {10, 15, 0}, {29.9, 15, 0}, {30, 0, 0}, {40, 0, 16}, {50, 0, 0}, {79.9, 0, 0}, {80, 1, 1}};
    for (size_t i = 0; i < sizeof DAY / sizeof DAY[0]; i++) {
        set_time(DAY[i].at);
        SAME(nvmlDeviceGetPowerUsage(a, &mw), DAY[i].first);
        SAME(nvmlDeviceGetPowerUsage(b, &mw), DAY[i].second);
    }
    SAME(nvmlInit_v2(), NVML_ERROR_DRIVER_NOT_LOADED);
    set_time(85);
    SAME(nvmlInit_v2(), NVML_ERROR_LIB_RM_VERSION_MISMATCH);
    set_time(90);
    SAME(nvmlInit_v2(), NVML_SUCCESS);
    SAME(nvmlDeviceGetPowerUsage(a, &mw), NVML_ERROR_INVALID_ARGUMENT);
    SAME(energy(gpu(0)), 10 * 300000);
}

// A sensor that sees 25 ms of each 100 takes the peaks of a load that beats with it for the whole.
static void test_blind_sensor(const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/square-wave.txt", folder);
    use_file(path);
    set_time(60);
    SAME(power(gpu(1)), 300000);
    NEAR(energy(gpu(1)), 150 * 60 * 1000, 1);
    SAME(power(gpu(2)), 200000);
    set_time(60.4);
    SAME(power(gpu(0)), 300000);
    set_time(60.9);
    SAME(power(gpu(0)), 100000);
}

static void test_quirks(const char *folder) {
    char path[4096];
    unsigned count = 128, value;
    static nvmlProcessInfo_v2_t rows[256];
    snprintf(path, sizeof path, "%s/quirks.txt", folder);
    use_file(path);
    nvmlDevice_t first = NULL, many = NULL, denied;
    SAME(nvmlDeviceGetHandleByUUID("GPU-51d00000-0000-4000-8000-000000000000", &first), NVML_SUCCESS);
    SAME(nvmlDeviceGetHandleByUUID("GPU-51d00000-0000-4000-8000-000000000001", &many), NVML_SUCCESS);
    SAME(nvmlDeviceGetHandleByUUID("GPU-51d00000-0000-4000-8000-000000000002", &denied), NVML_ERROR_NO_PERMISSION);
    SAME(nvmlDeviceGetComputeRunningProcesses_v3(many, &count, rows), NVML_ERROR_INSUFFICIENT_SIZE);
    SAME(count, 198);
    SAME(nvmlDeviceGetComputeRunningProcesses_v3(many, &count, rows), NVML_ERROR_INSUFFICIENT_SIZE);
    SAME(count, 200);
    SAME(nvmlDeviceGetComputeRunningProcesses_v3(many, &count, rows), NVML_SUCCESS);
    SAME(rows[199].pid, 3200199);
    static const nvmlReturn_t ANSWERS[] = {0, 0, 0, 0, 3, 0, 0, 0};
    for (int i = 0; i < 8; i++) {
        value = 1;
        SAME(nvmlDeviceGetPowerUsage(first, &value), ANSWERS[i]);
        CHECK(i == 7 ? value == 0 : value > 0);
    }
    nvmlFieldValue_t unknown = {.fieldId = 4242, .nvmlReturn = (nvmlReturn_t) POISON};
    SAME(nvmlDeviceGetFieldValues(first, 1, &unknown), NVML_SUCCESS);
    SAME(unknown.nvmlReturn, POISON);
}

// --------------------------------------------------------------------------------------------------------------- hangs

static void *read_power(void *device) {
    return (void *) (uintptr_t) power(device);
}

static uint64_t hung_calls(void) { return __atomic_load_n(&ctl->hung, __ATOMIC_ACQUIRE); }

static void test_hang(bool holds_lock, bool clear) {
    use("gpu\n power const 100\ngpu\n power const 50\n");
    pthread_t stuck, other;
    void *mw;
    nvmlDevice_t a = gpu(0), b = gpu(1);
    struct nvmlsim_fault fault = fault_of(NVMLSIM_HANG, "nvmlDeviceGetPowerUsage", 0);
    fault.gpus = 1;
    fault.flags = holds_lock ? NVMLSIM_HOLDS_LOCK : 0;
    set_fault(3, fault);
    pthread_create(&stuck, NULL, read_power, a);
    while (hung_calls() == 0) nap_ms(1);
    if (!holds_lock) SAME(power(b), 50000);
    pthread_create(&other, NULL, read_power, b);
    if (holds_lock) {
        nap_ms(20); // long enough for a call that does not wait; a slow machine can only hide a fault here, not make one
        SAME(__atomic_load_n(&ctl->calls[1][function_number("nvmlDeviceGetPowerUsage")], __ATOMIC_RELAXED), 0);
    }
    if (clear) clear_fault(3);
    else __atomic_add_fetch(&ctl->released, 1, __ATOMIC_ACQ_REL);
    pthread_join(stuck, &mw);
    SAME((uintptr_t) mw, 100000);
    pthread_join(other, &mw);
    SAME((uintptr_t) mw, 50000);
    SAME(hung_calls(), 0);
}

static void *read_lost_power(void *device) {
    unsigned mw;
    return (void *) (uintptr_t) nvmlDeviceGetPowerUsage(device, &mw);
}

static void test_other_scenario_while_hung(void) {
    use("gpu\n power const 100\ngpu\n power const 50\n");
    pthread_t stuck;
    void *result;
    set_fault(3, fault_of(NVMLSIM_HANG, "nvmlDeviceGetPowerUsage", 0));
    pthread_create(&stuck, NULL, read_lost_power, gpu(1));
    while (hung_calls() == 0) nap_ms(1);
    SAME(nvmlShutdown(), NVML_SUCCESS);
    write_scenario("gpu\n power const 1\n");
    SAME(nvmlInit_v2(), NVML_SUCCESS);
    clear_fault(3);
    pthread_join(stuck, &result);
    SAME((uintptr_t) result, NVML_ERROR_INVALID_ARGUMENT);
}

static void test_shared_between_processes(void) {
    use("gpu\n power const 100\n");
    pid_t children[3];
    int number = function_number("nvmlDeviceGetPowerUsage");
    for (int i = 0; i < 3; i++) {
        children[i] = fork();
        if (children[i] != 0) continue;
        for (int k = 0; k < 500; k++) power(gpu(0));
        _exit(failures() == 0 ? 0 : 1);
    }
    for (int i = 0; i < 3; i++) {
        int status;
        waitpid(children[i], &status, 0);
        SAME(status, 0);
    }
    SAME(ctl->calls[0][number], 1500);
}

// -------------------------------------------------------------------------------------------------------------- stress

static int stop_stress;

static void *pound(void *seed) {
    uint64_t x = mix((uint64_t) (uintptr_t) seed);
    static _Thread_local nvmlProcessDetail_v1_t rows[256];
    static _Thread_local nvmlProcessUtilizationSample_t used[256];
    while (__atomic_load_n(&stop_stress, __ATOMIC_RELAXED) == 0) {
        x = mix(x);
        nvmlDevice_t g = NULL;
        unsigned count = 256, mw;
        nvml_u64 mj;
        nvmlFieldValue_t f[3] = {{.fieldId = 186}, {.fieldId = 83}, {.fieldId = 185}};
        nvmlMemory_t memory;
        char text[96];
        if (nvmlDeviceGetHandleByIndex_v2((unsigned) (x >> 32) % 9, &g) != NVML_SUCCESS) g = (nvmlDevice_t) (uintptr_t) x;
        switch (x % 10) {
            case 0: nvmlDeviceGetPowerUsage(g, &mw); break;
            case 1: nvmlDeviceGetTotalEnergyConsumption(g, &mj); break;
            case 2: nvmlDeviceGetFieldValues(g, 3, f); break;
            case 3: nvmlDeviceGetProcessUtilization(g, used, &count, 0); break;
            case 4: nvmlDeviceGetComputeRunningProcesses_v3(g, &count, (void *) rows); break;
            case 5: nvmlDeviceGetMemoryInfo(g, &memory); break;
            case 6: nvmlDeviceGetUUID(g, text, sizeof text); break;
            case 7: nvmlsim_truth_mj(0, 0, (int64_t) (x >> 40)); break;
            case 8: nvmlInit_v2(); break;
            default: nvmlShutdown(); break;
        }
    }
    return NULL;
}

// Threads call at random while time runs, faults come and go, the driver is reloaded and the scenario read again.
static void test_stress(const char *folder, int rounds) {
    enum { THREADS = 6 };
    pthread_t threads[THREADS];
    char path[4096];
    snprintf(path, sizeof path, "%s/quirks.txt", folder);
    use_file(path);
    for (uintptr_t i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, pound, (void *) (i + 1));
    for (int i = 0; i < rounds; i++) {
        uint64_t x = mix((uint64_t) i);
        struct nvmlsim_fault fault = fault_of(NVMLSIM_NONE, NULL, (int) (x % 31));
        static const uint32_t KINDS[] = {
            NVMLSIM_NONE, NVMLSIM_RETURN, NVMLSIM_LATENCY, NVMLSIM_HANG, NVMLSIM_RELOAD, NVMLSIM_VALUE, NVMLSIM_FIELD_TYPE,
        };
        fault.kind = KINDS[x >> 8 & 7 ? (x >> 8) % 7 : 0];
        fault.functions = fault.kind == NVMLSIM_HANG ? (uint64_t) 1 << (x >> 16) % 43 : mix(x);
        fault.value = 50;
        fault.gpus = (uint32_t) (x >> 20) | 1;
        set_fault((int) (x % NVMLSIM_SLOTS), fault);
        set_time(i * 0.01);
        nap_ms(1);
        if (i % 16 == 15) __atomic_add_fetch(&ctl->released, 1, __ATOMIC_ACQ_REL);
    }
    __atomic_store_n(&stop_stress, 1, __ATOMIC_RELAXED);
    for (int i = 0; i < NVMLSIM_SLOTS; i++) clear_fault(i);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    SAME(hung_calls(), 0);
}

// -------------------------------------------------------------------------------------------------------------- parser

static void test_parser(const char *folder) {
    static const struct {
        const char *text, *part;
    } BAD[] = {
        {"", "has no gpu"}, {"power const 3\n", "below a gpu"}, {"gpu\npower const -1\n", ":2: a curve must not be negative"},
        {"gpu\npower sine mean=1 amplitude=2 period_s=1\n", "amplitude"}, {"gpu\npower wobble\n", "unknown shape"},
        {"gpu nonsense\n", "key=value"}, {"gpu colour=red\n", "unknown key"}, {"gpu name=a name=b\n", "twice"},
        {"gpu preset=maxwell\n", "unknown preset"}, {"gpu\nprocess x\n", "not a whole number"},
        {"gpu\nprocess slot:16\n", "out of range"}, {"gpu\nprocess 1\nsm const 60\nsm const 41\n", "more than 100"},
        {"gpu\nsm const 1\n", "below a process"}, {"gpu\nmig 0\n", "mig=on"}, {"gpu mig=on\nmig 7\n", "between 0 and 6"},
        {"gpu\nfault explode\n", "unknown kind"}, {"gpu\nfault return call=cudaMalloc\n", "unknown function"},
        {"gpu\nfault energy-reset\n", "'at' is missing"}, {"gpu name=\"open\n", "quotation"}, {"gpu\norder init=1 gpus=0,0\n", "twice"},
        {"gpu\nsensor usage=never\n", "instant or average"}, {"gpu uuid=x\ngpu uuid=x\n", "given twice"},
        {"gpu\nprocess 1 start=3 stop=2\n", "stop must lie after start"}, {"gpu\nxid at=1\n", "missing"}, {"cpu\n", "unknown word"},
    };
    static struct scenario s;
    char message[1024];
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        write_scenario(BAD[i].text);
        CHECK(!scenario_load(&s, scenario_path(), message, sizeof message));
        if (strstr(message, BAD[i].part) != NULL) continue;
        fprintf(stderr, "'%s' is refused with '%s', not '%s'\n", BAD[i].text, message, BAD[i].part);
        CHECK(false);
    }
    write_scenario("gpu name=\"A # B\" # comment\n  power const 0x10\n\n# only a comment\ngpu\n");
    CHECK(scenario_load(&s, scenario_path(), message, sizeof message));
    CHECK(s.gpu_count == 2 && strcmp(s.gpus[0].name, "A # B") == 0);
    DIR *dir = opendir(folder);
    int files = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char path[4096];
        if (strstr(e->d_name, ".txt") == NULL) continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        bool good = scenario_load(&s, path, message, sizeof message);
        if (!good) fprintf(stderr, "%s\n", message);
        CHECK(good);
        files++;
    }
    closedir(dir);
    CHECK(files >= 7);
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    set_up();
    test_integrals();
    test_sensor();
    test_energy();
    test_utilisation();
    test_nonsense();
    test_running();
    test_children();
    test_fields();
    test_faults();
    test_reload();
    test_init();
    test_order();
    test_mig(argv[1]);
    test_samples();
    test_events();
    test_sentinel(argv[1]);
    test_bad_day(argv[1]);
    test_blind_sensor(argv[1]);
    test_quirks(argv[1]);
    test_parser(argv[1]);
    test_shared_between_processes();
    test_hang(false, false);
    test_hang(false, true);
    test_hang(true, false);
    test_hang(true, true);
    test_other_scenario_while_hung();
    test_stress(argv[1], 2000);
    tear_down();
    printf(failures() == 0 ? "nvmlsim: all good\n" : "nvmlsim: %d FAILED\n", failures());
    return failures() == 0 ? 0 : 1;
}
