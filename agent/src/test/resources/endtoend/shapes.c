/*
 * Jobs of many shapes that know what they use: each process adds its own CPU time to a page that all share, and the
 * first one prints the sum at the end, in seconds.
 *
 *   shapes SHAPE SECONDS    begins to work when it has read a line, or the end, of its standard input
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MILLISECOND = 1000000, IDLE_PROCESSES = 500 };
static const long SECOND = 1000000000;

struct shared {
    atomic_long used;
    atomic_int pending;
};
static struct shared *shared;
static long end;

static long now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

static long nanoseconds(struct timeval t)
{
    return t.tv_sec * SECOND + t.tv_usec * 1000;
}

static void nap(long nanoseconds)
{
    struct timespec t = {nanoseconds / SECOND, nanoseconds % SECOND};
    nanosleep(&t, NULL);
}

static void spin(clockid_t clock, long nanoseconds)
{
    long until = now(clock) + nanoseconds;
    while (now(clock) < until) {
        for (volatile int i = 0; i < 2000; i++) {
        }
    }
}

static void leave(void)
{
    atomic_fetch_add(&shared->used, now(CLOCK_PROCESS_CPUTIME_ID));
    atomic_fetch_sub(&shared->pending, 1);
    _exit(0);
}

/* A child that works for some time of its own, or of the wall clock. */
static pid_t child(clockid_t clock, long nanoseconds)
{
    atomic_fetch_add(&shared->pending, 1);
    pid_t pid = fork();
    if (pid == 0) {
        spin(clock, nanoseconds);
        leave();
    }
    if (pid < 0) {
        exit(1);
    }
    return pid;
}

static long some_milliseconds(void)
{
    return (10 + rand() % 41) * (long)MILLISECOND;
}

static void steady(void)
{
    spin(CLOCK_MONOTONIC, end - now(CLOCK_MONOTONIC));
}

/* As much work whatever else runs beside it. */
static void equal(void)
{
    spin(CLOCK_PROCESS_CPUTIME_ID, end - now(CLOCK_MONOTONIC));
}

static void storm(void)
{
    while (now(CLOCK_MONOTONIC) < end) {
        waitpid(child(CLOCK_PROCESS_CPUTIME_ID, some_milliseconds()), NULL, 0);
    }
}

static void halves(void)
{
    while (now(CLOCK_MONOTONIC) < end) {
        waitpid(child(CLOCK_PROCESS_CPUTIME_ID, SECOND / 2), NULL, 0);
    }
}

static void pool(void)
{
    while (now(CLOCK_MONOTONIC) < end) {
        child(CLOCK_MONOTONIC, 2 * SECOND);
        child(CLOCK_MONOTONIC, 2 * SECOND);
        while (wait(NULL) > 0) {
        }
    }
}

static void daemons(void)
{
    while (now(CLOCK_MONOTONIC) < end) {
        atomic_fetch_add(&shared->pending, 1);
        pid_t between = fork();
        if (between == 0) {
            child(CLOCK_PROCESS_CPUTIME_ID, some_milliseconds());
            leave();
        }
        waitpid(between, NULL, 0);
        while (atomic_load(&shared->pending) > 0) {
            nap(MILLISECOND);
        }
    }
}

static void ignored(void)
{
    signal(SIGCHLD, SIG_IGN);
    while (now(CLOCK_MONOTONIC) < end) {
        child(CLOCK_PROCESS_CPUTIME_ID, some_milliseconds());
        while (atomic_load(&shared->pending) > 0) {
            nap(MILLISECOND);
        }
    }
}

static void idle(void)
{
    pid_t idlers[IDLE_PROCESSES];
    for (int i = 0; i < IDLE_PROCESSES; i++) {
        idlers[i] = fork();
        if (idlers[i] == 0) {
            /* Not left behind when the first process is killed. */
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            pause();
        }
    }
    pid_t one = child(CLOCK_MONOTONIC, end - now(CLOCK_MONOTONIC));
    pid_t two = child(CLOCK_MONOTONIC, end - now(CLOCK_MONOTONIC));
    waitpid(one, NULL, 0);
    waitpid(two, NULL, 0);
    for (int i = 0; i < IDLE_PROCESSES; i++) {
        kill(idlers[i], SIGKILL);
        struct rusage use;
        wait4(idlers[i], NULL, 0, &use);
        /* It is killed and tells nothing itself. */
        atomic_fetch_add(&shared->used, nanoseconds(use.ru_utime) + nanoseconds(use.ru_stime));
    }
}

static void *work(void *unused)
{
    spin(CLOCK_THREAD_CPUTIME_ID, 5 * (long)MILLISECOND);
    return unused;
}

static void threads(void)
{
    while (now(CLOCK_MONOTONIC) < end) {
        pthread_t both[2];
        pthread_create(&both[0], NULL, work, NULL);
        pthread_create(&both[1], NULL, work, NULL);
        pthread_join(both[0], NULL);
        pthread_join(both[1], NULL);
    }
}

static const struct {
    const char *name;
    void (*run)(void);
} SHAPES[] = {{"steady", steady},   {"storm", storm},     {"halves", halves}, {"pool", pool},
              {"daemons", daemons}, {"ignored", ignored}, {"idle", idle},     {"threads", threads}, {"equal", equal}};

int main(int argc, char **argv)
{
    char go;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (argc != 3 || shared == MAP_FAILED || read(STDIN_FILENO, &go, 1) < 0) {
        return 2;
    }
    end = now(CLOCK_MONOTONIC) + atol(argv[2]) * SECOND;
    for (size_t i = 0; i < sizeof SHAPES / sizeof SHAPES[0]; i++) {
        if (strcmp(SHAPES[i].name, argv[1]) == 0) {
            SHAPES[i].run();
            long used = atomic_load(&shared->used) + now(CLOCK_PROCESS_CPUTIME_ID);
            printf("%.6f\n", (double)used / (double)SECOND);
            return 0;
        }
    }
    return 2;
}
