// SPDX-License-Identifier: Apache-2.0
//
// Reads a scenario: lines of words, `key=value` after the positional ones, "..." around blanks, # before a comment.
// native/README.md describes them. Allocates nothing but what stdio needs to read the file.

#include "nvmlsim.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nvmlsim_functions.h"

enum { MAX_TOKENS = 40, LINE_SIZE = 2048 };
static const int64_t MIB = 1048576;
const char *const FUNCTION_NAMES[] = {FN_NAMES};
const int FUNCTION_COUNT = FN_COUNT;
static const double LONGEST = 1e9; // s, some thirty years: keeps times in microseconds far from overflow

// What GetPowerUsage means changed with driver 530 (the two booleans); updates and windows as measured by others.
static const struct preset PRESETS[] = {
    {"pascal", 6, 0, 20000, 10000, false, {false, false}, 0, false},
    {"volta", 7, 0, 20000, 10000, false, {false, false}, 20000, false},
    {"turing", 7, 5, 100000, 100000, false, {false, false}, 100000, false},
    {"ga100", 8, 0, 100000, 25000, false, {false, false}, 100000, true},
    {"ampere", 8, 6, 100000, 100000, true, {true, true}, 100000, false},
    {"ada", 8, 9, 100000, 100000, true, {true, true}, 100000, false},
    {"hopper", 9, 0, 100000, 25000, true, {false, true}, 100000, true},
};

// The parser's own state; the driver holds its lock while it reads a scenario.
static struct scenario *s;
static struct gpu *gpu;             // that the lines belong to
static struct process *process;     // that sm and mem lines belong to
static int mig;                     // that processes belong to, or NONE
static int line_number;
static const char *file_name;
static jmp_buf rejected;
static char *reject_text;
static size_t reject_size;

__attribute__((noreturn, format(printf, 1, 2))) static void reject(const char *format, ...) {
    int n = line_number > 0 ? snprintf(reject_text, reject_size, "%s:%d: ", file_name, line_number) : 0;
    if (n >= 0 && (size_t) n < reject_size) {
        va_list args;
        va_start(args, format);
        vsnprintf(reject_text + n, reject_size - (size_t) n, format, args);
        va_end(args);
    }
    longjmp(rejected, 1);
}

// ------------------------------------------------------------------------------------------------------ words and keys

static double parse_double(const char *what, const char *text) {
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || errno != 0 || !isfinite(value)) reject("%s: '%s' is not a number", what, text);
    return value;
}

static int64_t parse_int(const char *what, const char *text) { // 0x for hexadecimal
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 0);
    if (end == text || *end != '\0' || errno != 0) reject("%s: '%s' is not a whole number", what, text);
    return value;
}

enum key_type { TEXT, REAL, WHOLE, FLAG, TIME_S, TIME_MS, WATTS, BYTES_MIB, PERCENT_WHOLE, U32 };

struct key {
    const char *name;
    enum key_type type;
    void *value;
    bool required;
    bool seen;
};

static bool parse_flag(const char *name, const char *text) {
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0) reject("%s: write yes or no", name);
    return *text == 'y';
}

static int64_t scaled(const char *name, const char *text, double factor, double most) {
    double value = parse_double(name, text);
    if (fabs(value) > most) reject("%s must not exceed %g", name, most);
    return (int64_t) llround(value * factor);
}

static void store(const struct key *key, const char *text) {
    int64_t whole;
    switch (key->type) {
        case TEXT: *(const char **) key->value = text; break;
        case REAL: *(double *) key->value = parse_double(key->name, text); break;
        case WHOLE: *(int64_t *) key->value = parse_int(key->name, text); break;
        case FLAG: *(bool *) key->value = parse_flag(key->name, text); break;
        case TIME_S: *(int64_t *) key->value = scaled(key->name, text, 1e6, LONGEST); break;
        case TIME_MS: *(int64_t *) key->value = scaled(key->name, text, 1e3, LONGEST * 1e3); break;
        case WATTS: *(int64_t *) key->value = strcmp(text, "no") == 0 ? NONE : scaled(key->name, text, 1e3, 4e6); break;
        case BYTES_MIB:
            whole = parse_int(key->name, text);
            if (whole < 0 || whole > INT64_MAX / MIB) reject("%s is out of range", key->name);
            *(uint64_t *) key->value = (uint64_t) (whole * MIB);
            break;
        case PERCENT_WHOLE:
            whole = parse_int(key->name, text);
            if (whole < 0 || whole > 100) reject("%s must lie between 0 and 100", key->name);
            *(int64_t *) key->value = whole;
            break;
        case U32:
            whole = parse_int(key->name, text);
            if (whole < 0 || whole > UINT32_MAX) reject("%s is out of range", key->name);
            *(unsigned *) key->value = (unsigned) whole;
            break;
    }
}

static void parse_keys(char **tokens, int count, struct key *keys, size_t key_count) {
    for (int i = 0; i < count; i++) {
        char *equals = strchr(tokens[i], '=');
        if (equals == NULL) reject("'%s' should read key=value", tokens[i]);
        *equals = '\0';
        struct key *key = NULL;
        for (size_t k = 0; k < key_count; k++) {
            if (strcmp(keys[k].name, tokens[i]) == 0) key = &keys[k];
        }
        if (key == NULL) reject("unknown key '%s'", tokens[i]);
        if (key->seen) reject("key '%s' is given twice", key->name);
        key->seen = true;
        store(key, equals + 1);
    }
    for (size_t k = 0; k < key_count; k++) {
        if (keys[k].required && !keys[k].seen) reject("key '%s' is missing", keys[k].name);
    }
}

#define PARSE_KEYS(tokens, count, keys) parse_keys(tokens, count, keys, sizeof(keys) / sizeof((keys)[0]))

static void copy_text(char *out, size_t size, const char *what, const char *text) {
    if (strlen(text) >= size) reject("%s is longer than %zu bytes", what, size - 1);
    memcpy(out, text, strlen(text) + 1);
}

// Cuts a line into words in place; double quotes keep blanks together.
static int split(char *text, char *tokens[MAX_TOKENS]) {
    int count = 0;
    char *in = text;
    for (;;) {
        while (isspace((unsigned char) *in)) in++;
        if (*in == '\0' || *in == '#') return count;
        if (count == MAX_TOKENS) reject("more than %d words", MAX_TOKENS);
        char *out = in;
        tokens[count++] = out;
        bool quoted = false;
        while (*in != '\0' && (quoted || (!isspace((unsigned char) *in) && *in != '#'))) {
            if (*in == '"') quoted = !quoted;
            else *out++ = *in;
            in++;
        }
        if (quoted) reject("a quotation mark is missing");
        bool comment = *in == '#', last = *in == '\0';
        *out = '\0';
        if (comment || last) return count;
        in++;
    }
}

// --------------------------------------------------------------------------------------------------------------- curves

static double wave_top(const struct wave *w) {
    if (w->shape == CONST) return w->low;
    return w->shape == SINE ? w->low + w->high : fmax(w->low, w->high);
}

static double curve_top(int curve) {
    double top = 0;
    for (int i = curve; i != NONE; i = s->waves[i].next) top += wave_top(&s->waves[i]);
    return top;
}

// A curve is never negative, wave by wave: an energy counter has no way down.
static void parse_wave(int *curve, char **tokens, int count) {
    static const char *const SHAPES[] = {"const", "sine", "square", "saw", "ramp"};
    if (count < 1) reject("a curve needs a shape");
    if (s->wave_count == MAX_WAVES) reject("more than %d curves", MAX_WAVES);
    struct wave *w = &s->waves[s->wave_count];
    *w = (struct wave) {.duty = 0.5, .next = *curve};
    int shape = 0;
    while (shape <= RAMP && strcmp(SHAPES[shape], tokens[0]) != 0) shape++;
    if (shape > RAMP) reject("unknown shape '%s' (const, sine, square, saw or ramp)", tokens[0]);
    w->shape = (enum shape) shape;
    char **rest = tokens + 1;
    count--;
    if (w->shape == CONST) {
        if (count != 1) reject("write: const VALUE");
        w->low = parse_double("const", rest[0]);
    } else if (w->shape == RAMP) {
        struct key keys[] = {
            {.name = "from", .type = REAL, .value = &w->low, .required = true},
            {.name = "to", .type = REAL, .value = &w->high, .required = true},
            {.name = "at", .type = REAL, .value = &w->at, .required = true},
            {.name = "over", .type = REAL, .value = &w->over},
        };
        PARSE_KEYS(rest, count, keys);
        if (w->over < 0) reject("over must not be negative");
    } else {
        bool sine = w->shape == SINE;
        struct key keys[] = {
            {.name = sine ? "mean" : "low", .type = REAL, .value = &w->low, .required = true},
            {.name = sine ? "amplitude" : "high", .type = REAL, .value = &w->high, .required = true},
            {.name = "period_s", .type = REAL, .value = &w->period, .required = true},
            {.name = "phase", .type = REAL, .value = &w->phase},
            {.name = "duty", .type = REAL, .value = &w->duty},
        };
        parse_keys(rest, count, keys, w->shape == SQUARE ? 5 : 4);
        if (w->period < 0.001) reject("period_s must be at least 0.001");
        if (sine && w->high > w->low) reject("amplitude must not exceed mean: the curve would be negative");
        if (w->duty < 0 || w->duty > 1) reject("duty must lie between 0 and 1");
    }
    if (w->low < 0 || w->high < 0) reject("a curve must not be negative");
    *curve = s->wave_count++;
}

static void parse_percent(int *curve, char **tokens, int count) {
    parse_wave(curve, tokens, count);
    if (curve_top(*curve) > 100) reject("the curves add up to more than 100 %%");
}

// ----------------------------------------------------------------------------------------------------------------- GPUs

static const struct preset *find_preset(const char *name) {
    for (size_t i = 0; i < sizeof PRESETS / sizeof PRESETS[0]; i++) {
        if (strcmp(PRESETS[i].name, name) == 0) return &PRESETS[i];
    }
    reject("unknown preset '%s' (pascal, volta, turing, ga100, ampere, ada or hopper)", name);
}

static void apply_preset(const struct preset *preset) {
    gpu->preset = preset;
    gpu->cc_major = preset->major;
    gpu->cc_minor = preset->minor;
    gpu->sensor.update = preset->update;
    gpu->sensor.window = preset->window;
    gpu->energy = (struct energy) {.present = preset->energy_period > 0, .period = preset->energy_period, .gain = 1};
    if (gpu->energy.period == 0) gpu->energy.period = 20000;
    gpu->mig_mode = gpu->mig_pending = preset->mig ? 0 : NONE;
}

static int parse_mode(const char *name, const char *text) {
    if (strcmp(text, "no") == 0) return NONE;
    if (strcmp(text, "off") != 0 && strcmp(text, "on") != 0) reject("%s: write on, off or no", name);
    return strcmp(text, "on") == 0;
}

static void parse_gpu(char **tokens, int count) {
    if (s->gpu_count == NVMLSIM_GPUS) reject("more than %d GPUs", NVMLSIM_GPUS);
    int number = s->gpu_count;
    gpu = &s->gpus[number];
    process = NULL;
    mig = NONE;
    *gpu = (struct gpu) {
        .memory = 81559 * (uint64_t) MIB, .reserved = 617 * (uint64_t) MIB, .temperature = 40, .power = NONE, .util = NONE,
        .memutil = NONE, .utilisation = true, .process_utilisation = true, .limit = 700000, .enforced = INT64_MIN,
        .default_limit = INT64_MIN, .min_limit = 100000, .max_limit = INT64_MIN, .bus = 0x10 + (unsigned) number,
        .device_id = 0x233010de, .subsystem_id = 0x16c110de, .mig_power = NVML_ERROR_NOT_SUPPORTED,
        .sensor = {.present = true, .gain = 1, .round_mw = 1, .seed = 1, .average = NONE, .usage_average = NONE},
    };
    const char *preset = "hopper", *name = NULL, *uuid = NULL, *cc = NULL, *access = "0", *mig_mode = NULL, *pending = NULL;
    int64_t mig_power = gpu->mig_power;
    struct key keys[] = {
        {.name = "preset", .type = TEXT, .value = &preset},
        {.name = "name", .type = TEXT, .value = &name},
        {.name = "uuid", .type = TEXT, .value = &uuid},
        {.name = "cc", .type = TEXT, .value = &cc},
        {.name = "access", .type = TEXT, .value = &access},
        {.name = "memory_mib", .type = BYTES_MIB, .value = &gpu->memory},
        {.name = "memory_bytes", .type = WHOLE, .value = &gpu->memory},
        {.name = "reserved_mib", .type = BYTES_MIB, .value = &gpu->reserved},
        {.name = "reserved_bytes", .type = WHOLE, .value = &gpu->reserved},
        {.name = "used_mib", .type = BYTES_MIB, .value = &gpu->used},
        {.name = "used_bytes", .type = WHOLE, .value = &gpu->used},
        {.name = "limit_w", .type = WATTS, .value = &gpu->limit},
        {.name = "enforced_w", .type = WATTS, .value = &gpu->enforced},
        {.name = "default_w", .type = WATTS, .value = &gpu->default_limit},
        {.name = "min_w", .type = WATTS, .value = &gpu->min_limit},
        {.name = "max_w", .type = WATTS, .value = &gpu->max_limit},
        {.name = "temperature", .type = WHOLE, .value = &gpu->temperature},
        {.name = "domain", .type = U32, .value = &gpu->domain},
        {.name = "bus", .type = U32, .value = &gpu->bus},
        {.name = "device", .type = U32, .value = &gpu->device},
        {.name = "device_id", .type = U32, .value = &gpu->device_id},
        {.name = "subsystem_id", .type = U32, .value = &gpu->subsystem_id},
        {.name = "utilisation", .type = FLAG, .value = &gpu->utilisation},
        {.name = "process_utilisation", .type = FLAG, .value = &gpu->process_utilisation},
        {.name = "mig", .type = TEXT, .value = &mig_mode},
        {.name = "mig_pending", .type = TEXT, .value = &pending},
        {.name = "mig_power", .type = WHOLE, .value = &mig_power},
    };
    PARSE_KEYS(tokens, count, keys);
    apply_preset(find_preset(preset));
    if (cc != NULL) {
        double version = parse_double("cc", cc);
        gpu->cc_major = (int) version;
        gpu->cc_minor = (int) lround((version - floor(version)) * 10);
    }
    if (mig_mode != NULL) gpu->mig_mode = gpu->mig_pending = parse_mode("mig", mig_mode);
    if (pending != NULL) gpu->mig_pending = parse_mode("mig_pending", pending);
    gpu->mig_power = (int) mig_power;
    gpu->access = (int) parse_int("access", access);
    if (gpu->enforced == INT64_MIN) gpu->enforced = gpu->limit;
    if (gpu->default_limit == INT64_MIN) gpu->default_limit = gpu->limit;
    if (gpu->max_limit == INT64_MIN) gpu->max_limit = gpu->limit;
    if (name != NULL) copy_text(gpu->name, sizeof gpu->name, "name", name);
    else snprintf(gpu->name, sizeof gpu->name, "Simulated %s GPU", gpu->preset->name);
    if (uuid != NULL) copy_text(gpu->uuid, sizeof gpu->uuid, "uuid", uuid);
    else snprintf(gpu->uuid, sizeof gpu->uuid, "GPU-51d00000-0000-4000-8000-%012d", number);
    for (int i = 0; i < number; i++) {
        if (strcmp(s->gpus[i].uuid, gpu->uuid) == 0) reject("uuid %s is given twice", gpu->uuid);
    }
    s->gpu_count++;
}

static void parse_sensor(char **tokens, int count) {
    struct sensor *sensor = &gpu->sensor;
    if (count == 1 && strcmp(tokens[0], "absent") == 0) {
        sensor->present = false;
        return;
    }
    const char *usage = NULL;
    bool average = false;
    int64_t seed = 1;
    struct key keys[] = {
        {.name = "update_ms", .type = TIME_MS, .value = &sensor->update},
        {.name = "window_ms", .type = TIME_MS, .value = &sensor->window},
        {.name = "delay_ms", .type = TIME_MS, .value = &sensor->delay},
        {.name = "gain", .type = REAL, .value = &sensor->gain},
        {.name = "offset_w", .type = REAL, .value = &sensor->offset},
        {.name = "noise_w", .type = REAL, .value = &sensor->noise},
        {.name = "round_mw", .type = WHOLE, .value = &sensor->round_mw},
        {.name = "seed", .type = WHOLE, .value = &seed},
        {.name = "usage", .type = TEXT, .value = &usage},
        {.name = "average", .type = FLAG, .value = &average},
    };
    PARSE_KEYS(tokens, count, keys);
    if (keys[9].seen) sensor->average = average;
    if (keys[7].seen) sensor->seed = (uint64_t) seed;
    if (usage != NULL) {
        if (strcmp(usage, "instant") != 0 && strcmp(usage, "average") != 0) reject("usage: write instant or average");
        sensor->usage_average = *usage == 'a';
    }
    if (sensor->update < 1 || sensor->window < 1) reject("update_ms and window_ms must be at least 0.001");
    if (sensor->round_mw < 1 || sensor->round_mw > 1000000) reject("round_mw must lie between 1 and 1000000");
}

static void parse_energy(char **tokens, int count) {
    if (count == 1 && strcmp(tokens[0], "absent") == 0) {
        gpu->energy.present = false;
        return;
    }
    struct key keys[] = {
        {.name = "period_ms", .type = TIME_MS, .value = &gpu->energy.period},
        {.name = "start_mj", .type = WHOLE, .value = &gpu->energy.start_mj},
        {.name = "gain", .type = REAL, .value = &gpu->energy.gain},
    };
    PARSE_KEYS(tokens, count, keys);
    gpu->energy.present = true;
    if (gpu->energy.period < 1) reject("period_ms must be at least 0.001");
    if (gpu->energy.gain < 0 || gpu->energy.start_mj < 0) reject("gain and start_mj must not be negative");
}

static void parse_mig(char **tokens, int count) {
    if (gpu->mig_mode != 1) reject("write mig=on in the line of the GPU");
    if (count < 1) reject("write: mig INDEX key=value...");
    int64_t index = parse_int("mig", tokens[0]);
    if (index < 0 || index >= MAX_MIGS) reject("the index must lie between 0 and %d", MAX_MIGS - 1);
    mig = (int) index;
    process = NULL;
    struct mig *m = &gpu->migs[mig];
    if (m->present) reject("instance %d is given twice", mig);
    *m = (struct mig) {.present = true, .gi = (unsigned) mig + 1, .attributes = {14, 1, 0, 0, 0, 0, 1, 1}};
    m->memory = 4864 * (uint64_t) MIB;
    const char *uuid = NULL, *name = NULL;
    struct key keys[] = {
        {.name = "uuid", .type = TEXT, .value = &uuid},
        {.name = "name", .type = TEXT, .value = &name},
        {.name = "gi", .type = U32, .value = &m->gi},
        {.name = "ci", .type = U32, .value = &m->ci},
        {.name = "memory_mib", .type = BYTES_MIB, .value = &m->memory},
        {.name = "multiprocessors", .type = U32, .value = &m->attributes[0]},
        {.name = "copy_engines", .type = U32, .value = &m->attributes[1]},
        {.name = "decoders", .type = U32, .value = &m->attributes[2]},
        {.name = "encoders", .type = U32, .value = &m->attributes[3]},
        {.name = "jpeg", .type = U32, .value = &m->attributes[4]},
        {.name = "ofa", .type = U32, .value = &m->attributes[5]},
        {.name = "gpu_slices", .type = U32, .value = &m->attributes[6]},
        {.name = "compute_slices", .type = U32, .value = &m->attributes[7]},
    };
    PARSE_KEYS(tokens + 1, count - 1, keys);
    if (uuid != NULL) copy_text(m->uuid, sizeof m->uuid, "uuid", uuid);
    else snprintf(m->uuid, sizeof m->uuid, "MIG-51d00000-0000-4000-%04d-%012d", 8000 + mig, s->gpu_count - 1);
    if (name != NULL) {
        copy_text(m->name, sizeof m->name, "name", name);
    } else {
        unsigned gib = (unsigned) ((m->memory / (uint64_t) MIB + 512) / 1024);
        int n = snprintf(m->name, sizeof m->name, "%.64s MIG %ug.%ugb", gpu->name, m->attributes[6], gib);
        if (n < 0 || (size_t) n >= sizeof m->name) reject("the name is too long");
    }
}

// ------------------------------------------------------------------------------------------------------------ processes

static int64_t parse_pid(const char *text, enum pid_kind *kind) {
    *kind = strcmp(text, "self") == 0 ? PID_SELF : strcmp(text, "parent") == 0 ? PID_PARENT : PID_NUMBER;
    if (*kind != PID_NUMBER) return 0;
    if (strncmp(text, "child:", 6) == 0) *kind = PID_CHILD;
    if (strncmp(text, "slot:", 5) == 0) *kind = PID_SLOT;
    int64_t number = parse_int("process", *kind == PID_NUMBER ? text : strchr(text, ':') + 1);
    int64_t most = *kind == PID_SLOT ? NVMLSIM_PIDS - 1 : UINT32_MAX;
    if (number < (*kind != PID_SLOT) || number > most) reject("'%s' is out of range", text);
    return number;
}

static void parse_process(char **tokens, int count) {
    if (count < 1) reject("write: process PID|self|parent|child:N|slot:N key=value...");
    if (s->process_count == MAX_PROCESSES) reject("more than %d processes", MAX_PROCESSES);
    process = &s->processes[s->process_count];
    *process = (struct process) {
        .gpu = s->gpu_count - 1, .mig = mig, .repeat = 1, .start = INT64_MIN, .stop = INT64_MAX, .sm = NONE, .mem = NONE,
        .in_running = true, .in_utilisation = true,
    };
    process->number = parse_pid(tokens[0], &process->kind);
    const char *memory = NULL, *list = "both";
    struct key keys[] = {
        {.name = "start", .type = TIME_S, .value = &process->start},
        {.name = "stop", .type = TIME_S, .value = &process->stop},
        {.name = "memory_mib", .type = TEXT, .value = &memory},
        {.name = "memory_bytes", .type = WHOLE, .value = &process->memory},
        {.name = "cc_memory_bytes", .type = WHOLE, .value = &process->cc_memory},
        {.name = "repeat", .type = WHOLE, .value = &process->repeat},
        {.name = "enc", .type = PERCENT_WHOLE, .value = &process->enc},
        {.name = "dec", .type = PERCENT_WHOLE, .value = &process->dec},
        {.name = "jpg", .type = PERCENT_WHOLE, .value = &process->jpg},
        {.name = "ofa", .type = PERCENT_WHOLE, .value = &process->ofa},
        {.name = "skew_ms", .type = TIME_MS, .value = &process->skew},
        {.name = "list", .type = TEXT, .value = &list},
    };
    PARSE_KEYS(tokens + 1, count - 1, keys);
    struct key mib = {.name = "memory_mib", .type = BYTES_MIB, .value = &process->memory};
    if (memory != NULL && strcmp(memory, "na") == 0) process->memory = UINT64_MAX;
    else if (memory != NULL) store(&mib, memory);
    if (process->repeat < 1 || process->repeat > 1024) reject("repeat must lie between 1 and 1024");
    if (process->repeat > 1 && process->kind != PID_NUMBER) reject("repeat needs a process number");
    if (process->stop <= process->start) reject("stop must lie after start");
    process->in_running = strcmp(list, "both") == 0 || strcmp(list, "running") == 0;
    process->in_utilisation = strcmp(list, "both") == 0 || strcmp(list, "utilisation") == 0;
    if (!process->in_running && !process->in_utilisation) reject("list: write running, utilisation or both");
    s->process_count++;
}

static void parse_utilisation(char **tokens, int count) {
    struct utilisation *u = &s->utilisation;
    const char *clock = "epoch", *mean = "window", *unknown = NULL;
    struct key keys[] = {
        {.name = "period_ms", .type = TIME_MS, .value = &u->period},
        {.name = "slots", .type = WHOLE, .value = &u->slots},
        {.name = "size", .type = WHOLE, .value = &u->size},
        {.name = "clock", .type = TEXT, .value = &clock},
        {.name = "mean", .type = TEXT, .value = &mean},
        {.name = "garbage", .type = WHOLE, .value = &u->garbage},
        {.name = "over", .type = WHOLE, .value = &u->over},
        {.name = "stale", .type = WHOLE, .value = &u->stale},
        {.name = "dead", .type = WHOLE, .value = &u->dead},
        {.name = "running_offset", .type = WHOLE, .value = &u->running_offset},
        {.name = "utilisation_offset", .type = WHOLE, .value = &u->utilisation_offset},
        {.name = "grow", .type = WHOLE, .value = &u->grow},
        {.name = "v3_entry_bytes", .type = WHOLE, .value = &u->v3_entry},
        {.name = "unknown_field", .type = TEXT, .value = &unknown},
    };
    PARSE_KEYS(tokens, count, keys);
    if (strcmp(clock, "epoch") == 0) u->clock = EPOCH;
    else if (strcmp(clock, "boottime") == 0) u->clock = BOOTTIME;
    else if (strcmp(clock, "monotonic") == 0) u->clock = MONOTONIC;
    else reject("clock: write epoch, boottime or monotonic");
    if (strcmp(mean, "window") != 0 && strcmp(mean, "active") != 0) reject("mean: write window or active");
    u->active_mean = *mean == 'a';
    if (unknown != NULL) u->unknown_field = strcmp(unknown, "untouched") == 0 ? NONE : (int) parse_int("unknown_field", unknown);
    if (u->period < 1000 || u->slots < 1 || u->slots > 10000) reject("period_ms must be at least 1, slots at least 1");
    if (u->v3_entry != 0 && u->v3_entry != 16 && u->v3_entry != 24 && u->v3_entry != 32)
        reject("v3_entry_bytes: write 16, 24 or 32");
    int64_t rows[] = {u->garbage, u->over, u->stale, u->dead, u->grow, u->size};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i] < 0 || rows[i] > 256) reject("numbers of rows must lie between 0 and 256");
    }
}

// -------------------------------------------------------------------------------------------------------------- faults

static uint64_t parse_functions(char *text) { // names with commas between them; a * at the end stands for any rest
    uint64_t mask = 0;
    char *rest = NULL;
    for (char *name = strtok_r(text, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
        size_t length = strlen(name);
        bool any = length > 0 && name[length - 1] == '*';
        uint64_t found = 0;
        for (int i = 0; i < FUNCTION_COUNT; i++) {
            bool same = any ? strncmp(FUNCTION_NAMES[i], name, length - 1) == 0 : strcmp(FUNCTION_NAMES[i], name) == 0;
            if (same) found |= (uint64_t) 1 << i;
        }
        if (found == 0) reject("unknown function '%s'", name);
        mask |= found;
    }
    return mask;
}

static uint32_t parse_gpus(char *text) {
    uint32_t mask = 0;
    char *rest = NULL;
    if (strcmp(text, "*") == 0) return NVMLSIM_ANY_GPU;
    for (char *name = strtok_r(text, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
        int64_t number = strcmp(name, "none") == 0 ? NVMLSIM_NO_GPU : parse_int("gpu", name);
        if (number < 0 || number > NVMLSIM_NO_GPU) reject("gpu '%s' is out of range", name);
        mask |= (uint32_t) 1 << number;
    }
    return mask;
}

static void parse_fault(char **tokens, int count, struct nvmlsim_fault *f) {
    static const struct {
        const char *name;
        enum nvmlsim_kind kind;
        int code;
    } KINDS[] = {
        {"return", NVMLSIM_RETURN, NVML_ERROR_UNKNOWN}, {"lost", NVMLSIM_RETURN, NVML_ERROR_GPU_IS_LOST},
        {"reset-required", NVMLSIM_RETURN, NVML_ERROR_RESET_REQUIRED}, {"latency", NVMLSIM_LATENCY, 0},
        {"hang", NVMLSIM_HANG, 0}, {"reload", NVMLSIM_RELOAD, 0}, {"value", NVMLSIM_VALUE, 0},
        {"field-return", NVMLSIM_FIELD_RETURN, NVML_ERROR_NOT_SUPPORTED}, {"field-type", NVMLSIM_FIELD_TYPE, 0},
        {"field-untouched", NVMLSIM_FIELD_UNTOUCHED, 0}, {"energy-freeze", NVMLSIM_ENERGY_FREEZE, 0},
        {"energy-reset", NVMLSIM_ENERGY_RESET, 0}, {"energy-step", NVMLSIM_ENERGY_STEP, 0},
        {"power-freeze", NVMLSIM_POWER_FREEZE, 0},
    };
    if (count < 1) reject("write: fault KIND key=value...");
    size_t k = 0;
    while (k < sizeof KINDS / sizeof KINDS[0] && strcmp(KINDS[k].name, tokens[0]) != 0) k++;
    if (k == sizeof KINDS / sizeof KINDS[0]) reject("unknown kind of fault '%s'", tokens[0]);
    *f = (struct nvmlsim_fault) {
        .kind = KINDS[k].kind, .functions = NVMLSIM_ANY_FUNCTION, .gpus = NVMLSIM_ANY_GPU, .from_us = INT64_MIN,
        .to_us = NVMLSIM_FOREVER,
    };
    // Without a list of functions a fault of GPUs concerns what is asked of them, not init or count.
    if (strcmp(tokens[0], "lost") == 0 || strcmp(tokens[0], "reset-required") == 0) f->gpus = ((uint32_t) 1 << NVMLSIM_NO_GPU) - 1;
    char *functions = NULL, *gpus = NULL;
    int64_t length = NVMLSIM_FOREVER, code = KINDS[k].code, nth = 0, times = 0, latency = 0, field = 0;
    bool lock = false;
    struct key keys[] = {
        {.name = "call", .type = TEXT, .value = &functions},
        {.name = "gpu", .type = TEXT, .value = &gpus},
        {.name = "at", .type = TIME_S, .value = &f->from_us},
        {.name = "for", .type = TIME_S, .value = &length},
        {.name = "nth", .type = WHOLE, .value = &nth},
        {.name = "times", .type = WHOLE, .value = &times},
        {.name = "code", .type = WHOLE, .value = &code},
        {.name = "type", .type = WHOLE, .value = &code},
        {.name = "value", .type = WHOLE, .value = &f->value},
        {.name = "ms", .type = TIME_MS, .value = &latency},
        {.name = "field", .type = WHOLE, .value = &field},
        {.name = "holds_lock", .type = FLAG, .value = &lock},
    };
    PARSE_KEYS(tokens + 1, count - 1, keys);
    if (functions != NULL && strcmp(functions, "*") != 0) f->functions = parse_functions(functions);
    if (gpus != NULL) f->gpus = parse_gpus(gpus);
    if (nth < 0 || nth > UINT32_MAX || times < 0 || times > UINT32_MAX) reject("nth and times must not be negative");
    f->first = (uint32_t) (nth == 0 && times > 0 ? 1 : nth);
    f->count = (uint32_t) (nth > 0 && times == 0 ? 1 : times);
    f->code = (int32_t) code;
    f->flags = lock ? NVMLSIM_HOLDS_LOCK : 0;
    if (f->kind == NVMLSIM_LATENCY) f->value = latency;
    if (f->kind >= NVMLSIM_FIELD_RETURN && f->kind <= NVMLSIM_FIELD_UNTOUCHED) f->value = field;
    bool at_a_time = f->kind == NVMLSIM_RELOAD || f->kind >= NVMLSIM_ENERGY_FREEZE;
    if (at_a_time && !keys[2].seen) reject("key 'at' is missing");
    // A reload without `for` is over at once; anything else lasts.
    if (keys[3].seen) f->to_us = (f->from_us == INT64_MIN ? 0 : f->from_us) + length;
    else if (f->kind == NVMLSIM_RELOAD) f->to_us = f->from_us;
}

static void parse_xid(char **tokens, int count) {
    if (s->xid_count == MAX_XIDS) reject("more than %d events", MAX_XIDS);
    struct xid *x = &s->xids[s->xid_count];
    int64_t code = 0;
    *x = (struct xid) {.gpu = s->gpu_count - 1};
    struct key keys[] = {
        {.name = "at", .type = TIME_S, .value = &x->at, .required = true},
        {.name = "code", .type = WHOLE, .value = &code, .required = true},
    };
    PARSE_KEYS(tokens, count, keys);
    x->code = (uint64_t) code;
    s->xid_count++;
}

static void parse_order(char **tokens, int count) {
    if (s->order_count == MAX_ORDERS) reject("more than %d orders", MAX_ORDERS);
    struct order *o = &s->orders[s->order_count];
    char *list = NULL, *rest = NULL;
    *o = (struct order) {.init = 1};
    struct key keys[] = {
        {.name = "init", .type = WHOLE, .value = &o->init, .required = true},
        {.name = "gpus", .type = TEXT, .value = &list, .required = true},
    };
    PARSE_KEYS(tokens, count, keys);
    for (char *word = strtok_r(list, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        int64_t number = parse_int("gpus", word);
        if (number < 0 || number >= NVMLSIM_GPUS || o->count == NVMLSIM_GPUS) reject("gpu '%s' is out of range", word);
        o->gpus[o->count++] = (int) number;
    }
    s->order_count++;
}

// ------------------------------------------------------------------------------------------------------------- the file

static void parse_fault_line(char **tokens, int count) {
    if (s->fault_count == MAX_FAULTS) reject("more than %d faults", MAX_FAULTS);
    parse_fault(tokens, count, &s->faults[s->fault_count]);
    s->fault_count++;
}

static void parse_driver(char **tokens, int count) {
    if (count != 1) reject("write: driver VERSION");
    copy_text(s->driver, sizeof s->driver, "the version", tokens[0]);
}

enum place { ANYWHERE, BELOW_GPU, BELOW_PROCESS };

static void parse_line(char **tokens, int count) {
    static const struct {
        const char *name;
        enum place place;
    } WORDS[] = {
        {"driver", ANYWHERE}, {"utilisation", ANYWHERE}, {"order", ANYWHERE}, {"fault", ANYWHERE}, {"gpu", ANYWHERE},
        {"power", BELOW_GPU}, {"util", BELOW_GPU}, {"memutil", BELOW_GPU}, {"sensor", BELOW_GPU}, {"energy", BELOW_GPU},
        {"mig", BELOW_GPU}, {"xid", BELOW_GPU}, {"process", BELOW_GPU}, {"sm", BELOW_PROCESS}, {"mem", BELOW_PROCESS},
    };
    const char *word = tokens[0];
    char **rest = tokens + 1;
    int n = count - 1;
    size_t known = 0;
    while (known < sizeof WORDS / sizeof WORDS[0] && strcmp(WORDS[known].name, word) != 0) known++;
    if (known == sizeof WORDS / sizeof WORDS[0]) reject("unknown word '%s'", word);
    if (WORDS[known].place == BELOW_PROCESS && process == NULL) reject("%s belongs below a process", word);
    if (WORDS[known].place == BELOW_GPU && gpu == NULL) reject("%s belongs below a gpu", word);
    if (strcmp(word, "gpu") == 0) parse_gpu(rest, n);
    else if (strcmp(word, "power") == 0) parse_wave(&gpu->power, rest, n);
    else if (strcmp(word, "util") == 0) parse_percent(&gpu->util, rest, n);
    else if (strcmp(word, "memutil") == 0) parse_percent(&gpu->memutil, rest, n);
    else if (strcmp(word, "sensor") == 0) parse_sensor(rest, n);
    else if (strcmp(word, "energy") == 0) parse_energy(rest, n);
    else if (strcmp(word, "mig") == 0) parse_mig(rest, n);
    else if (strcmp(word, "process") == 0) parse_process(rest, n);
    else if (strcmp(word, "sm") == 0) parse_percent(&process->sm, rest, n);
    else if (strcmp(word, "mem") == 0) parse_percent(&process->mem, rest, n);
    else if (strcmp(word, "xid") == 0) parse_xid(rest, n);
    else if (strcmp(word, "utilisation") == 0) parse_utilisation(rest, n);
    else if (strcmp(word, "order") == 0) parse_order(rest, n);
    else if (strcmp(word, "fault") == 0) parse_fault_line(rest, n);
    else parse_driver(rest, n);
}

static void check_scenario(void) {
    line_number = 0;
    if (s->gpu_count == 0) reject("%s has no gpu", file_name);
    for (int i = 0; i < s->order_count; i++) {
        const struct order *o = &s->orders[i];
        for (int j = 0; j < o->count; j++) {
            bool twice = false;
            for (int k = 0; k < j; k++) twice = twice || o->gpus[k] == o->gpus[j];
            if (twice || o->gpus[j] >= s->gpu_count) reject("%s: an order names gpu %d twice or in vain", file_name, o->gpus[j]);
        }
    }
}

static void begin(const char *name, char *message, size_t size) {
    file_name = name;
    line_number = 0;
    reject_text = message;
    reject_size = size;
    gpu = NULL;
    process = NULL;
    mig = NONE;
}

bool scenario_load(struct scenario *out, const char *file, char *message, size_t size) {
    static char text[LINE_SIZE];
    begin(file, message, size);
    s = out;
    memset(s, 0, sizeof *s);
    s->utilisation = (struct utilisation) {.period = 1000000, .slots = 100, .size = 100, .unknown_field = NVML_ERROR_INVALID_ARGUMENT};
    FILE *in = fopen(file, "re");
    if (in == NULL) {
        snprintf(message, size, "cannot open %s: %s", file, strerror(errno));
        return false;
    }
    if (setjmp(rejected) != 0) {
        fclose(in);
        return false;
    }
    while (fgets(text, sizeof text, in) != NULL) {
        char *tokens[MAX_TOKENS];
        line_number++;
        if (strchr(text, '\n') == NULL && !feof(in)) reject("the line is too long");
        int count = split(text, tokens);
        if (count > 0) parse_line(tokens, count);
    }
    if (ferror(in)) reject("cannot read: %s", strerror(errno));
    check_scenario();
    fclose(in);
    return true;
}

bool scenario_fault(char *words, struct nvmlsim_fault *out, char *message, size_t size) {
    char *tokens[MAX_TOKENS];
    begin("fault", message, size);
    if (setjmp(rejected) != 0) return false;
    int count = split(words, tokens);
    parse_fault(tokens, count, out);
    return true;
}
