// SPDX-License-Identifier: Apache-2.0

#include "nvmlsim_test.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "nvmlsim.h"

struct nvmlsim_ctl *ctl;

static char folder[64], scenario_file[96], ctl_file[96];
static int failed;

void check_true(bool good, const char *what, const char *file, int line) {
    if (good) return;
    fprintf(stderr, "%s:%d: FAILED %s\n", file, line, what);
    failed++;
}

void check_number(double got, double expected, double tolerance, const char *what, const char *file, int line) {
    if (fabs(got - expected) <= tolerance) return;
    fprintf(stderr, "%s:%d: FAILED %s: %.9g, not %.9g\n", file, line, what, got, expected);
    failed++;
}

int failures(void) { return failed; }

static void must(bool good, const char *what) {
    if (good) return;
    perror(what);
    exit(1);
}

void set_up(void) {
    snprintf(folder, sizeof folder, "/tmp/nvmlsim-test-XXXXXX");
    must(mkdtemp(folder) != NULL, "mkdtemp");
    snprintf(scenario_file, sizeof scenario_file, "%s/scenario.txt", folder);
    snprintf(ctl_file, sizeof ctl_file, "%s/ctl", folder);
    struct nvmlsim_ctl fresh = {
        .magic = NVMLSIM_CTL_MAGIC, .version = NVMLSIM_CTL_VERSION, .bytes = sizeof fresh, .mode = NVMLSIM_VIRTUAL,
        .epoch_ns = 1700000000000000000,
    };
    int fd = open(ctl_file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    must(fd >= 0 && write(fd, &fresh, sizeof fresh) == (ssize_t) sizeof fresh, "control file");
    ctl = mmap(NULL, sizeof *ctl, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    must(ctl != MAP_FAILED, "mmap");
    close(fd);
    setenv("NVMLSIM_SCENARIO", scenario_file, 1);
    setenv("NVMLSIM_CTL", ctl_file, 1);
}

void tear_down(void) {
    unlink(scenario_file);
    unlink(ctl_file);
    rmdir(folder);
}

const char *scenario_path(void) { return scenario_file; }

void write_scenario(const char *text) {
    FILE *out = fopen(scenario_file, "w");
    must(out != NULL && fputs(text, out) >= 0 && fclose(out) == 0, "scenario");
}

void set_time(double seconds) { __atomic_store_n(&ctl->now_us, (int64_t) llround(seconds * 1e6), __ATOMIC_RELEASE); }

void set_fault(int slot, struct nvmlsim_fault fault) {
    uint64_t words[sizeof fault / sizeof(uint64_t)];
    memcpy(words, &fault, sizeof fault);
    uint64_t *out = (uint64_t *) (void *) &ctl->faults[slot];
    __atomic_add_fetch(&ctl->sequence, 1, __ATOMIC_SEQ_CST);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) __atomic_store_n(&out[i], words[i], __ATOMIC_SEQ_CST);
    __atomic_store_n(&ctl->hits[slot], 0, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&ctl->sequence, 1, __ATOMIC_SEQ_CST);
}

void clear_fault(int slot) { set_fault(slot, (struct nvmlsim_fault) {.kind = NVMLSIM_NONE}); }

int function_number(const char *name) {
    for (int i = 0; i < FUNCTION_COUNT; i++) {
        if (strcmp(FUNCTION_NAMES[i], name) == 0) return i;
    }
    fprintf(stderr, "no function %s\n", name);
    exit(1);
}

struct nvmlsim_fault fault_of(enum nvmlsim_kind kind, const char *function, int code) {
    return (struct nvmlsim_fault) {
        .kind = (uint32_t) kind, .functions = function == NULL ? NVMLSIM_ANY_FUNCTION : (uint64_t) 1 << function_number(function),
        .gpus = NVMLSIM_ANY_GPU, .code = code, .from_us = INT64_MIN, .to_us = NVMLSIM_FOREVER,
    };
}

static void begin(void) {
    while (nvmlShutdown() == NVML_SUCCESS) { // until the use is over: the scenario is read when the next begins
        unsigned count;
        if (nvmlDeviceGetCount_v2(&count) == NVML_ERROR_UNINITIALIZED) break;
    }
    for (int i = 0; i < NVMLSIM_SLOTS; i++) clear_fault(i);
    for (int i = 0; i < NVMLSIM_PIDS; i++) ctl->pids[i] = 0;
    memset(ctl->overrides, 0, sizeof ctl->overrides);
    set_time(0);
    nvmlReturn_t result = nvmlInit_v2();
    SAME(result, NVML_SUCCESS);
    memset(ctl->calls, 0, sizeof ctl->calls);
}

void use(const char *text) {
    write_scenario(text);
    setenv("NVMLSIM_SCENARIO", scenario_file, 1);
    begin();
}

void use_file(const char *path) {
    setenv("NVMLSIM_SCENARIO", path, 1);
    begin();
}

nvmlDevice_t gpu(unsigned index) {
    nvmlDevice_t device = NULL;
    SAME(nvmlDeviceGetHandleByIndex_v2(index, &device), NVML_SUCCESS);
    return device;
}
