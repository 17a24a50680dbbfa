// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the NVML simulator share: the model of a scenario (nvmlsim_scenario.c reads it, nvmlsim_model.c computes from
// it) and the state of the simulated driver (nvmlsim_driver.c), on which the calls (nvmlsim_calls.c and the like) stand.
// Times are int64 microseconds of scenario time unless a name says otherwise; curves take seconds.
#ifndef NVMLSIM_H
#define NVMLSIM_H

#include <stdbool.h>
#include <stdint.h>

#include "nvml_abi.h"
#include "nvmlsim_ctl.h"

enum { MAX_WAVES = 2048, MAX_PROCESSES = 512, MAX_FAULTS = 128, MAX_XIDS = 64, MAX_ORDERS = 8, MAX_MIGS = 7 };
enum { ATTRIBUTES = 8, NONE = -1, MAX_ROWS = 4096 };
static const int64_t SECOND = 1000000;

enum shape { CONST, SINE, SQUARE, SAW, RAMP };

// One term of a curve; a curve is the sum of a list of them and is known by the index of its first, or NONE.
struct wave {
    enum shape shape;
    double low, high;           // const: low; sine: mean, amplitude; ramp: from, to
    double period, phase, duty; // s; turns; share of the period at `high`
    double at, over;            // ramp: begins at, lasts, s
    int next;
};

struct preset {
    const char *name;
    int major, minor;                // compute capability
    int64_t update, window;          // of the instantaneous sensor
    bool average;                    // whether there is the 1 s average as well
    bool usage_average[2];           // whether GetPowerUsage is the average: before driver 530, after it
    int64_t energy_period;           // 0: no counter
    bool mig;
};

struct sensor {
    bool present;
    int64_t update, window, delay;
    double gain, offset, noise; // offset and standard deviation of the noise in W
    int64_t round_mw;
    uint64_t seed;
    int average, usage_average; // 1, 0, or NONE: as the preset says
};

struct energy {
    bool present;
    int64_t period, start_mj;
    double gain;
};

struct mig {
    bool present;
    char uuid[NVML_DEVICE_UUID_V2_BUFFER_SIZE], name[NVML_DEVICE_NAME_V2_BUFFER_SIZE];
    unsigned gi, ci, attributes[ATTRIBUTES]; // in the order of nvmlDeviceAttributes_t
    uint64_t memory;
};

struct gpu {
    char uuid[NVML_DEVICE_UUID_V2_BUFFER_SIZE], name[NVML_DEVICE_NAME_V2_BUFFER_SIZE];
    const struct preset *preset;
    int cc_major, cc_minor, access; // access: 0 or the code of the calls that give a handle
    unsigned domain, bus, device, device_id, subsystem_id;
    uint64_t memory, reserved, used; // bytes; used: beside the processes
    int64_t limit, enforced, default_limit, min_limit, max_limit; // mW, NONE: not supported
    int64_t temperature;             // degrees Celsius, NONE: not supported
    int power, util, memutil;        // curves: W, %, %; util NONE: the sum of the processes
    bool utilisation;                // whether GetUtilizationRates works
    bool process_utilisation;
    struct sensor sensor;
    struct energy energy;
    int mig_mode; // 0, 1, or NONE: not supported
    int mig_pending;
    int mig_power; // what power and energy answer on a MIG handle: 2 or 3
    struct mig migs[MAX_MIGS];
};

enum pid_kind { PID_NUMBER, PID_SELF, PID_PARENT, PID_CHILD, PID_SLOT };

struct process {
    int gpu, mig; // mig NONE: on the GPU itself
    enum pid_kind kind;
    int64_t number, repeat; // repeat: so many processes with consecutive numbers
    int64_t start, stop;
    uint64_t memory; // bytes; all ones: not available
    uint64_t cc_memory;
    int sm, mem; // curves, %
    int64_t enc, dec, jpg, ofa;
    int64_t skew; // its samples lie so far behind
    bool in_running, in_utilisation;
};

struct xid {
    int gpu;
    int64_t at;
    uint64_t code;
};

struct order {
    int64_t init; // from this nvmlInit (1, 2, ...) on
    int count, gpus[NVMLSIM_GPUS];
};

enum stamp_clock { EPOCH, BOOTTIME, MONOTONIC };

// How process utilisation is sampled and what is wrong with it.
struct utilisation {
    int64_t period, slots, size; // size: what the call without a buffer answers
    enum stamp_clock clock;
    bool active_mean; // mean over the time the process lived instead of the whole window
    int64_t garbage, over, stale, dead; // rows of each kind added
    int64_t running_offset, utilisation_offset; // added to pids: what another pid namespace sees
    int64_t grow; // so many processes fewer when first asked for the number
    int64_t v3_entry; // bytes of an entry of the running-process list _v3; 0: as the generation has it
    int unknown_field; // return code of a field this driver does not know, or NONE: untouched
};

struct scenario {
    char driver[NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE]; // empty: as the library's generation
    int gpu_count, process_count, wave_count, fault_count, xid_count, order_count;
    struct gpu gpus[NVMLSIM_GPUS];
    struct process processes[MAX_PROCESSES];
    struct wave waves[MAX_WAVES];
    struct nvmlsim_fault faults[MAX_FAULTS];
    struct xid xids[MAX_XIDS];
    struct order orders[MAX_ORDERS];
    struct utilisation utilisation;
};

// Faults as they are now: of the scenario and of the control file.
struct faults {
    const struct nvmlsim_fault *list[2];
    int count[2];
};

// ------------------------------------------------------------------------------------------------------------ scenario

// Reads a scenario file. On failure false, and what is wrong in `message`.
bool scenario_load(struct scenario *s, const char *file, char *message, size_t size);

// Reads the words of a fault directive, for the command line.
bool scenario_fault(char *words, struct nvmlsim_fault *out, char *message, size_t size);

extern const char *const FUNCTION_NAMES[];
extern const int FUNCTION_COUNT;

// --------------------------------------------------------------------------------------------------------------- model

double curve_integral(const struct scenario *s, int curve, double from_s, double to_s);
double truth_joules(const struct scenario *s, int gpu, int64_t from, int64_t to);
double process_integral(const struct scenario *s, const struct process *p, int curve, int64_t from, int64_t to);

// Power that the sensor shows, mW, the way GetPowerUsage, field 185 or field 186 see it.
enum view { VIEW_USAGE, VIEW_AVERAGE, VIEW_INSTANT };
bool has_view(const struct gpu *g, enum view view, int driver);
unsigned power_mw(const struct scenario *s, const struct faults *f, int gpu, enum view view, int driver, int64_t t);
int64_t power_slot(const struct gpu *g, int64_t t);
uint64_t energy_mj(const struct scenario *s, const struct faults *f, int gpu, int64_t t);
nvmlUtilization_t gpu_utilisation(const struct scenario *s, int gpu, int64_t t);

// Begin of the last driver reload and how many there were until t.
int64_t last_reload(const struct faults *f, int64_t t, unsigned *count);

int64_t floor_to(int64_t t, int64_t period);
uint64_t mix(uint64_t x); // a hash: the same noise in every process and every run

#endif
