// SPDX-License-Identifier: Apache-2.0
//
// nvmlsim: makes and changes control files, and tells the truth of a scenario.

#include "nvmlsim.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct scenario scenario;

static const char USAGE[] =
    "usage: nvmlsim ctl FILE [--virtual] [--epoch NS]         makes a control file; scenario time 0 is now or NS (wall clock)\n"
    "       nvmlsim list SCENARIO                             checks a scenario and shows what is in it\n"
    "       nvmlsim truth SCENARIO CTL GPU FROM_NS TO_NS      true energy of a span of wall-clock time, J\n"
    "       nvmlsim sm SCENARIO CTL GPU PID FROM_NS TO_NS     true SM use of a process as the scenario names it, SM-seconds\n"
    "       nvmlsim time CTL SECONDS                          sets the virtual clock\n"
    "       nvmlsim fault CTL SLOT WORDS...|none              sets or takes away a fault, in the words of a scenario\n"
    "       nvmlsim release CTL                               lets all hung calls go\n"
    "       nvmlsim pid CTL SLOT PID                          sets the process slot:SLOT; 0: it has ended\n"
    "       nvmlsim calls CTL                                 calls so far, by GPU and function\n";

__attribute__((noreturn, format(printf, 1, 2))) static void reject(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("nvmlsim: ", stderr);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(2);
}

__attribute__((noreturn)) static void fail(const char *what, const char *path) {
    fprintf(stderr, "nvmlsim: cannot %s %s: %s\n", what, path, strerror(errno));
    exit(1);
}

static int64_t parse_int(const char *what, const char *text, int64_t least, int64_t most) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < least || value > most) reject("%s: not '%s'", what, text);
    return value;
}

static void load(const char *file) {
    char message[1024];
    if (!scenario_load(&scenario, file, message, sizeof message)) reject("%s", message);
}

static struct nvmlsim_ctl *map(const char *file) {
    struct stat status;
    int fd = open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) != 0) fail("open", file);
    if (status.st_size < (off_t) sizeof(struct nvmlsim_ctl)) reject("%s is not a control file", file);
    struct nvmlsim_ctl *ctl = mmap(NULL, sizeof *ctl, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (ctl == MAP_FAILED) fail("map", file);
    close(fd);
    if (ctl->magic != NVMLSIM_CTL_MAGIC || ctl->version != NVMLSIM_CTL_VERSION) reject("%s is not a control file of this version", file);
    return ctl;
}

static int make(int count, char **args) {
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    static struct nvmlsim_ctl ctl = {.magic = NVMLSIM_CTL_MAGIC, .version = NVMLSIM_CTL_VERSION, .bytes = sizeof ctl};
    ctl.epoch_ns = (int64_t) ts.tv_sec * 1000000000 + ts.tv_nsec;
    for (int i = 1; i < count; i++) {
        if (strcmp(args[i], "--virtual") == 0) ctl.mode = NVMLSIM_VIRTUAL;
        else if (strcmp(args[i], "--epoch") == 0 && i + 1 < count) ctl.epoch_ns = parse_int("--epoch", args[++i], 0, INT64_MAX);
        else reject("unknown option '%s'", args[i]);
    }
    int fd = open(args[0], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) fail("make", args[0]);
    if (write(fd, &ctl, sizeof ctl) != (ssize_t) sizeof ctl || close(fd) != 0) fail("write", args[0]);
    printf("epoch_ns=%" PRId64 "\n", ctl.epoch_ns);
    return 0;
}

static int list(const char *file) {
    load(file);
    for (int i = 0; i < scenario.gpu_count; i++) {
        const struct gpu *g = &scenario.gpus[i];
        printf("gpu %d %s %s (%s, %d.%d)%s%s\n", i, g->uuid, g->name, g->preset->name, g->cc_major, g->cc_minor,
            g->energy.present ? " energy" : "", g->sensor.present ? " power" : "");
        for (int k = 0; k < MAX_MIGS; k++) {
            const struct mig *m = &g->migs[k];
            if (m->present) printf("    mig %d %s %s gi=%u ci=%u\n", k, m->uuid, m->name, m->gi, m->ci);
        }
    }
    printf("%d processes, %d faults, %d events\n", scenario.process_count, scenario.fault_count, scenario.xid_count);
    return 0;
}

static int64_t scenario_us(const struct nvmlsim_ctl *ctl, const char *text) {
    return floor_to(parse_int("a moment", text, 0, INT64_MAX) - ctl->epoch_ns, 1000) / 1000;
}

static int truth(char **args) {
    load(args[0]);
    const struct nvmlsim_ctl *ctl = map(args[1]);
    int gpu = (int) parse_int("gpu", args[2], 0, scenario.gpu_count - 1);
    printf("%.9f\n", truth_joules(&scenario, gpu, scenario_us(ctl, args[3]), scenario_us(ctl, args[4])));
    return 0;
}

// A process is meant by its word in the scenario, or by a number that it has there or in its slot.
static bool is_meant(const struct process *p, const struct nvmlsim_ctl *ctl, const char *word) {
    static const char *const WORDS[] = {[PID_SELF] = "self", [PID_PARENT] = "parent", [PID_CHILD] = "child:", [PID_SLOT] = "slot:"};
    char name[32];
    int64_t number = p->kind == PID_SLOT ? (int64_t) ctl->pids[p->number] : p->number;
    if (p->kind == PID_NUMBER || p->kind == PID_SLOT) {
        char *end;
        long long asked = strtoll(word, &end, 10);
        if (end != word && *end == '\0') return number > 0 && asked >= number && asked < number + p->repeat;
        if (p->kind == PID_NUMBER) return false;
    }
    if (p->kind == PID_SELF || p->kind == PID_PARENT) return strcmp(word, WORDS[p->kind]) == 0;
    snprintf(name, sizeof name, "%s%" PRId64, WORDS[p->kind], p->number);
    return strcmp(word, name) == 0;
}

static int sm(char **args) {
    load(args[0]);
    const struct nvmlsim_ctl *ctl = map(args[1]);
    int gpu = (int) parse_int("gpu", args[2], 0, scenario.gpu_count - 1), found = 0;
    int64_t from = scenario_us(ctl, args[4]), to = scenario_us(ctl, args[5]);
    double sum = 0;
    for (int i = 0; i < scenario.process_count; i++) {
        const struct process *p = &scenario.processes[i];
        if (p->gpu != gpu || !is_meant(p, ctl, args[3])) continue;
        found++;
        sum += process_integral(&scenario, p, p->sm, from, to) / 100;
    }
    if (found == 0) reject("no process '%s' on gpu %d", args[3], gpu);
    printf("%.9f\n", sum);
    return 0;
}

static int set_fault(const char *file, const char *slot_text, int count, char **words) {
    struct nvmlsim_ctl *ctl = map(file);
    struct nvmlsim_fault fault = {.kind = NVMLSIM_NONE};
    int64_t slot = parse_int("slot", slot_text, 0, NVMLSIM_SLOTS - 1);
    if (count != 1 || strcmp(words[0], "none") != 0) {
        char line[2048] = "", message[1024];
        for (int i = 0; i < count; i++) {
            size_t length = strlen(line);
            int n = snprintf(line + length, sizeof line - length, "%s ", words[i]);
            if (n < 0 || (size_t) n >= sizeof line - length) reject("the fault is too long");
        }
        if (!scenario_fault(line, &fault, message, sizeof message)) reject("%s", message);
    }
    uint64_t words_of[sizeof fault / sizeof(uint64_t)];
    memcpy(words_of, &fault, sizeof fault);
    uint64_t *out = (uint64_t *) (void *) &ctl->faults[slot];
    __atomic_add_fetch(&ctl->sequence, 1, __ATOMIC_SEQ_CST);
    for (size_t i = 0; i < sizeof words_of / sizeof words_of[0]; i++) __atomic_store_n(&out[i], words_of[i], __ATOMIC_RELEASE);
    __atomic_store_n(&ctl->hits[slot], 0, __ATOMIC_RELEASE);
    __atomic_add_fetch(&ctl->sequence, 1, __ATOMIC_SEQ_CST);
    return 0;
}

static int set_time(const char *file, const char *text) {
    struct nvmlsim_ctl *ctl = map(file);
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !(seconds > -1e9 && seconds < 1e9)) reject("seconds: not '%s'", text);
    if (ctl->mode != NVMLSIM_VIRTUAL) reject("%s runs in real time: make it with --virtual", file);
    __atomic_store_n(&ctl->now_us, (int64_t) (seconds * 1e6 + (seconds < 0 ? -0.5 : 0.5)), __ATOMIC_RELEASE);
    return 0;
}

static int calls(const char *file) {
    const struct nvmlsim_ctl *ctl = map(file);
    for (int g = 0; g <= NVMLSIM_GPUS; g++) {
        for (int f = 0; f < FUNCTION_COUNT; f++) {
            uint64_t count = __atomic_load_n(&ctl->calls[g][f], __ATOMIC_RELAXED);
            if (count == 0) continue;
            if (g == NVMLSIM_NO_GPU) printf("- %s %" PRIu64 "\n", FUNCTION_NAMES[f], count);
            else printf("%d %s %" PRIu64 "\n", g, FUNCTION_NAMES[f], count);
        }
    }
    return 0;
}

int main(int argc, char **argv) {
    const char *command = argc > 1 ? argv[1] : "";
    char **args = argv + 2;
    int count = argc - 2;
    if (strcmp(command, "ctl") == 0 && count >= 1) return make(count, args);
    if (strcmp(command, "list") == 0 && count == 1) return list(args[0]);
    if (strcmp(command, "truth") == 0 && count == 5) return truth(args);
    if (strcmp(command, "sm") == 0 && count == 6) return sm(args);
    if (strcmp(command, "time") == 0 && count == 2) return set_time(args[0], args[1]);
    if (strcmp(command, "fault") == 0 && count >= 3) return set_fault(args[0], args[1], count - 2, args + 2);
    if (strcmp(command, "calls") == 0 && count == 1) return calls(args[0]);
    if (strcmp(command, "release") == 0 && count == 1) {
        __atomic_add_fetch(&map(args[0])->released, 1, __ATOMIC_ACQ_REL);
        return 0;
    }
    if (strcmp(command, "pid") == 0 && count == 3) {
        int64_t slot = parse_int("slot", args[1], 0, NVMLSIM_PIDS - 1), pid = parse_int("pid", args[2], 0, UINT32_MAX);
        __atomic_store_n(&map(args[0])->pids[slot], (uint64_t) pid, __ATOMIC_RELEASE);
        return 0;
    }
    fputs(USAGE, stderr);
    return 2;
}
