/*
 * A job of many processes that sleep.
 *
 *   crowd NUMBER    says "ready" when they are there; all end when its standard input does
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words)
{
    int number = count > 1 ? atoi(words[1]) : 0;
    for (int i = 0; i < number; i++) {
        pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(0);
            while (1) pause();
        }
        if (child < 0) {
            printf("only %d\n", i);
            fflush(stdout);
            return 1;
        }
    }
    puts("ready");
    fflush(stdout);
    char letter;
    while (read(0, &letter, 1) > 0) {
    }
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    while (wait(NULL) > 0) {
    }
    return 0;
}
