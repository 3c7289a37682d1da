/* unit_threads.c - `unit threads ...`: threads that live as long as one call, and the processors that they may use. */
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit.h"
#include "values/threads.h"

typedef struct {
  cpu_set_t processors; /* of the caller */
  atomic_int called, kept;
  atomic_bool missed;
} work;

static bool may_use(const cpu_set_t *wanted) {
  cpu_set_t mine;
  return sched_getaffinity(0, sizeof mine, &mine) == 0 && CPU_EQUAL(&mine, wanted);
}

/* A new thread gets all processors back a moment after it began. */
static void look(void *payload, int worker) {
  work *w = payload;
  const struct timespec moment = {.tv_nsec = 1000000};
  bool kept = may_use(&w->processors);
  for (int i = 0; i < 3000 && !kept && worker != 0 && !w->missed; i++) {
    nanosleep(&moment, NULL);
    kept = may_use(&w->processors);
  }
  w->called++;
  w->kept += kept;
  if (!kept) w->missed = true; /* the others need not wait */
}

/* processors COUNT TIMES: so many threads, so often. */
static int processors(int count, int times) {
  work w = {.called = 0};
  if (sched_getaffinity(0, sizeof w.processors, &w.processors) != 0) return 1;
  for (int i = 0; i < times; i++) threads_run(count, look, &w);
  printf("%d called, %d with the caller's processors\n", w.called, w.kept);
  puts(may_use(&w.processors) ? "the caller has his" : "the caller has others");
  return 0;
}

int unit_threads(int argc, char **argv);

int unit_threads(int argc, char **argv) {
  if (argc == 4 && strcmp(argv[1], "processors") == 0)
    return processors((int)strtol(argv[2], NULL, 10), (int)strtol(argv[3], NULL, 10));
  fputs("usage: unit threads processors COUNT TIMES\n", stderr);
  return 2;
}
