/*
** synced.c - how long a program waits until its files are on the disk. Linked with -Wl,--wrap=fsync, so that the product
** needs no switch for it. With BENCH_SYNCED in the environment the seconds are written to that file at the end.
*/
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

int __real_fsync(int fd);
int __wrap_fsync(int fd);

static double waited;

int __wrap_fsync(int fd) {
  double from = bench_now();
  int result = __real_fsync(fd);
  waited += bench_now() - from;
  return result;
}

double bench_synced(void) { return waited; }

static __attribute__((destructor)) void say(void) {
  const char *path = getenv("BENCH_SYNCED");
  FILE *f = path ? fopen(path, "w") : NULL;
  if (!f) return;
  fprintf(f, "%.6f\n", waited);
  fclose(f);
}
