/* case_failures.c - see case_failures.h. */
#include "studies/case_failures.h"

#include <stdlib.h>
#include <string.h>

/* Those of no known article stand last. */
static int place_of(const case_result *one) {
  return one->article >= 0 ? one->article : ARTICLES_MAX;
}

/* Results lie in the file's order, and so do their addresses. */
static int by_article(const void *a, const void *b) {
  const case_result *x = *(const case_result *const *)a, *y = *(const case_result *const *)b;
  int p = place_of(x), q = place_of(y);
  if (p != q) return p < q ? -1 : 1;
  return x < y ? -1 : x > y;
}

static bool is_same(const char *a, const char *b) { return a && b && strcmp(a, b) == 0; }

/* Cases come in article by article: only the last groups can be of this one's. */
static void add_case(case_failures *f, const case_result *one) {
  int from = f->groups_count;
  while (from > 0 && f->groups[from - 1].article == one->article) from--;
  for (int i = 0; i < one->mismatches_count; i++) {
    const case_mismatch *m = &one->mismatches[i];
    int g = from;
    for (; g < f->groups_count; g++) {
      const failure_group *known = &f->groups[g];
      if (is_same(known->field, m->field) && is_same(known->expected, m->expected) &&
          is_same(known->got, m->got))
        break;
    }
    if (g == f->groups_count)
      f->groups[f->groups_count++] =
          (failure_group){one->article, m->field, m->expected, m->got, one, 0};
    f->groups[g].cases++;
  }
}

bool case_failures_make(case_failures *out, const case_run *run) {
  size_t mismatches = 0;
  *out = (case_failures){0};
  for (int i = 0; i < run->count; i++) mismatches += (size_t)run->results[i].mismatches_count;
  out->cases = calloc((size_t)run->count + 1, sizeof *out->cases);
  out->groups = calloc(mismatches + 1, sizeof *out->groups);
  if (!out->cases || !out->groups) return false;
  for (int i = 0; i < run->count; i++)
    if (run->results[i].mismatches_count > 0) out->cases[out->cases_count++] = &run->results[i];
  qsort(out->cases, (size_t)out->cases_count, sizeof *out->cases, by_article);
  for (int i = 0; i < out->cases_count; i++) add_case(out, out->cases[i]);
  return true;
}

void case_failures_free(case_failures *f) {
  free(f->cases);
  free(f->groups);
  *f = (case_failures){0};
}
