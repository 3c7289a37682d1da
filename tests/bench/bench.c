/* bench.c - see bench.h. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define GROUPS_MAX 1024

struct bench_summary {
  bench_group groups[GROUPS_MAX];
  int count;
};

void bench_die(const char *what, const char *which) {
  fprintf(stderr, "bench: %s: %s\n", what, which);
  exit(1);
}

void *bench_memory(size_t n) {
  void *at = calloc(1, n ? n : 1);
  if (!at) bench_die("memory ran out", "make the roster smaller");
  return at;
}

int bench_number(const char *text) {
  char *end;
  long n = strtol(text, &end, 10);
  if (end == text || *end || n < 1 || n > 1024) bench_die("no number from 1 to 1024", text);
  return (int)n;
}

double bench_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

policy *bench_policy(void) {
  policy *p;
  canbao_error error;
  policy_options options = {0};
  if (policy_load(&p, BENCH_RULES, &options, &error) != CANBAO_OK)
    bench_die(BENCH_RULES, error.message);
  return p;
}

roster *bench_roster(const policy *p, const char *path, int threads) {
  roster *r;
  canbao_error error;
  roster_options options = {.threads = threads, .hash_late = true};
  if (roster_open(&r, p->schema, path, &options, &error) != CANBAO_OK)
    bench_die(path, error.message);
  return r;
}

void bench_print(const char *name, const double *seconds, int count, const char *after) {
  printf("\"%s\": [", name);
  for (int i = 0; i < count; i++) printf("%s%.6f", i ? ", " : "", seconds[i]);
  printf("]%s", after);
}

bench_summary *bench_summary_new(void) { return bench_memory(sizeof(bench_summary)); }

void bench_summary_free(bench_summary *s) { free(s); }

bench_group *bench_group_of(bench_summary *s, const char *split, const char *name) {
  for (int i = 0; i < s->count; i++)
    if (strcmp(s->groups[i].split, split) == 0 && strcmp(s->groups[i].name, name) == 0)
      return &s->groups[i];
  if (s->count == GROUPS_MAX) bench_die("too many groups", name);
  bench_group *g = &s->groups[s->count++];
  snprintf(g->split, sizeof g->split, "%s", split);
  snprintf(g->name, sizeof g->name, "%s", name);
  return g;
}

static int by_name(const void *a, const void *b) {
  const bench_group *x = a, *y = b;
  int order = strcmp(x->split, y->split);
  return order ? order : strcmp(x->name, y->name);
}

void bench_summary_write(bench_summary *s, const char *path) {
  FILE *f = fopen(path, "w");
  if (!f) bench_die("the summary cannot be written", path);
  qsort(s->groups, (size_t)s->count, sizeof s->groups[0], by_name);
  for (int i = 0; i < s->count; i++) {
    const bench_group *g = &s->groups[i];
    fprintf(f, "%s,%s,%lld,%lld", g->split, g->name, (long long)g->people, (long long)g->enrolled);
    for (int k = 0; k < BENCH_SUMS; k++)
      fprintf(f, ",%lld,%lld", (long long)g->sums[k], (long long)g->enrolled_sums[k]);
    fputc('\n', f);
  }
  if (fclose(f) != 0) bench_die("the summary cannot be written", path);
}
