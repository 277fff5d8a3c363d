/* now FILE: writes the nanoseconds of CLOCK_MONOTONIC to the file, so that whoever started it knows how long that took. */
#include <stdio.h>
#include <time.h>

int main(int argc, char **argv) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    FILE *file = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (file == NULL) return 2;
    fprintf(file, "%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
    return fclose(file) != 0;
}
