/* Creates, stats, renames and unlinks N small files in the current folder; prints the microseconds. Nothing but system calls, so that
   what a layer adds to each shows undiluted. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MUST(call) if ((call) < 0) { perror(#call); return 1; }

int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 1000;
    char a[32], b[32];
    struct stat st;
    struct timespec t0, t1;
    clock_gettime(CLOCK_MONOTONIC, &t0);
    for (int i = 0; i < n; i++) {
        int fd;
        snprintf(a, sizeof a, "a%d", i);
        MUST(fd = open(a, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644));
        MUST(write(fd, a, sizeof a));
        MUST(close(fd));
    }
    for (int i = 0; i < n; i++) {
        snprintf(a, sizeof a, "a%d", i);
        MUST(stat(a, &st));
    }
    for (int i = 0; i < n; i++) {
        snprintf(a, sizeof a, "a%d", i);
        snprintf(b, sizeof b, "b%d", i);
        MUST(rename(a, b));
    }
    for (int i = 0; i < n; i++) {
        snprintf(b, sizeof b, "b%d", i);
        MUST(unlink(b));
    }
    clock_gettime(CLOCK_MONOTONIC, &t1);
    printf("%ld\n", (t1.tv_sec - t0.tv_sec) * 1000000L + (t1.tv_nsec - t0.tv_nsec) / 1000);
    return 0;
}
