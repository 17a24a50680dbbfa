// SPDX-License-Identifier: Apache-2.0
//
// The control file of the NVML simulator: a few kilobytes that any number of processes map (MAP_SHARED). The test writes time,
// faults and overrides; the simulated driver, in whatever processes have loaded it, writes counters. NVMLSIM_CTL names the file;
// it is mapped when nvmlInit is called and has to exist by then (`nvmlsim ctl FILE` makes one). Native byte order.
//
// Words that stand alone (sequence, now_us, hung, released, hits, calls, pids) are read and written atomically, each by itself.
// What lies between `overrides` and the end of `faults` is a table under a sequence lock, so that nobody acts on half a fault:
// a writer makes `sequence` odd (release), writes, and makes it even (release); a reader takes a copy and drops it if `sequence`
// was odd or has changed. There is one writer at a time; who uses several has to exclude them from one another.
#ifndef NVMLSIM_CTL_H
#define NVMLSIM_CTL_H

#include <stddef.h>
#include <stdint.h>

#define NVMLSIM_CTL_MAGIC 0x314c54434d49534eULL // "NSIMCTL1", read as bytes
#define NVMLSIM_ANY_FUNCTION UINT64_MAX
#define NVMLSIM_ANY_GPU UINT32_MAX
#define NVMLSIM_FOREVER INT64_MAX

enum {
    NVMLSIM_CTL_VERSION = 1,
    NVMLSIM_GPUS = 16,
    NVMLSIM_NO_GPU = NVMLSIM_GPUS, // row and bit of the calls that concern no GPU (init, count, event sets)
    NVMLSIM_FUNCTIONS = 64,        // numbered as in nvml-functions.csv
    NVMLSIM_SLOTS = 32,
    NVMLSIM_PIDS = 16
};

enum nvmlsim_mode {
    NVMLSIM_REAL = 0,    // scenario time is CLOCK_REALTIME since epoch_ns
    NVMLSIM_VIRTUAL = 1  // scenario time is now_us, which the test steps
};

enum nvmlsim_kind {
    NVMLSIM_NONE = 0,
    NVMLSIM_RETURN = 1,          // answers `code` and writes nothing
    NVMLSIM_LATENCY = 2,         // takes `value` microseconds of real time longer, then goes on
    NVMLSIM_HANG = 3,            // answers when the fault is taken away, its time is over or `released` is raised
    NVMLSIM_RELOAD = 4,          // at from_us the driver is loaded anew: every call answers 1 until nvmlInit, which answers 9
                                 // until to_us if that is set; older handles answer 2 and energy restarts at 0. Not to be taken away.
    NVMLSIM_VALUE = 5,           // succeeds with `value` in place of the number (power, energy, utilisation, temperature, fields)
    NVMLSIM_FIELD_RETURN = 6,    // GetFieldValues: field `value` (0: each) carries the return code `code`
    NVMLSIM_FIELD_TYPE = 7,      // GetFieldValues: field `value` (0: each) carries the value type `code`
    NVMLSIM_FIELD_UNTOUCHED = 8, // GetFieldValues: field `value` (0: each) is not written at all, the call succeeds
    NVMLSIM_ENERGY_FREEZE = 9,   // the energy counter keeps what it showed at from_us until to_us
    NVMLSIM_ENERGY_RESET = 10,   // the energy counter restarts at 0 at from_us
    NVMLSIM_ENERGY_STEP = 11,    // the energy counter jumps by `value` mJ (of either sign) at from_us
    NVMLSIM_POWER_FREEZE = 12    // the power sensor keeps what it showed at from_us until to_us
};

enum { NVMLSIM_HOLDS_LOCK = 1 }; // latency and hang: under the driver's lock, so that every other call of the process waits too

struct nvmlsim_fault {
    uint32_t kind, flags;
    uint64_t functions;     // bit n: function n; ignored by kinds 4 and 9 to 12
    uint32_t gpus;          // bit n: GPU n of the scenario, bit 16: calls without a GPU; a MIG handle counts as its GPU
    int32_t code;
    int64_t from_us, to_us; // scenario time, to_us outside
    uint32_t first, count;  // of the calls that match, those from number `first` (1, 2, ...), `count` of them; 0: all
    int64_t value;
    int64_t reserved;
};

struct nvmlsim_override {
    uint32_t on, milliwatts; // what the power sensor shows; truth and energy counter do not change
};

struct nvmlsim_ctl {
    uint64_t magic;
    uint32_t version, bytes;
    uint64_t sequence;
    uint64_t mode;
    int64_t epoch_ns; // CLOCK_REALTIME at scenario time 0, in virtual mode too: timestamps refer to it
    int64_t now_us;
    uint64_t hung;     // calls that hang at this moment
    uint64_t released; // raise to let all hung calls go; the fault stays for later calls
    struct nvmlsim_override overrides[NVMLSIM_GPUS];
    struct nvmlsim_fault faults[NVMLSIM_SLOTS];
    uint64_t hits[NVMLSIM_SLOTS];                          // calls that matched; to be zeroed when a fault is set
    uint64_t pids[NVMLSIM_PIDS];                           // processes `slot:N` of the scenario; 0: not running
    uint64_t calls[NVMLSIM_GPUS + 1][NVMLSIM_FUNCTIONS];   // calls begun, by GPU and function
};

_Static_assert(sizeof(struct nvmlsim_fault) == 64, "fault");
_Static_assert(offsetof(struct nvmlsim_fault, functions) == 8, "fault.functions");
_Static_assert(offsetof(struct nvmlsim_fault, gpus) == 16, "fault.gpus");
_Static_assert(offsetof(struct nvmlsim_fault, code) == 20, "fault.code");
_Static_assert(offsetof(struct nvmlsim_fault, from_us) == 24, "fault.from_us");
_Static_assert(offsetof(struct nvmlsim_fault, to_us) == 32, "fault.to_us");
_Static_assert(offsetof(struct nvmlsim_fault, first) == 40, "fault.first");
_Static_assert(offsetof(struct nvmlsim_fault, value) == 48, "fault.value");
_Static_assert(offsetof(struct nvmlsim_ctl, sequence) == 16, "sequence");
_Static_assert(offsetof(struct nvmlsim_ctl, mode) == 24, "mode");
_Static_assert(offsetof(struct nvmlsim_ctl, epoch_ns) == 32, "epoch_ns");
_Static_assert(offsetof(struct nvmlsim_ctl, now_us) == 40, "now_us");
_Static_assert(offsetof(struct nvmlsim_ctl, hung) == 48, "hung");
_Static_assert(offsetof(struct nvmlsim_ctl, released) == 56, "released");
_Static_assert(offsetof(struct nvmlsim_ctl, overrides) == 64, "overrides");
_Static_assert(offsetof(struct nvmlsim_ctl, faults) == 192, "faults");
_Static_assert(offsetof(struct nvmlsim_ctl, hits) == 2240, "hits");
_Static_assert(offsetof(struct nvmlsim_ctl, pids) == 2496, "pids");
_Static_assert(offsetof(struct nvmlsim_ctl, calls) == 2624, "calls");
_Static_assert(sizeof(struct nvmlsim_ctl) == 11328, "control file");

#endif
