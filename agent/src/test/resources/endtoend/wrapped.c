// SPDX-License-Identifier: Apache-2.0
//
// What a command sees of how it was started, in three parts:
//   odd COMMAND...   sets what one process hands on to the next to unusual values and becomes COMMAND
//   report [WORD...] prints what it was given
//   pty COMMAND...   runs COMMAND on a terminal of its own; standard input is the keyboard, output goes to standard output

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void die(const char *what) {
    perror(what);
    exit(99);
}

static void plain_signals(void) {
    for (int s = 1; s < NSIG; s++) {
        signal(s, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void become(char **command) {
    execvp(command[0], command);
    die(command[0]);
}

static void odd(char **command) {
    plain_signals();
    signal(SIGHUP, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
    sigset_t some;
    sigemptyset(&some);
    sigaddset(&some, SIGWINCH);
    sigaddset(&some, SIGRTMIN);
    sigprocmask(SIG_SETMASK, &some, NULL);
    for (int f = 3; f < 256; f++) {
        close(f);
    }
    int ends[2];
    if (pipe(ends) != 0 || write(ends[1], "through the pipe", 16) != 16) {
        die("pipe");
    }
    dup2(ends[0], 23);
    for (int f = 3; f < 23; f++) {
        close(f);
    }
    umask(027);
    if (nice(3) == -1 && errno != 0) {
        die("nice");
    }
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max < 700 ? limit.rlim_max : 700;
    setrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max = 0;
    setrlimit(RLIMIT_CORE, &limit);
    clearenv();
    setenv("PATH", "/usr/bin:/bin", 1);
    setenv("EMPTY", "", 1);
    setenv("BASH_FUNC_module%%", "() {  echo loaded\n}", 1);
    setenv("BYTES", "\xe4\xc3\xa4", 1);
    if (chdir("/usr") != 0) {
        die("/usr");
    }
    // The limit of whoever starts a program can be seen in its parent, as a shell's is.
    pid_t child = fork();
    if (child == 0) {
        become(command);
    }
    int status;
    waitpid(child, &status, 0);
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void report(int count, char **words) {
    for (int i = 0; i < count; i++) {
        printf("word %s\n", words[i]);
    }
    for (char **one = environ; *one != NULL; one++) {
        printf("variable %s\n", *one);
    }
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int s = 1; s < NSIG; s++) {
        struct sigaction action;
        if (sigismember(&blocked, s) == 1) {
            printf("signal %d is blocked\n", s);
        }
        if (sigaction(s, NULL, &action) == 0 && action.sa_handler == SIG_IGN) {
            printf("signal %d is ignored\n", s);
        }
    }
    DIR *files = opendir("/proc/self/fd");
    for (struct dirent *one; (one = readdir(files)) != NULL;) {
        if (one->d_name[0] != '.' && atoi(one->d_name) != dirfd(files)) {
            printf("file %s is open\n", one->d_name);
        }
    }
    char text[64] = "";
    if (read(23, text, sizeof text - 1) > 0) {
        printf("file 23 says %s\n", text);
    }
    for (int r = 0; r < RLIMIT_NLIMITS; r++) {
        struct rlimit limit;
        if (getrlimit(r, &limit) == 0) {
            printf("limit %d is %llu of %llu\n", r, (unsigned long long)limit.rlim_cur, (unsigned long long)limit.rlim_max);
        }
    }
    mode_t mask = umask(0);
    printf("umask %o, priority %d, policy %d\n", mask, getpriority(PRIO_PROCESS, 0), sched_getscheduler(0));
    printf("in its parent's session %d and group %d\n", getsid(0) == getsid(getppid()), getpgrp() == getpgid(getppid()));
    char where[256];
    printf("in %s\n", getcwd(where, sizeof where));
}

static int terminal(char **command) {
    int master;
    pid_t child = forkpty(&master, NULL, NULL, NULL);
    if (child == 0) {
        plain_signals();
        become(command);
    }
    struct pollfd both[2] = {{.fd = 0, .events = POLLIN}, {.fd = master, .events = POLLIN}};
    char text[4096];
    while (poll(both, 2, -1) > 0 || errno == EINTR) {
        if (both[1].revents != 0) {
            ssize_t n = read(master, text, sizeof text);
            if (n <= 0 || write(1, text, (size_t)n) != n) {
                break;
            }
        }
        if (both[0].revents != 0) {
            ssize_t n = read(0, text, sizeof text);
            if (n <= 0) {
                both[0].fd = -1;
            } else if (write(master, text, (size_t)n) != n) {
                break;
            }
        }
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **words) {
    if (count > 2 && strcmp(words[1], "odd") == 0) {
        odd(words + 2);
    } else if (count > 1 && strcmp(words[1], "report") == 0) {
        report(count - 2, words + 2);
        return 0;
    } else if (count > 2 && strcmp(words[1], "pty") == 0) {
        return terminal(words + 2);
    }
    return 98;
}
