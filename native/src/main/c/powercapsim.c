// SPDX-License-Identifier: Apache-2.0
//
// powercapsim: a machine with RAPL energy counters, made of ordinary files.
//
// A meter that reads /sys/class/powercap can only be trusted once it has been seen to agree with a known
// energy, and real hardware neither tells its true energy nor wraps, resets or fails on request. This
// program lays out the tree which the Linux powercap driver would show, moves every energy_uj in real time
// along power curves whose integrals are known in closed form, and answers afterwards (`truth`) how many
// joules any span of time really held. The meter under test needs no test mode: it is given another
// sysfs root and sees files.
//
// One file, no threads, no dependency but libc and libm, no state but the trees below DIR.

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// ---------------------------------------------------------------------------------------------- model

enum { MAX_ZONES = 64, MAX_WAVES = 256, MAX_FAULTS = 256, MAX_TOKENS = 24, NAME_SIZE = 48, ID_SIZE = 96 };
enum { PATH_SIZE = 640 }; // the longest path below DIR: four directories and three nested ids

// Width of an energy_uj file. 15 digits and a newline hold 1e9 J, four thousand times the largest range
// any RAPL unit has, and 16 aligned bytes are what a CPU copies at once (see write_counter).
enum { BLOCK = 16 };
static const int64_t MAX_UJ = 999999999999999;
static const int64_t NS = 1000000000;
static const double PI = 3.14159265358979323846;
static const char *const DEFAULT_CONTROL = "intel-rapl";

enum shape { CONST, SINE, SQUARE, SAW, RAMP, LIKE };

struct wave {
    int zone;
    enum shape shape;
    double low, high;             // W; const: low; sine: mean, amplitude; ramp: from, to
    double period, phase, duty;   // s; turns; share of the period at `high`
    double at, over;              // ramp: begins at, lasts, s
    char like[ID_SIZE + NAME_SIZE]; // the zone whose power is repeated, until resolved into `source`
    int source;
    double factor;
    int line;
};

struct zone {
    char name[NAME_SIZE], control[NAME_SIZE], id[ID_SIZE];
    int parent; // index, or -1
    int64_t range, start;
    double limit, short_limit, max; // W, or negative: the zone has no such file
    int fd;      // the open energy_uj, or -1 while there is none
    bool frozen; // the file keeps what it shows
};

enum kind { STUCK, VANISH, UNPLUG, DENY, GARBAGE, EIO_READ, RESET, SPIKE };
static const char *const KINDS[] = {"stuck", "vanish", "unplug", "deny", "garbage", "eio", "reset", "spike"};

struct fault {
    int zone;
    enum kind kind;
    double at, length; // s; length is infinite where the fault stays
    int64_t uj;        // spike only
    int line;
    bool begun, ended;
};

static struct zone zones[MAX_ZONES];
static struct wave waves[MAX_WAVES];
static struct fault faults[MAX_FAULTS];
static int zone_count, wave_count, fault_count;
static double period_ms = 1.0; // what real RAPL does

// --------------------------------------------------------------------------------------------- errors

static const char *scenario_file;
static int scenario_line;

// The user's mistake: one sentence, exit 2.
__attribute__((noreturn, format(printf, 1, 2))) static void reject(const char *format, ...) {
    if (scenario_line > 0) fprintf(stderr, "%s:%d: ", scenario_file, scenario_line);
    else fputs("powercapsim: ", stderr);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(2);
}

// The machine's refusal: exit 1.
__attribute__((noreturn)) static void fail(const char *what, const char *path) {
    fprintf(stderr, "powercapsim: cannot %s %s: %s\n", what, path, strerror(errno));
    exit(1);
}

__attribute__((format(printf, 3, 4))) static void print_into(char *out, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(out, size, format, args);
    va_end(args);
    if (n < 0 || (size_t) n >= size) reject("a name is too long: %s", out);
}

// ------------------------------------------------------------------------------------------- numbers

static double parse_double(const char *what, const char *text) {
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || errno != 0 || !isfinite(value)) reject("%s: '%s' is not a number", what, text);
    return value;
}

static int64_t parse_int(const char *what, const char *text) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0) reject("%s: '%s' is not a whole number", what, text);
    return value;
}

// ------------------------------------------------------------------------------------ scenario parser

// What a directive accepts after its positional words. A key is written once or not at all.
struct key {
    const char *name;
    enum { TEXT, REAL, WHOLE } type;
    void *value;
    bool required;
    double min;
    bool seen;
};

static void parse_keys(char **tokens, int count, struct key *keys, size_t key_count) {
    for (int i = 0; i < count; i++) {
        char *equals = strchr(tokens[i], '=');
        if (equals == NULL) reject("'%s' should read key=value", tokens[i]);
        *equals = '\0';
        const char *text = equals + 1;
        struct key *key = NULL;
        for (size_t k = 0; k < key_count; k++) {
            if (strcmp(keys[k].name, tokens[i]) == 0) key = &keys[k];
        }
        if (key == NULL) reject("unknown key '%s'", tokens[i]);
        if (key->seen) reject("key '%s' is given twice", key->name);
        key->seen = true;
        if (key->type == TEXT) {
            *(const char **) key->value = text;
        } else if (key->type == REAL) {
            double value = parse_double(key->name, text);
            if (value < key->min) reject("%s must be at least %g", key->name, key->min);
            *(double *) key->value = value;
        } else {
            int64_t value = parse_int(key->name, text);
            if ((double) value < key->min || value > MAX_UJ) {
                reject("%s must lie between %g and %" PRId64, key->name, key->min, MAX_UJ);
            }
            *(int64_t *) key->value = value;
        }
    }
    for (size_t k = 0; k < key_count; k++) {
        if (keys[k].required && !keys[k].seen) reject("key '%s' is missing", keys[k].name);
    }
}

#define PARSE_KEYS(tokens, count, keys) parse_keys(tokens, count, keys, sizeof(keys) / sizeof((keys)[0]))

// Names become directory names, so nothing that could lead out of the tree.
static void copy_name(char out[NAME_SIZE], const char *text) {
    bool good = *text != '\0' && *text != '.' && strlen(text) < NAME_SIZE;
    for (const char *c = text; *c != '\0'; c++) good = good && (isalnum((unsigned char) *c) || strchr("-_.", *c) != NULL);
    if (!good) reject("'%s' is not a zone or control name (letters, digits, '-', '_', '.')", text);
    memcpy(out, text, strlen(text) + 1);
}

// A zone is meant by its directory name (intel-rapl:0:1), by PARENT/NAME, or by NAME. Twins share a name:
// then the one of the main control type is meant, as in the meter.
static int find_zone(const char *reference) {
    const char *slash = strchr(reference, '/');
    int any = -1, any_count = 0, main_zone = -1, main_count = 0;
    for (int i = 0; i < zone_count; i++) {
        const struct zone *z = &zones[i];
        bool same = strcmp(z->id, reference) == 0;
        if (slash == NULL) {
            same = same || strcmp(z->name, reference) == 0;
        } else if (z->parent >= 0) {
            const char *parent = zones[z->parent].name;
            size_t length = (size_t) (slash - reference);
            same = same || (strlen(parent) == length && strncmp(parent, reference, length) == 0 && strcmp(z->name, slash + 1) == 0);
        }
        if (!same) continue;
        any = i;
        any_count++;
        if (strcmp(z->control, DEFAULT_CONTROL) == 0) {
            main_zone = i;
            main_count++;
        }
    }
    if (main_count == 1) return main_zone;
    if (any_count == 0) reject("no zone '%s' above this line", reference);
    if (any_count > 1) reject("'%s' may mean %d zones: write PARENT/NAME or the directory name", reference, any_count);
    return any;
}

static void parse_zone(char **tokens, int count) {
    if (count < 1) reject("a zone needs a name");
    if (zone_count == MAX_ZONES) reject("more than %d zones", MAX_ZONES);
    struct zone *z = &zones[zone_count];
    *z = (struct zone) {.parent = -1, .range = 262143328850, .limit = -1, .short_limit = -1, .max = -1, .fd = -1};
    const char *control = DEFAULT_CONTROL, *parent = NULL;
    struct key keys[] = {
        {.name = "control", .type = TEXT, .value = &control},
        {.name = "parent", .type = TEXT, .value = &parent},
        {.name = "range_uj", .type = WHOLE, .value = &z->range, .min = 1},
        {.name = "start_uj", .type = WHOLE, .value = &z->start},
        {.name = "limit_w", .type = REAL, .value = &z->limit},
        {.name = "short_w", .type = REAL, .value = &z->short_limit},
        {.name = "max_w", .type = REAL, .value = &z->max},
    };
    copy_name(z->name, tokens[0]);
    PARSE_KEYS(tokens + 1, count - 1, keys);
    copy_name(z->control, control);
    if (z->start >= z->range) reject("start_uj must be below range_uj");
    if (z->limit < 0 && (z->short_limit >= 0 || z->max >= 0)) reject("short_w and max_w need limit_w");
    if (parent != NULL) {
        for (int i = 0; i < zone_count; i++) {
            bool same = strcmp(zones[i].control, z->control) == 0;
            same = same && (strcmp(zones[i].name, parent) == 0 || strcmp(zones[i].id, parent) == 0);
            if (same && z->parent >= 0) reject("parent '%s' may mean two zones: write the directory name", parent);
            if (same) z->parent = i;
        }
        if (z->parent < 0) reject("no zone '%s' of control %s above this line", parent, z->control);
        if (zones[z->parent].parent >= 0) reject("powercap nests two levels: '%s' has a parent itself", parent);
    }
    // Directories are numbered in order of appearance, as the kernel numbers them in order of registration.
    int number = 0;
    for (int i = 0; i < zone_count; i++) number += zones[i].parent == z->parent && strcmp(zones[i].control, z->control) == 0;
    print_into(z->id, ID_SIZE, "%s:%d", z->parent < 0 ? z->control : zones[z->parent].id, number);
    zone_count++;
}

static void parse_wave(char **tokens, int count) {
    static const char *const SHAPES[] = {"const", "sine", "square", "saw", "ramp", "like"};
    if (zone_count == 0) reject("a wave belongs below a zone");
    if (count < 1) reject("a wave needs a shape");
    if (wave_count == MAX_WAVES) reject("more than %d waves", MAX_WAVES);
    struct wave *w = &waves[wave_count];
    *w = (struct wave) {.zone = zone_count - 1, .duty = 0.5, .factor = 1, .source = -1, .line = scenario_line};
    int shape = 0;
    while (shape <= LIKE && strcmp(SHAPES[shape], tokens[0]) != 0) shape++;
    if (shape > LIKE) reject("unknown wave '%s' (const, sine, square, saw, ramp or like)", tokens[0]);
    w->shape = (enum shape) shape;
    char **rest = tokens + 1;
    count--;
    // Power is never negative, wave by wave: an energy counter has no way down.
    if (w->shape == CONST) {
        if (count != 1) reject("write: wave const WATTS");
        w->low = parse_double("const", rest[0]);
        if (w->low < 0) reject("power must not be negative");
    } else if (w->shape == LIKE) {
        struct key keys[] = {{.name = "factor", .type = REAL, .value = &w->factor}};
        if (count < 1) reject("write: wave like ZONE [factor=F]");
        print_into(w->like, sizeof w->like, "%s", rest[0]);
        PARSE_KEYS(rest + 1, count - 1, keys);
    } else if (w->shape == RAMP) {
        struct key keys[] = {
            {.name = "from", .type = REAL, .value = &w->low, .required = true},
            {.name = "to", .type = REAL, .value = &w->high, .required = true},
            {.name = "at", .type = REAL, .value = &w->at, .required = true},
            {.name = "over", .type = REAL, .value = &w->over, .required = true},
        };
        PARSE_KEYS(rest, count, keys);
    } else {
        bool sine = w->shape == SINE;
        struct key keys[] = {
            {.name = sine ? "mean" : "low", .type = REAL, .value = &w->low, .required = true},
            {.name = sine ? "amplitude" : "high", .type = REAL, .value = &w->high, .required = true},
            {.name = "period_s", .type = REAL, .value = &w->period, .required = true, .min = 0.001},
            {.name = "phase", .type = REAL, .value = &w->phase},
            {.name = "duty", .type = REAL, .value = &w->duty},
        };
        parse_keys(rest, count, keys, w->shape == SQUARE ? 5 : 4);
        if (sine && w->high > w->low) reject("amplitude must not exceed mean: power would be negative");
        if (w->duty > 1) reject("duty must not exceed 1");
    }
    wave_count++;
}

static void parse_fault(char **tokens, int count) {
    if (count < 1) reject("a fault needs a zone");
    if (fault_count == MAX_FAULTS) reject("more than %d faults", MAX_FAULTS);
    struct fault *f = &faults[fault_count];
    *f = (struct fault) {.zone = find_zone(tokens[0]), .length = INFINITY, .line = scenario_line};
    const char *kind = NULL;
    struct key keys[] = {
        {.name = "kind", .type = TEXT, .value = &kind, .required = true},
        {.name = "at", .type = REAL, .value = &f->at, .required = true},
        {.name = "for", .type = REAL, .value = &f->length},
    };
    PARSE_KEYS(tokens + 1, count - 1, keys);
    if (strncmp(kind, "spike:", 6) == 0) {
        f->kind = SPIKE;
        f->uj = parse_int("spike", kind + 6);
        if (f->uj < 1 || f->uj > MAX_UJ) reject("spike must lie between 1 and %" PRId64, MAX_UJ);
    } else {
        int k = 0;
        while (k < SPIKE && strcmp(KINDS[k], kind) != 0) k++;
        if (k == SPIKE) reject("unknown kind '%s' (stuck, vanish, unplug, deny, garbage, eio, reset or spike:UJ)", kind);
        f->kind = (enum kind) k;
    }
    if (f->kind >= RESET && isfinite(f->length)) reject("kind=%s happens at once and takes no 'for'", KINDS[f->kind]);
    fault_count++;
}

static bool contains(int outer, int inner) {
    while (inner >= 0 && inner != outer) inner = zones[inner].parent;
    return inner == outer;
}

static int by_time(const void *a, const void *b) {
    const struct fault *x = a, *y = b;
    if (x->at < y->at || x->at > y->at) return x->at < y->at ? -1 : 1;
    return x->line - y->line;
}

static void check_scenario(void) {
    scenario_line = 0;
    if (zone_count == 0) reject("%s has no zone", scenario_file);
    // `like` may look ahead (psys is often listed before the second package), so it is resolved last; it
    // may not chain, which keeps the integral free of recursion.
    for (int i = 0; i < wave_count; i++) {
        struct wave *w = &waves[i];
        if (w->shape != LIKE) continue;
        scenario_line = w->line;
        w->source = find_zone(w->like);
        for (int j = 0; j < wave_count; j++) {
            if (waves[j].zone == w->source && waves[j].shape == LIKE) reject("zone '%s' is itself like another zone", w->like);
        }
    }
    // In order of time, so that of two faults that meet the older ends before the younger begins.
    qsort(faults, (size_t) fault_count, sizeof faults[0], by_time);
    for (int i = 0; i < fault_count; i++) {
        for (int j = 0; j < i; j++) {
            const struct fault *old = &faults[j], *young = &faults[i];
            bool related = old->zone == young->zone || (old->kind == UNPLUG && contains(old->zone, young->zone))
                || (young->kind == UNPLUG && contains(young->zone, old->zone));
            bool lasting = old->kind < RESET && young->kind < RESET;
            scenario_line = young->line;
            if (related && lasting && young->at < old->at + old->length) {
                reject("this fault begins before the one of line %d has ended", old->line);
            }
        }
    }
    scenario_line = 0;
}

static void load_scenario(const char *file) {
    scenario_file = file;
    FILE *in = fopen(file, "re");
    if (in == NULL) reject("cannot open %s: %s", file, strerror(errno));
    char *text = NULL;
    size_t size = 0;
    while (getline(&text, &size, in) >= 0) {
        scenario_line++;
        text[strcspn(text, "#")] = '\0';
        char *tokens[MAX_TOKENS], *rest = NULL;
        int count = 0;
        for (char *t = strtok_r(text, " \t\r\n", &rest); t != NULL; t = strtok_r(NULL, " \t\r\n", &rest)) {
            if (count == MAX_TOKENS) reject("more than %d words", MAX_TOKENS);
            tokens[count++] = t;
        }
        if (count == 0) continue;
        if (strcmp(tokens[0], "zone") == 0) {
            parse_zone(tokens + 1, count - 1);
        } else if (strcmp(tokens[0], "wave") == 0) {
            parse_wave(tokens + 1, count - 1);
        } else if (strcmp(tokens[0], "fault") == 0) {
            parse_fault(tokens + 1, count - 1);
        } else if (strcmp(tokens[0], "period_ms") == 0) {
            if (count != 2) reject("write: period_ms MILLISECONDS");
            period_ms = parse_double("period_ms", tokens[1]);
            if (period_ms < 0.1 || period_ms > 10000) reject("period_ms must lie between 0.1 and 10000");
        } else {
            reject("unknown word '%s' (period_ms, zone, wave or fault)", tokens[0]);
        }
    }
    if (ferror(in)) reject("cannot read: %s", strerror(errno));
    free(text);
    fclose(in);
    check_scenario();
}

// --------------------------------------------------------------------------------------------- energy

// Energy of one wave from 0 to t seconds, J. Closed forms, not sums over ticks: a late tick then delays a
// value but never falsifies one, and `truth` needs nothing of the run but its epoch.
static double wave_energy(const struct wave *w, double t) {
    double x = w->period > 0 ? t / w->period + w->phase : 0;
    double x0 = w->phase;
    switch (w->shape) {
        case CONST:
            return w->low * t;
        case SINE:
            return w->low * t + w->high * w->period / (2 * PI) * (cos(2 * PI * x0) - cos(2 * PI * x));
        case SQUARE: { // `high` for the first `duty` of each period
            double turns = floor(x) * w->duty + fmin(x - floor(x), w->duty);
            double turns0 = floor(x0) * w->duty + fmin(x0 - floor(x0), w->duty);
            return w->low * t + (w->high - w->low) * w->period * (turns - turns0);
        }
        case SAW: { // rises from `low` to `high` over each period, then falls at once
            double f = x - floor(x), f0 = x0 - floor(x0);
            return w->low * t + (w->high - w->low) * w->period * (floor(x) - floor(x0) + f * f - f0 * f0) / 2;
        }
        case RAMP: { // `from` until at, `to` after at + over, a straight line between
            double s = t - w->at;
            double area = s <= 0 ? 0 : s < w->over ? s * s / (2 * w->over) : s - w->over / 2;
            return w->low * t + (w->high - w->low) * area;
        }
        case LIKE:
            break; // zone_energy's business
    }
    return 0;
}

// Energy of a zone from 0 to t, J. Before its epoch the machine was off.
static double zone_energy(int zone, double t) {
    double sum = 0;
    if (t <= 0) return 0;
    for (int i = 0; i < wave_count; i++) {
        const struct wave *w = &waves[i];
        if (w->zone != zone) continue;
        sum += w->shape == LIKE ? w->factor * zone_energy(w->source, t) : wave_energy(w, t);
    }
    return sum;
}

// What the counter holds at t. A reset and a spike are lies of the counter, not energy: they live here.
//
// The modulus is max_energy_range_uj itself, so that the rule "max - previous + current" is exact. In a
// real driver the counter has 2^32 units and the file shows 2^32 - 1 of them: the rule loses one unit,
// 61 uJ, per wrap, which nobody can see.
static int64_t zone_counter(int zone, double t) {
    int64_t base = zones[zone].start;
    double since = 0;
    for (int i = 0; i < fault_count && faults[i].at <= t; i++) {
        if (faults[i].zone != zone) continue;
        if (faults[i].kind == RESET) {
            base = 0;
            since = faults[i].at;
        } else if (faults[i].kind == SPIKE) {
            base = (base + faults[i].uj) % zones[zone].range;
        }
    }
    double uj = floor((zone_energy(zone, t) - zone_energy(zone, since)) * 1e6);
    return (base + (int64_t) fmod(fmax(uj, 0), (double) zones[zone].range)) % zones[zone].range;
}

// ------------------------------------------------------------------------------------------- the tree
//
// All paths are relative to DIR, which `run` makes the working directory.

static bool flat;
static bool eio_as_directory;
static const char *const FRESH = ".fresh"; // a file is made here and renamed into place complete

static void zone_directory(int zone, char out[PATH_SIZE]) {
    const struct zone *z = &zones[zone];
    if (flat) print_into(out, PATH_SIZE, "class/powercap/%s", z->id);
    else if (z->parent < 0) print_into(out, PATH_SIZE, "devices/virtual/powercap/%s/%s", z->control, z->id);
    else print_into(out, PATH_SIZE, "devices/virtual/powercap/%s/%s/%s", z->control, zones[z->parent].id, z->id);
}

static void energy_path(int zone, char out[PATH_SIZE]) {
    char directory[PATH_SIZE];
    zone_directory(zone, directory);
    print_into(out, PATH_SIZE, "%s/energy_uj", directory);
}

static void make_directory(const char *path) {
    if (mkdir(path, 0755) != 0 && errno != EEXIST) fail("make the directory", path);
}

__attribute__((format(printf, 4, 5)))
static void make_file(const char *directory, const char *name, mode_t mode, const char *format, ...) {
    char path[PATH_SIZE];
    print_into(path, sizeof path, "%s/%s", directory, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) fail("make", path);
    va_list args;
    va_start(args, format);
    int written = vdprintf(fd, format, args);
    va_end(args);
    if (written < 0 || close(fd) != 0) fail("write", path);
}

static void make_link(const char *target, const char *directory, const char *name) {
    char path[PATH_SIZE];
    print_into(path, sizeof path, "%s/%s", directory, name);
    if (symlink(target, path) != 0) fail("link", path);
}

// Shows a text in energy_uj.
//
// A sysfs attribute is computed by the kernel at each read, so a reader may keep the file open for hours
// and read from offset 0 again and again. A regular file does the same only if the very inode it opened is
// written: a rename would leave that reader with the old file for ever, and a truncation would show it an
// empty one now and then. Hence one pwrite of a fixed width at offset 0; newlines after the number keep a
// shorter value (after a wrap) from leaving digits of the longer one behind. Linux does not promise that
// a read of a regular file sees a concurrent write whole or not at all; 16 bytes at the start of a page
// are copied in one or two machine words, which is as near to it as a file gets.
static void write_block(const struct zone *z, const char block[BLOCK]) {
    if (pwrite(z->fd, block, BLOCK, 0) != BLOCK) fail("write the counter of", z->id);
}

static void write_counter(int zone, double t) {
    char block[BLOCK];
    char digits[BLOCK];
    int count = 0;
    int64_t value = zone_counter(zone, t);
    do {
        digits[count++] = (char) ('0' + value % 10);
        value /= 10;
    } while (value > 0 && count < BLOCK - 1);
    memset(block, '\n', BLOCK);
    for (int i = 0; i < count; i++) block[i] = digits[count - 1 - i];
    write_block(&zones[zone], block);
}

// A new inode: whoever kept the former one open will not see it, as with a driver that was reloaded.
// Readable by the owner alone, as in the kernel since CVE-2020-8694.
static void make_energy(int zone, double t) {
    char path[PATH_SIZE];
    struct zone *z = &zones[zone];
    energy_path(zone, path);
    z->fd = open(FRESH, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
    if (z->fd < 0) fail("make", FRESH);
    write_counter(zone, t);
    if (rename(FRESH, path) != 0) fail("make", path);
}

// To be called once the name is gone. Sysfs answers ENODEV to a reader that kept the file open; a regular
// file cannot, but an empty answer is a failure too, where the last number would be a lie.
static void forget_energy(int zone) {
    struct zone *z = &zones[zone];
    if (z->fd < 0) return;
    if (ftruncate(z->fd, 0) != 0) fail("empty the counter of", z->id);
    close(z->fd);
    z->fd = -1;
}

static void make_common_files(const char *directory) {
    char power[PATH_SIZE];
    make_file(directory, "uevent", 0644, "%s", "");
    make_file(directory, "enabled", 0644, "1\n");
    print_into(power, sizeof power, "%s/power", directory);
    make_directory(power);
    make_file(power, "control", 0644, "auto\n");
}

static void make_constraint(const char *directory, int number, const char *name, double watts, int window_us, double max) {
    char file[NAME_SIZE];
    print_into(file, sizeof file, "constraint_%d_name", number);
    make_file(directory, file, 0444, "%s\n", name);
    print_into(file, sizeof file, "constraint_%d_power_limit_uw", number);
    make_file(directory, file, 0644, "%.0f\n", watts * 1e6);
    print_into(file, sizeof file, "constraint_%d_time_window_us", number);
    make_file(directory, file, 0644, "%d\n", window_us);
    if (max < 0) return;
    print_into(file, sizeof file, "constraint_%d_max_power_uw", number);
    make_file(directory, file, 0444, "%.0f\n", max * 1e6);
}

static void make_control(const char *control) {
    char directory[PATH_SIZE], target[PATH_SIZE];
    print_into(directory, sizeof directory, flat ? "class/powercap/%s" : "devices/virtual/powercap/%s", control);
    make_directory(directory);
    make_common_files(directory);
    if (flat) return;
    make_link("../../../../class/powercap", directory, "subsystem");
    print_into(target, sizeof target, "../../devices/virtual/powercap/%s", control);
    make_link(target, "class/powercap", control);
}

static void make_zone(int zone, double t) {
    const struct zone *z = &zones[zone];
    char directory[PATH_SIZE], target[PATH_SIZE];
    zone_directory(zone, directory);
    make_directory(directory);
    make_common_files(directory);
    make_file(directory, "name", 0444, "%s\n", z->name);
    make_file(directory, "max_energy_range_uj", 0444, "%" PRId64 "\n", z->range);
    if (z->limit >= 0) make_constraint(directory, 0, "long_term", z->limit, 999424, z->max);
    if (z->short_limit >= 0) make_constraint(directory, 1, "short_term", z->short_limit, 1952, -1);
    make_energy(zone, t);
    if (flat) return;
    // The same relative targets as the kernel writes; the flat class link comes last, so that whoever
    // finds the zone there finds it complete.
    make_link(z->parent < 0 ? "../../../../../class/powercap" : "../../../../../../class/powercap", directory, "subsystem");
    print_into(target, sizeof target, "../../%s", z->parent < 0 ? z->control : zones[z->parent].id);
    make_link(target, directory, "device");
    char from_class[PATH_SIZE + 8];
    print_into(from_class, sizeof from_class, "../../%s", directory);
    make_link(from_class, "class/powercap", z->id);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *where) {
    (void) status, (void) type, (void) where;
    return remove(path);
}

// Follows no link. Only ever given what this run has made.
static void remove_tree(const char *path) {
    if (nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT) fail("remove", path);
}

static void make_tree(void) {
    // Someone else's tree, perhaps the real /sys: not a place to write, let alone to clean up.
    if (access("class", F_OK) == 0 || access("devices", F_OK) == 0 || access(FRESH, F_OK) == 0) {
        reject("the directory already holds a tree; give a new or an empty one");
    }
    make_directory("class");
    make_directory("class/powercap");
    if (!flat) {
        make_directory("devices");
        make_directory("devices/virtual");
        make_directory("devices/virtual/powercap");
    }
    for (int i = 0; i < zone_count; i++) {
        bool first = true;
        for (int j = 0; j < i; j++) first = first && strcmp(zones[j].control, zones[i].control) != 0;
        if (first) make_control(zones[i].control);
        make_zone(i, 0);
    }
}

// --------------------------------------------------------------------------------------------- faults

// A file that opens and then fails to be read: a link to the reader's own memory image, of which page 0 is
// never mapped, so that a read at offset 0 is a true EIO. Where /proc does not play along, a directory
// (EISDIR) has to do.
static void choose_eio(void) {
    char byte;
    int fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    eio_as_directory = fd < 0 || pread(fd, &byte, 1, 0) != -1 || errno != EIO;
    if (fd >= 0) close(fd);
    if (eio_as_directory) fputs("powercapsim: /proc/self/mem gives no EIO here; kind=eio makes a directory (EISDIR)\n", stderr);
}

static void begin_fault(const struct fault *f) {
    static const char NONSENSE[BLOCK + 1] = "not-a-number\n\n\n\n";
    struct zone *z = &zones[f->zone];
    char path[PATH_SIZE];
    energy_path(f->zone, path);
    switch (f->kind) {
        case STUCK:
            z->frozen = true;
            break;
        case GARBAGE:
            z->frozen = true;
            write_block(z, NONSENSE);
            break;
        case DENY: // no effect on root, nor on a file already open: as in the kernel
            if (chmod(path, 0) != 0) fail("deny", path);
            break;
        case VANISH:
            if (unlink(path) != 0) fail("remove", path);
            forget_energy(f->zone);
            break;
        case EIO_READ:
            if (eio_as_directory) {
                if (unlink(path) != 0) fail("remove", path);
                make_directory(path);
            } else {
                if (symlink("/proc/self/mem", FRESH) != 0) fail("link", FRESH);
                if (rename(FRESH, path) != 0) fail("replace", path);
            }
            forget_energy(f->zone);
            break;
        case UNPLUG:
            for (int i = zone_count - 1; i >= 0; i--) {
                if (!contains(f->zone, i)) continue;
                char link[PATH_SIZE];
                print_into(link, sizeof link, "class/powercap/%s", zones[i].id);
                if (!flat && unlink(link) != 0) fail("remove", link);
                zone_directory(i, path);
                remove_tree(path);
                forget_energy(i);
            }
            break;
        case RESET:
        case SPIKE:
            break; // zone_counter's business
    }
}

static void end_fault(const struct fault *f, double t) {
    struct zone *z = &zones[f->zone];
    char path[PATH_SIZE];
    energy_path(f->zone, path);
    switch (f->kind) {
        case STUCK:
        case GARBAGE:
            z->frozen = false;
            break;
        case DENY:
            if (chmod(path, 0400) != 0) fail("allow", path);
            break;
        case EIO_READ:
            if (eio_as_directory && rmdir(path) != 0) fail("remove", path);
            make_energy(f->zone, t);
            break;
        case VANISH:
            make_energy(f->zone, t);
            break;
        case UNPLUG:
            for (int i = 0; i < zone_count; i++) {
                if (contains(f->zone, i)) make_zone(i, t);
            }
            break;
        case RESET:
        case SPIKE:
            break;
    }
}

// ------------------------------------------------------------------------------------------- commands

static volatile sig_atomic_t stopped;

static void stop(int signal_number) {
    (void) signal_number;
    stopped = 1;
}

static int64_t now_ns(clockid_t clock) {
    struct timespec ts;
    if (clock_gettime(clock, &ts) != 0) fail("read the clock", "");
    return (int64_t) ts.tv_sec * NS + ts.tv_nsec;
}

static void tick(double t) {
    for (int i = 0; i < fault_count; i++) {
        struct fault *f = &faults[i];
        if (!f->begun && t >= f->at) {
            f->begun = true;
            begin_fault(f);
        }
        if (f->begun && !f->ended && t >= f->at + f->length) {
            f->ended = true;
            end_fault(f, t);
        }
    }
    for (int i = 0; i < zone_count; i++) {
        if (zones[i].fd >= 0 && !zones[i].frozen) write_counter(i, t);
    }
}

static void run(const char *directory, double duration, bool clean, bool stats, int64_t epoch) {
    struct sigaction action = {.sa_handler = stop}; // no SA_RESTART: the sleep must end
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGHUP, &action, NULL);

    umask(022);
    int origin = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (origin < 0) fail("open", ".");
    bool made = mkdir(directory, 0755) == 0;
    if (!made && errno != EEXIST) fail("make the directory", directory);
    if (chdir(directory) != 0) fail("enter", directory);
    for (int i = 0; i < fault_count; i++) {
        if (faults[i].kind == EIO_READ) {
            choose_eio();
            break;
        }
    }
    make_tree();

    // A timer may by default come 50 us late to be merged with others; a counter that is to be fresh at
    // each read cannot afford that. Failure only means more lag.
    prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL);

    // The wall clock names the moment t = 0 for others; from there on only the monotonic one is asked, so
    // that setting the clock during a run does not add or remove energy.
    int64_t real = now_ns(CLOCK_REALTIME);
    int64_t begin = now_ns(CLOCK_MONOTONIC);
    if (epoch == INT64_MIN) epoch = real;
    int64_t zero = begin - (real - epoch); // monotonic time of t = 0
    int64_t period = (int64_t) (period_ms * 1e6);
    int64_t end = isfinite(duration) ? begin + (int64_t) (duration * 1e9) : INT64_MAX;
    int64_t deadline = begin, now = begin, ticks = 0, missed = 0, worst = 0;

    tick((double) (now - zero) / 1e9);
    printf("ready %s epoch_ns=%" PRId64 "\n", directory, epoch);
    fflush(stdout);

    while (!stopped && now < end) {
        // Absolute deadlines do not drift. After a stall the missed ones are dropped: the next value is
        // right whatever happened, and a burst of old ones would help nobody.
        deadline += period;
        now = now_ns(CLOCK_MONOTONIC);
        if (deadline <= now) {
            missed += (now - deadline) / period + 1;
            deadline += ((now - deadline) / period + 1) * period;
        }
        struct timespec until = {.tv_sec = (time_t) (deadline / NS), .tv_nsec = (long) (deadline % NS)};
        if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) continue;
        now = now_ns(CLOCK_MONOTONIC); // not the deadline: the value belongs to the moment it is written
        if (now - deadline > worst) worst = now - deadline;
        tick((double) (now - zero) / 1e9);
        ticks++;
    }
    if (stats) {
        fprintf(stderr, "ticks=%" PRId64 " missed=%" PRId64 " worst_lag_us=%" PRId64 " cpu_s=%.3f\n", ticks, missed,
                worst / 1000, (double) now_ns(CLOCK_PROCESS_CPUTIME_ID) / 1e9);
    }
    for (int i = 0; i < zone_count; i++) {
        if (zones[i].fd >= 0) close(zones[i].fd);
    }
    if (clean) {
        remove_tree("class");
        if (!flat) remove_tree("devices");
        if (fchdir(origin) != 0) fail("leave", directory);
        if (made && rmdir(directory) != 0) fail("remove", directory);
    }
    close(origin);
}

static void truth(int64_t epoch, int64_t from, int64_t to) {
    if (to < from) reject("T1_NS lies before T0_NS");
    for (int i = 0; i < zone_count; i++) {
        double joules = zone_energy(i, (double) (to - epoch) / 1e9) - zone_energy(i, (double) (from - epoch) / 1e9);
        printf("%s %s %.6f\n", zones[i].id, zones[i].name, joules);
    }
}

static const char USAGE[] =
    "usage: powercapsim run SCENARIO DIR [--duration S] [--clean] [--flat] [--epoch-ns N] [--stats]\n"
    "       powercapsim truth SCENARIO EPOCH_NS T0_NS T1_NS\n"
    "\n"
    "run    makes a sysfs tree with powercap energy counters below DIR (new or empty), prints\n"
    "       'ready DIR epoch_ns=N' and keeps the counters moving until SIGTERM, SIGINT or the duration ends.\n"
    "  --duration S   stop after S seconds\n"
    "  --clean        remove the tree at the end\n"
    "  --flat         plain directories in class/powercap: no links, no devices/, nothing nested\n"
    "  --epoch-ns N   scenario time 0 is N (CLOCK_REALTIME, ns) instead of now\n"
    "  --stats        ticks, missed ticks, worst lag and CPU time on stderr at the end\n"
    "truth  prints 'ZONE_ID NAME JOULES' for every zone: the exact energy between two CLOCK_REALTIME moments.\n"
    "\n"
    "scenario, one directive a line, '#' begins a comment:\n"
    "  period_ms MS                         time between two updates, default 1\n"
    "  zone NAME [control=intel-rapl] [parent=ZONE] [range_uj=N] [start_uj=N] [limit_w=W [short_w=W] [max_w=W]]\n"
    "  wave const WATTS                     waves belong to the zone above them and add up\n"
    "  wave sine mean=W amplitude=W period_s=S [phase=TURNS]\n"
    "  wave square low=W high=W period_s=S [phase=TURNS] [duty=SHARE]\n"
    "  wave saw low=W high=W period_s=S [phase=TURNS]\n"
    "  wave ramp from=W to=W at=S over=S\n"
    "  wave like ZONE [factor=F]            the power of another zone, times F\n"
    "  fault ZONE at=S [for=S] kind=stuck|vanish|unplug|deny|garbage|eio\n"
    "  fault ZONE at=S kind=reset|spike:UJ\n"
    "ZONE is NAME, PARENT/NAME or a directory name such as intel-rapl:0:1. Exit: 0 done, 1 failed, 2 misuse.\n";

int main(int argc, char **argv) {
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(USAGE, stdout);
        return 0;
    }
    if (argc == 6 && strcmp(argv[1], "truth") == 0) {
        load_scenario(argv[2]);
        truth(parse_int("EPOCH_NS", argv[3]), parse_int("T0_NS", argv[4]), parse_int("T1_NS", argv[5]));
        return 0;
    }
    if (argc >= 4 && strcmp(argv[1], "run") == 0) {
        double duration = INFINITY;
        int64_t epoch = INT64_MIN;
        bool clean = false, stats = false;
        for (int i = 4; i < argc; i++) {
            bool more = i + 1 < argc;
            if (strcmp(argv[i], "--clean") == 0) clean = true;
            else if (strcmp(argv[i], "--flat") == 0) flat = true;
            else if (strcmp(argv[i], "--stats") == 0) stats = true;
            else if (strcmp(argv[i], "--duration") == 0 && more) duration = parse_double("--duration", argv[++i]);
            else if (strcmp(argv[i], "--epoch-ns") == 0 && more) epoch = parse_int("--epoch-ns", argv[++i]);
            else reject("unknown or incomplete option '%s' (see --help)", argv[i]);
        }
        if (duration < 0 || (isfinite(duration) && duration > 1e9)) reject("--duration must lie between 0 and 1e9 seconds");
        load_scenario(argv[2]);
        run(argv[3], duration, clean, stats, epoch);
        return 0;
    }
    fputs(USAGE, stderr);
    return 2;
}
