/*
 * replace DIRECTORY BYTES TIMES: durable replacements of a file. Prints the median of the whole in
 * microseconds, then that of each system call.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *const names[] = {
    "openat(directory)", "openat(temp, O_CREAT|O_EXCL)", "write", "fsync(temp)", "close(temp)",
    "rename(temp, file)", "fsync(directory)", "close(directory)"};
enum { STEPS = sizeof names / sizeof *names };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *took, int times) {
  qsort(took, times, sizeof *took, by_size);
  return took[times / 2];
}

static int failed(const char *what) {
  perror(what);
  return 1;
}

int main(int argc, char *argv[]) {
  if (argc != 4 || chdir(argv[1]) != 0) return failed("replace DIRECTORY BYTES TIMES");
  size_t size = strtoul(argv[2], NULL, 10);
  int times = atoi(argv[3]);
  char *bytes = malloc(size);
  double *took = malloc((STEPS + 1) * times * sizeof *took);
  memset(bytes, 'x', size);
  for (int i = 0; i < times; i++) {
    double at[STEPS + 1];
    at[0] = now();
    int directory = open(".", O_RDONLY);
    at[1] = now();
    int temp = open("file.tmp", O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (directory < 0 || temp < 0) return failed("open");
    at[2] = now();
    for (size_t done = 0; done < size;) {
      ssize_t wrote = write(temp, bytes + done, size - done);
      if (wrote < 0) return failed("write");
      done += wrote;
    }
    at[3] = now();
    if (fsync(temp) != 0) return failed("fsync");
    at[4] = now();
    if (close(temp) != 0) return failed("close");
    at[5] = now();
    if (rename("file.tmp", "file") != 0) return failed("rename");
    at[6] = now();
    if (fsync(directory) != 0) return failed("fsync");
    at[7] = now();
    close(directory);
    at[8] = now();
    for (int step = 0; step < STEPS; step++) took[step * times + i] = at[step + 1] - at[step];
    took[STEPS * times + i] = at[STEPS] - at[0];
  }
  printf("%.1f\n", median(took + STEPS * times, times));
  for (int step = 0; step < STEPS; step++)
    printf("%s\t%.1f\n", names[step], median(took + step * times, times));
  return 0;
}
