// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the NVML simulator share: checks, a scenario and a control file in a folder of their own, and the test's side
// of the control file.
#ifndef NVMLSIM_TEST_H
#define NVMLSIM_TEST_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

#include "nvml_abi.h"
#include "nvmlsim_ctl.h"

void check_true(bool good, const char *what, const char *file, int line);
void check_number(double got, double expected, double tolerance, const char *what, const char *file, int line);

#define CHECK(condition) check_true(condition, #condition, __FILE__, __LINE__)
#define SAME(got, expected) check_number((double) (got), (double) (expected), 0, #got, __FILE__, __LINE__)
#define NEAR(got, expected, tolerance) check_number((double) (got), (double) (expected), tolerance, #got, __FILE__, __LINE__)

int failures(void);

extern struct nvmlsim_ctl *ctl; // mapped by set_up

void set_up(void);             // makes the folder, the control file (virtual time) and the environment
void tear_down(void);
const char *scenario_path(void);
void use(const char *scenario_text); // time 0, no faults, counters 0, and nvmlInit with this scenario
void use_file(const char *path);
void write_scenario(const char *text);
void set_time(double seconds);
void set_fault(int slot, struct nvmlsim_fault fault);
void clear_fault(int slot);
nvmlDevice_t gpu(unsigned index);
int function_number(const char *name);

// A fault of one function on all GPUs at all times.
struct nvmlsim_fault fault_of(enum nvmlsim_kind kind, const char *function, int code);

#endif
