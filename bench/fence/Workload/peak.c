/* peak FILE PROGRAM ARG...: runs the program and writes the largest resident set of its tree, in KiB, to the file. Small itself: a child's
   peak begins with that of the process that it was forked from. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct rusage usage;
    int status;
    if (argc < 3) return 2;
    pid_t pid = fork();
    if (pid == 0) {
        execv(argv[2], argv + 2);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) < 0) return 125;
    FILE *file = fopen(argv[1], "w");
    if (file == NULL) return 125;
    fprintf(file, "%ld\n", usage.ru_maxrss);
    fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
