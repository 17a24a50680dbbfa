// SPDX-License-Identifier: Apache-2.0
//
// The simulated driver: its lock, clock, faults and handles. Every exported call runs between enter and leave.
#ifndef NVMLSIM_DRIVER_H
#define NVMLSIM_DRIVER_H

#include "nvmlsim.h"
#include "nvmlsim_functions.h"

// What the link decides; see nvmlsim_generation.c.
extern const int DRIVER_NUMBER; // 535.98 is 535098
extern const char DRIVER_TEXT[];

#define EXPORT __attribute__((visibility("default")))

enum { MAX_FIELD_FAULTS = 8 };

struct call {
    enum function function;
    int gpu, mig; // mig NONE: the GPU itself
    int64_t now;
    struct faults faults;
    bool forced; // answer `value`
    int64_t value;
    int field_fault_count;
    struct nvmlsim_fault field_faults[MAX_FIELD_FAULTS];
};

// Takes the lock. leave has to follow, whatever the answer.
nvmlReturn_t enter(struct call *call, enum function function);
nvmlReturn_t enter_device(struct call *call, enum function function, nvmlDevice_t device);
nvmlReturn_t leave(const struct call *call, nvmlReturn_t result);

// For a call that left in order to wait: neither counted nor faulted a second time.
nvmlReturn_t enter_again(struct call *call);

// For calls that find out only later which GPU they concern: enter_quietly does not look at faults, arrive does.
nvmlReturn_t enter_quietly(struct call *call, enum function function);
nvmlReturn_t arrive(struct call *call, int gpu);

nvmlDevice_t handle_of(int gpu, int mig);
int gpu_at_index(unsigned index); // or NONE: in the order that this init gave
uint64_t stamp(enum stamp_clock clock, int64_t t);
int64_t unstamp(enum stamp_clock clock, uint64_t stamp);
unsigned slot_pid(int64_t slot);
struct nvmlsim_override override_of(int gpu);

// The number of a process at this moment, or 0: there is none.
unsigned resolve_pid(const struct process *p);

// A string answer; INSUFFICIENT_SIZE when it does not fit.
nvmlReturn_t put_text(const char *text, char *out, unsigned size);

// What tests may ask the library itself; -1: no such GPU, or the scenario is wrong.
double nvmlsim_truth_mj(unsigned gpu, int64_t from_us, int64_t to_us);
double nvmlsim_sm_seconds(unsigned gpu, unsigned pid, int64_t from_us, int64_t to_us);
int64_t nvmlsim_now_us(void);

extern struct scenario scenario; // to be looked at between enter and leave

#endif
