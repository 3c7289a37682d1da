/*
** timed.c - runs one command on so many processors and says what it took: seconds on the clock,
** processor seconds, peak memory. For bench.mjs, which cannot ask for a child's peak memory itself.
**
** timed PROCESSORS REPORT COMMAND...: the report is one JSON object, the status the command's.
*/
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

/* The first `wanted` of the processors that this process may use. */
static void use_processors(int wanted) {
  cpu_set_t mine, some;
  CPU_ZERO(&some);
  if (sched_getaffinity(0, sizeof mine, &mine) != 0) bench_die("processors", "cannot be asked for");
  for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&some) < wanted; i++)
    if (CPU_ISSET(i, &mine)) CPU_SET(i, &some);
  if (sched_setaffinity(0, sizeof some, &some) != 0) bench_die("processors", "cannot be chosen");
}

#define MEMORY ((size_t)1 << 30) /* more than any program here takes */

/* A virtual machine gives memory that nobody uses back to its host, and a page that must be fetched from there costs twice as
** much: which program that hits would be chance. */
static void have_memory_at_hand(void) {
  void *all =
      mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (all != MAP_FAILED) munmap(all, MEMORY);
}

int main(int argc, char **argv) {
  if (argc < 4) bench_die("usage", "timed PROCESSORS REPORT COMMAND...");
  use_processors(bench_number(argv[1]));
  have_memory_at_hand();
  int status;
  struct rusage used;
  double began = bench_now();
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[3], argv + 3);
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &used) != child) bench_die("cannot be run", argv[3]);
  double took = bench_now() - began;
  FILE *f = fopen(argv[2], "w");
  bool good = f && fprintf(f, "{\"seconds\": %.6f, \"processor\": %.6f, \"peak\": %lld}\n", took,
                           seconds(used.ru_utime) + seconds(used.ru_stime),
                           (long long)used.ru_maxrss * 1024) > 0;
  if (!f || fclose(f) != 0 || !good) bench_die("the report cannot be written", argv[2]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
