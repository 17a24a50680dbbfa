// SPDX-License-Identifier: Apache-2.0
//
// The simulated driver: one lock, one clock, the faults, and what nvmlInit and nvmlShutdown change.

#include "nvmlsim_driver.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, COPY_TRIES = 100000 };
static const int64_t NS_PER_US = 1000;
static const int64_t NAP_NS = 1000000; // how often a hung call looks whether it may go
static const int64_t VIRTUAL_BOOTTIME = 5000000000, VIRTUAL_MONOTONIC = 3000000000; // us, of these clocks at scenario time 0

// Handles are numbers in a pointer's clothes: a mark, the driver load they belong to, GPU, and MIG instance plus one.
static const uint64_t HANDLE_MARK = 0x4e56ULL << 32;

struct scenario scenario;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int references;           // nvmlInit less nvmlShutdown
static int64_t inits;            // that began a use, for the order of the GPUs
static bool ever_initialised;
static unsigned generation;      // driver reloads when this use began
static uint32_t scenario_hits[MAX_FAULTS];
static struct nvmlsim_fault previous_faults[MAX_FAULTS]; // whose hits these are

static struct nvmlsim_ctl *ctl;  // or NULL; a mapping is never taken away, a hung call may still look at it
static struct stat ctl_file;      // which file it maps
static uint64_t ctl_sequence;    // of the copies below
static struct nvmlsim_fault ctl_faults[NVMLSIM_SLOTS];
static struct nvmlsim_override overrides[NVMLSIM_GPUS];

static int64_t first_init_ns;    // CLOCK_REALTIME, the epoch where there is no control file
static int64_t boottime_offset, monotonic_offset; // us, from CLOCK_REALTIME

_Static_assert(NONE == -1, "handles hold the number of a MIG instance plus one, NONE as 0");

// --------------------------------------------------------------------------------------------------------------- clock

static int64_t clock_ns(clockid_t id) {
    struct timespec ts;
    clock_gettime(id, &ts);
    return (int64_t) ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static int64_t epoch_ns(void) {
    return ctl != NULL ? __atomic_load_n(&ctl->epoch_ns, __ATOMIC_RELAXED) : first_init_ns;
}

static bool is_virtual(void) { return ctl != NULL && __atomic_load_n(&ctl->mode, __ATOMIC_RELAXED) == NVMLSIM_VIRTUAL; }

static int64_t now_us(void) {
    if (is_virtual()) {
        return __atomic_load_n(&ctl->now_us, __ATOMIC_ACQUIRE);
    }
    return floor_to(clock_ns(CLOCK_REALTIME) - epoch_ns(), NS_PER_US) / NS_PER_US;
}

static int64_t stamp_base(enum stamp_clock clock) {
    int64_t base = epoch_ns() / NS_PER_US;
    if (clock == EPOCH) return base;
    if (is_virtual()) return clock == BOOTTIME ? VIRTUAL_BOOTTIME : VIRTUAL_MONOTONIC;
    return base + (clock == BOOTTIME ? boottime_offset : monotonic_offset);
}

uint64_t stamp(enum stamp_clock clock, int64_t t) {
    int64_t value = stamp_base(clock) + t;
    return value < 0 ? 0 : (uint64_t) value;
}

int64_t unstamp(enum stamp_clock clock, uint64_t value) {
    return value > INT64_MAX ? INT64_MAX : (int64_t) value - stamp_base(clock);
}

static void nap(int64_t ns) {
    struct timespec ts = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
    while (nanosleep(&ts, &ts) != 0 && errno == EINTR) continue;
}

// -------------------------------------------------------------------------------------------------------- control file

// A file beside the library, or the one that the environment names, or NULL. What lies beside comes first: it belongs to this copy
// of the library, while the environment is the whole process's, and one process may hold several copies that differ.
static const char *find_file(const char *name, const char *variable, char path[PATH_SIZE]) {
    Dl_info self;
    if (dladdr(&scenario, &self) != 0 && self.dli_fname != NULL) {
        const char *slash = strrchr(self.dli_fname, '/');
        int folder = slash == NULL ? 0 : (int) (slash - self.dli_fname) + 1;
        int n = snprintf(path, PATH_SIZE, "%.*s%s", folder, self.dli_fname, name);
        if (folder > 0 && n > 0 && n < PATH_SIZE && access(path, F_OK) == 0) return path;
    }
    const char *named = getenv(variable);
    if (named == NULL || *named == '\0' || strlen(named) >= PATH_SIZE) return NULL;
    memcpy(path, named, strlen(named) + 1);
    return path;
}

static bool map_ctl(char *message, size_t size) {
    static char found_path[PATH_SIZE];
    const char *path = find_file("nvmlsim.ctl", "NVMLSIM_CTL", found_path);
    if (path == NULL) {
        ctl = NULL;
        memset(ctl_faults, 0, sizeof ctl_faults);
        memset(overrides, 0, sizeof overrides);
        return true;
    }
    int fd = open(path, O_RDWR | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0) {
        snprintf(message, size, "cannot open the control file %.300s: %s", path, strerror(errno));
        if (fd >= 0) close(fd);
        return false;
    }
    if (ctl != NULL && status.st_dev == ctl_file.st_dev && status.st_ino == ctl_file.st_ino) {
        close(fd);
        return true;
    }
    void *map = MAP_FAILED;
    if (status.st_size >= (off_t) sizeof *ctl) map = mmap(NULL, sizeof *ctl, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    const struct nvmlsim_ctl *found = map;
    if (map == MAP_FAILED || found->magic != NVMLSIM_CTL_MAGIC || found->version != NVMLSIM_CTL_VERSION) {
        snprintf(message, size, "%.300s is not a control file of this version", path);
        return false;
    }
    ctl = map;
    ctl_file = status;
    ctl_sequence = UINT64_MAX;
    return true;
}

// Copies overrides and faults word by word, since a test may be writing them at this moment.
static void copy_ctl(void) {
    static uint64_t copy[(sizeof overrides + sizeof ctl_faults) / sizeof(uint64_t)];
    if (ctl == NULL || __atomic_load_n(&ctl->sequence, __ATOMIC_ACQUIRE) == ctl_sequence) return;
    const uint64_t *words = (const uint64_t *) (const void *) &ctl->overrides;
    for (int i = 0; i < COPY_TRIES; i++) { // a writer that died half-way must not hang us: then the last copy stays
        uint64_t before = __atomic_load_n(&ctl->sequence, __ATOMIC_ACQUIRE);
        if (before % 2 == 0) {
            for (size_t k = 0; k < sizeof copy / sizeof copy[0]; k++) copy[k] = __atomic_load_n(&words[k], __ATOMIC_ACQUIRE);
            if (__atomic_load_n(&ctl->sequence, __ATOMIC_ACQUIRE) == before) {
                memcpy(overrides, copy, sizeof overrides);
                memcpy(ctl_faults, (const char *) copy + sizeof overrides, sizeof ctl_faults);
                ctl_sequence = before;
                return;
            }
        }
        sched_yield();
    }
}

unsigned slot_pid(int64_t slot) {
    return ctl == NULL ? 0 : (unsigned) __atomic_load_n(&ctl->pids[slot], __ATOMIC_RELAXED);
}

struct nvmlsim_override override_of(int gpu) { return overrides[gpu]; }

// -------------------------------------------------------------------------------------------------------------- faults

static struct faults current_faults(void) {
    return (struct faults) {{scenario.faults, ctl_faults}, {scenario.fault_count, ctl == NULL ? 0 : NVMLSIM_SLOTS}};
}

static bool matches(const struct nvmlsim_fault *f, const struct call *call) {
    bool of_call = f->kind >= NVMLSIM_RETURN && f->kind <= NVMLSIM_FIELD_UNTOUCHED && f->kind != NVMLSIM_RELOAD;
    int gpu = call->gpu == NONE ? NVMLSIM_NO_GPU : call->gpu;
    return of_call && (f->functions >> call->function & 1) != 0 && (f->gpus >> gpu & 1) != 0 && call->now >= f->from_us
        && call->now < f->to_us;
}

static bool is_due(const struct nvmlsim_fault *f, uint64_t hit) {
    return hit >= f->first && (f->count == 0 || hit < (uint64_t) f->first + f->count);
}

static void hang(const struct nvmlsim_fault *fault, int slot) {
    struct nvmlsim_fault f = *fault; // the scenario may be read again meanwhile
    struct nvmlsim_ctl *c = ctl;
    uint64_t released = c == NULL ? 0 : __atomic_load_n(&c->released, __ATOMIC_ACQUIRE);
    if (c != NULL) __atomic_add_fetch(&c->hung, 1, __ATOMIC_ACQ_REL);
    bool holds_lock = (f.flags & NVMLSIM_HOLDS_LOCK) != 0;
    if (!holds_lock) pthread_mutex_unlock(&lock);
    for (bool free = false; !free;) {
        nap(NAP_NS);
        free = now_us() >= f.to_us || (c != NULL && __atomic_load_n(&c->released, __ATOMIC_ACQUIRE) != released);
        if (slot != NONE) free = free || __atomic_load_n(&c->faults[slot].kind, __ATOMIC_ACQUIRE) != NVMLSIM_HANG;
    }
    if (!holds_lock) pthread_mutex_lock(&lock);
    if (c != NULL) __atomic_sub_fetch(&c->hung, 1, __ATOMIC_ACQ_REL);
}

static void delay(const struct nvmlsim_fault *f) {
    int64_t ns = f->value * NS_PER_US;
    bool holds_lock = (f->flags & NVMLSIM_HOLDS_LOCK) != 0;
    if (!holds_lock) pthread_mutex_unlock(&lock);
    if (ns > 0) nap(ns);
    if (!holds_lock) pthread_mutex_lock(&lock);
}

// Looks at all faults: waits where one says so, keeps what the call has to know, and answers the code of the first that has one.
static nvmlReturn_t suffer(struct call *call) {
    nvmlReturn_t result = NVML_SUCCESS;
    struct nvmlsim_fault late = {0}, hung = {0}; // copies: waiting gives the lock away
    int hung_slot = NONE;
    struct faults faults = current_faults();
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < faults.count[k]; i++) {
            const struct nvmlsim_fault *f = &faults.list[k][i];
            if (!matches(f, call)) continue;
            uint64_t hit = k == 0 ? ++scenario_hits[i] : __atomic_add_fetch(&ctl->hits[i], 1, __ATOMIC_ACQ_REL);
            if (!is_due(f, hit)) continue;
            if (f->kind == NVMLSIM_RETURN) {
                if (result == NVML_SUCCESS) result = (nvmlReturn_t) f->code;
            } else if (f->kind == NVMLSIM_LATENCY) {
                late = *f;
            } else if (f->kind == NVMLSIM_HANG) {
                hung = *f;
                hung_slot = k == 0 ? NONE : i;
            } else if (f->kind == NVMLSIM_VALUE) {
                call->forced = true;
                call->value = f->value;
            } else if (call->field_fault_count < MAX_FIELD_FAULTS) {
                call->field_faults[call->field_fault_count++] = *f;
            }
        }
    }
    if (late.kind != NVMLSIM_NONE) delay(&late);
    if (hung.kind != NVMLSIM_NONE) hang(&hung, hung_slot);
    return result;
}

// ---------------------------------------------------------------------------------------------------- calls and handles

static unsigned reloads_until(int64_t t) {
    unsigned count;
    struct faults faults = current_faults();
    last_reload(&faults, t, &count);
    return count;
}

static void look_around(struct call *call) {
    copy_ctl();
    call->now = now_us();
    call->faults = current_faults();
}

static nvmlReturn_t check_use(const struct call *call) {
    bool usable = references > 0 && generation == reloads_until(call->now);
    return usable ? NVML_SUCCESS : NVML_ERROR_UNINITIALIZED;
}

static void count_call(const struct call *call) {
    int row = call->gpu == NONE ? NVMLSIM_NO_GPU : call->gpu;
    if (ctl != NULL) __atomic_add_fetch(&ctl->calls[row][call->function], 1, __ATOMIC_RELAXED);
}

nvmlReturn_t enter_quietly(struct call *call, enum function function) {
    *call = (struct call) {.function = function, .gpu = NONE, .mig = NONE};
    pthread_mutex_lock(&lock);
    look_around(call);
    nvmlReturn_t result = check_use(call);
    if (result != NVML_SUCCESS) count_call(call);
    return result;
}

static bool exists(int gpu, int mig) {
    return gpu < scenario.gpu_count && (mig == NONE || (mig < MAX_MIGS && scenario.gpus[gpu].migs[mig].present));
}

nvmlReturn_t arrive(struct call *call, int gpu) {
    call->gpu = gpu;
    count_call(call);
    nvmlReturn_t result = suffer(call);
    look_around(call); // much may have happened while we waited, even another scenario
    nvmlReturn_t use = check_use(call);
    if (use == NVML_SUCCESS && gpu != NONE && !exists(gpu, call->mig)) use = NVML_ERROR_INVALID_ARGUMENT;
    return use != NVML_SUCCESS ? use : result;
}

nvmlReturn_t enter(struct call *call, enum function function) {
    nvmlReturn_t result = enter_quietly(call, function);
    return result != NVML_SUCCESS ? result : arrive(call, NONE);
}

nvmlReturn_t enter_device(struct call *call, enum function function, nvmlDevice_t device) {
    nvmlReturn_t result = enter_quietly(call, function);
    if (result != NVML_SUCCESS) return result;
    uint64_t word = (uint64_t) (uintptr_t) device;
    int gpu = (int) (word >> 8 & 0xff), mig = (int) (word & 0xff) - 1; // a mig of -1 is NONE
    bool known = word >> 32 == HANDLE_MARK >> 32 && (word >> 16 & 0xffff) == (generation & 0xffff) && exists(gpu, mig);
    if (!known) {
        count_call(call);
        return NVML_ERROR_INVALID_ARGUMENT;
    }
    call->mig = mig;
    return arrive(call, gpu);
}

nvmlReturn_t enter_again(struct call *call) {
    pthread_mutex_lock(&lock);
    look_around(call);
    return check_use(call);
}

nvmlReturn_t leave(const struct call *call, nvmlReturn_t result) {
    (void) call;
    pthread_mutex_unlock(&lock);
    return result;
}

nvmlDevice_t handle_of(int gpu, int mig) {
    uint64_t word = HANDLE_MARK | (uint64_t) (generation & 0xffff) << 16 | (uint64_t) gpu << 8 | (uint64_t) (mig + 1);
    return (nvmlDevice_t) (uintptr_t) word;
}

int gpu_at_index(unsigned index) {
    const struct order *order = NULL;
    if (index >= (unsigned) scenario.gpu_count) return NONE;
    for (int i = 0; i < scenario.order_count; i++) {
        const struct order *o = &scenario.orders[i];
        if (o->init <= inits && (order == NULL || o->init >= order->init)) order = o;
    }
    if (order == NULL) return (int) index;
    return index < (unsigned) order->count ? order->gpus[index] : NONE;
}

nvmlReturn_t put_text(const char *text, char *out, unsigned size) {
    if (out == NULL) return NVML_ERROR_INVALID_ARGUMENT;
    if (strlen(text) >= size) return NVML_ERROR_INSUFFICIENT_SIZE;
    memcpy(out, text, strlen(text) + 1);
    return NVML_SUCCESS;
}

// -------------------------------------------------------------------------------------------------- beginning and end

// Hits survive a new init as long as the fault is the same: "the first two calls of nvmlInit fail" needs that.
static void keep_hits(void) {
    for (int i = 0; i < MAX_FAULTS; i++) {
        if (memcmp(&previous_faults[i], &scenario.faults[i], sizeof previous_faults[i]) != 0) scenario_hits[i] = 0;
    }
    memcpy(previous_faults, scenario.faults, sizeof previous_faults);
}

static nvmlReturn_t load(void) {
    char message[1024];
    static char path[PATH_SIZE];
    const char *file = find_file("nvmlsim.txt", "NVMLSIM_SCENARIO", path);
    if (file == NULL) {
        fputs("nvmlsim: NVMLSIM_SCENARIO names no scenario and there is no nvmlsim.txt beside the library\n", stderr);
        return NVML_ERROR_DRIVER_NOT_LOADED;
    }
    if (!scenario_load(&scenario, file, message, sizeof message) || !map_ctl(message, sizeof message)) {
        fprintf(stderr, "nvmlsim: %s\n", message);
        return NVML_ERROR_UNKNOWN;
    }
    int64_t now = clock_ns(CLOCK_REALTIME);
    if (first_init_ns == 0) first_init_ns = now;
    boottime_offset = (clock_ns(CLOCK_BOOTTIME) - now) / NS_PER_US;
    monotonic_offset = (clock_ns(CLOCK_MONOTONIC) - now) / NS_PER_US;
    keep_hits();
    return NVML_SUCCESS;
}

static bool is_loading(const struct call *call) { // between the beginning and the end of a reload
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < call->faults.count[k]; i++) {
            const struct nvmlsim_fault *f = &call->faults.list[k][i];
            if (f->kind == NVMLSIM_RELOAD && call->now >= f->from_us && call->now < f->to_us) return true;
        }
    }
    return false;
}

static nvmlReturn_t initialise(enum function function) {
    struct call call = {.function = function, .gpu = NONE, .mig = NONE};
    pthread_mutex_lock(&lock);
    nvmlReturn_t result = references > 0 ? NVML_SUCCESS : load();
    if (result != NVML_SUCCESS) return leave(&call, result);
    look_around(&call);
    count_call(&call);
    result = suffer(&call);
    look_around(&call);
    if (result == NVML_SUCCESS && is_loading(&call)) result = NVML_ERROR_DRIVER_NOT_LOADED;
    if (result == NVML_SUCCESS) {
        unsigned reloads = reloads_until(call.now);
        if (references == 0 || reloads != generation) inits++;
        generation = reloads;
        references++;
        ever_initialised = true;
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlInit_v2(void) { return initialise(FN_nvmlInit_v2); }

EXPORT nvmlReturn_t nvmlInitWithFlags(unsigned flags) {
    (void) flags; // each of them only allows what the simulator does anyway
    return initialise(FN_nvmlInitWithFlags);
}

EXPORT nvmlReturn_t nvmlShutdown(void) {
    struct call call = {.function = FN_nvmlShutdown, .gpu = NONE, .mig = NONE};
    pthread_mutex_lock(&lock);
    look_around(&call);
    count_call(&call);
    nvmlReturn_t result = suffer(&call);
    if (result == NVML_SUCCESS && !ever_initialised) result = NVML_ERROR_UNINITIALIZED;
    if (result == NVML_SUCCESS && references > 0) references--;
    return leave(&call, result);
}

// --------------------------------------------------------------------------------------------------- what tests may ask

static bool ready_to_tell(unsigned gpu) {
    if (references == 0 && load() != NVML_SUCCESS) return false;
    return gpu < (unsigned) scenario.gpu_count;
}

EXPORT double nvmlsim_truth_mj(unsigned gpu, int64_t from_us, int64_t to_us) {
    pthread_mutex_lock(&lock);
    double mj = ready_to_tell(gpu) ? truth_joules(&scenario, (int) gpu, from_us, to_us) * 1000 : -1;
    pthread_mutex_unlock(&lock);
    return mj;
}

EXPORT double nvmlsim_sm_seconds(unsigned gpu, unsigned pid, int64_t from_us, int64_t to_us) {
    double sum = -1;
    pthread_mutex_lock(&lock);
    if (ready_to_tell(gpu)) {
        sum = 0;
        for (int i = 0; i < scenario.process_count; i++) {
            const struct process *p = &scenario.processes[i];
            unsigned first = p->gpu == (int) gpu ? resolve_pid(p) : 0;
            bool same = first != 0 && pid >= first && pid - first < p->repeat;
            if (same) sum += process_integral(&scenario, p, p->sm, from_us, to_us) / 100;
        }
    }
    pthread_mutex_unlock(&lock);
    return sum;
}

EXPORT int64_t nvmlsim_now_us(void) {
    pthread_mutex_lock(&lock);
    int64_t now = now_us();
    pthread_mutex_unlock(&lock);
    return now;
}
