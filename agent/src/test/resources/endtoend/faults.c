/*
 * Stands between a program and the kernel, and lies to it on demand: loaded with LD_PRELOAD, told what to do by a page
 * that the test and the program share.
 *
 *   FAULTS_PAGE   the file with the page: words of 64 bits in the order of enum word
 *   FAULTS_PATH   whose files are meant by the errors: a path without links, and everything below it
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum word {
    WALL_NS,      /* added to the wall clock */
    MONOTONIC_NS, /* added to the monotonic clock */
    WRITE_ERRNO,  /* what writing, making, renaming and removing there answers; 0: all goes well */
    READ_ERRNO,   /* what reading there answers */
    FAILED,       /* how often an error was answered */
    WORDS
};
static const int64_t SECOND = 1000000000;

static volatile int64_t *page;
static const char *path;

__attribute__((constructor)) static void open_page(void)
{
    const char *file = getenv("FAULTS_PAGE");
    path = getenv("FAULTS_PATH");
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int fd = file ? real_open(file, O_RDWR | O_CLOEXEC) : -1;
    if (fd >= 0) {
        void *mapped = mmap(NULL, WORDS * sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        page = mapped == MAP_FAILED ? NULL : mapped;
        close(fd);
    }
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name)) dlsym(RTLD_NEXT, #name)

static int is_meant(const char *name)
{
    size_t length = path ? strlen(path) : 0;
    return length > 0 && name && strncmp(name, path, length) == 0 && (name[length] == 0 || name[length] == '/');
}

static int fd_is_meant(int fd)
{
    char link[32], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    return is_meant(name);
}

/* Whether this call is to fail, with errno set. */
static int fails(enum word which, int meant)
{
    if (!meant || !page || page[which] == 0) return 0;
    __atomic_add_fetch(&page[FAILED], 1, __ATOMIC_RELAXED);
    errno = (int) page[which];
    return 1;
}

static int armed(enum word which) { return page && page[which] != 0; }

static void shift(struct timespec *t, int64_t by)
{
    int64_t all = t->tv_sec * SECOND + t->tv_nsec + by;
    t->tv_sec = all / SECOND;
    t->tv_nsec = all % SECOND;
}

int clock_gettime(clockid_t clock, struct timespec *t)
{
    REAL(clock_gettime);
    int code = real(clock, t);
    if (code == 0 && page) {
        if (clock == CLOCK_REALTIME) shift(t, page[WALL_NS]);
        else if (clock == CLOCK_MONOTONIC) shift(t, page[MONOTONIC_NS]);
    }
    return code;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
    (void) zone;
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    tv->tv_sec = t.tv_sec;
    tv->tv_usec = t.tv_nsec / 1000;
    return 0;
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    REAL(write);
    return armed(WRITE_ERRNO) && fails(WRITE_ERRNO, fd_is_meant(fd)) ? -1 : real(fd, bytes, count);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    REAL(writev);
    return armed(WRITE_ERRNO) && fails(WRITE_ERRNO, fd_is_meant(fd)) ? -1 : real(fd, parts, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    REAL(pwrite64);
    return armed(WRITE_ERRNO) && fails(WRITE_ERRNO, fd_is_meant(fd)) ? -1 : real(fd, bytes, count, at);
}

int ftruncate64(int fd, off64_t length)
{
    REAL(ftruncate64);
    return armed(WRITE_ERRNO) && fails(WRITE_ERRNO, fd_is_meant(fd)) ? -1 : real(fd, length);
}

int fsync(int fd)
{
    REAL(fsync);
    return armed(WRITE_ERRNO) && fails(WRITE_ERRNO, fd_is_meant(fd)) ? -1 : real(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return armed(WRITE_ERRNO) && fails(WRITE_ERRNO, fd_is_meant(fd)) ? -1 : real(fd);
}

ssize_t read(int fd, void *bytes, size_t count)
{
    REAL(read);
    return armed(READ_ERRNO) && fails(READ_ERRNO, fd_is_meant(fd)) ? -1 : real(fd, bytes, count);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return fails(WRITE_ERRNO, is_meant(to)) ? -1 : real(from, to);
}

int unlink(const char *name)
{
    REAL(unlink);
    return fails(WRITE_ERRNO, is_meant(name)) ? -1 : real(name);
}

int mkdir(const char *name, mode_t mode)
{
    REAL(mkdir);
    return fails(WRITE_ERRNO, is_meant(name)) ? -1 : real(name, mode);
}

static int opening_fails(const char *name, int flags)
{
    enum word which = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) ? WRITE_ERRNO : READ_ERRNO;
    if (!armed(which)) return 0;
    /* sysfs is full of links. */
    char *target = realpath(name, NULL);
    int meant = is_meant(name) || is_meant(target);
    free(target);
    return fails(which, meant);
}

int open64(const char *name, int flags, ...)
{
    REAL(open64);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opening_fails(name, flags) ? -1 : real(name, flags, mode);
}

int open(const char *name, int flags, ...)
{
    REAL(open);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opening_fails(name, flags) ? -1 : real(name, flags, mode);
}
