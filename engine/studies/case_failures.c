/* case_failures.c - see case_failures.h. */
#include "studies/case_failures.h"

#include <stdlib.h>
#include <string.h>

/* Those of no known article stand last. */
static int place_of(int by) { return by >= 0 ? by : ARTICLES_MAX; }

/* Results lie in the file's order, and so do their addresses. */
static int case_order(const void *a, const void *b) {
  const case_result *x = *(const case_result *const *)a, *y = *(const case_result *const *)b;
  int p = place_of(x->article), q = place_of(y->article);
  if (p != q) return p < q ? -1 : 1;
  return x < y ? -1 : x > y;
}

typedef struct {
  const case_result *of;
  const case_mismatch *what;
} single;

static int single_order(const void *a, const void *b) {
  const single *x = a, *y = b;
  int p = place_of(x->what->article), q = place_of(y->what->article);
  if (p != q) return p < q ? -1 : 1;
  if (x->of != y->of) return x->of < y->of ? -1 : 1;
  return x->what < y->what ? -1 : x->what > y->what;
}

static bool is_same(const char *a, const char *b) { return a && b && strcmp(a, b) == 0; }

/* They come in article by article: only the last groups can be of this one's. */
static void add_single(case_failures *f, const single *one) {
  const case_mismatch *m = one->what;
  int from = f->groups_count;
  while (from > 0 && f->groups[from - 1].article == m->article) from--;
  int g = from;
  for (; g < f->groups_count; g++) {
    const failure_group *known = &f->groups[g];
    if (is_same(known->field, m->field) && is_same(known->expected, m->expected) &&
        is_same(known->got, m->got))
      break;
  }
  if (g == f->groups_count)
    f->groups[f->groups_count++] =
        (failure_group){m->article, m->field, m->expected, m->got, one->of, 0};
  f->groups[g].cases++;
}

static bool make_groups(case_failures *f, const case_run *run) {
  size_t count = 0, n = 0;
  for (int i = 0; i < run->count; i++) count += (size_t)run->results[i].mismatches_count;
  single *all = calloc(count + 1, sizeof *all);
  f->groups = calloc(count + 1, sizeof *f->groups);
  if (all && f->groups) {
    for (int i = 0; i < run->count; i++)
      for (int k = 0; k < run->results[i].mismatches_count; k++)
        all[n++] = (single){&run->results[i], &run->results[i].mismatches[k]};
    qsort(all, n, sizeof *all, single_order);
    for (size_t i = 0; i < n; i++) add_single(f, &all[i]);
  }
  bool good = all && f->groups;
  free(all);
  return good;
}

bool case_failures_make(case_failures *out, const case_run *run) {
  *out = (case_failures){0};
  out->cases = calloc((size_t)run->count + 1, sizeof *out->cases);
  if (!out->cases || !make_groups(out, run)) return false;
  for (int i = 0; i < run->count; i++)
    if (run->results[i].mismatches_count > 0) out->cases[out->cases_count++] = &run->results[i];
  qsort(out->cases, (size_t)out->cases_count, sizeof *out->cases, case_order);
  return true;
}

void case_failures_free(case_failures *f) {
  free(f->cases);
  free(f->groups);
  *f = (case_failures){0};
}
