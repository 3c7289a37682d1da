/*
** town_ranking.c - who stands before whom. Completions are compared as the
** exact ratios they are, never as rounded figures.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/town_table.h"
#include "values/message.h"

__extension__ typedef __int128 wide;

typedef struct {
  int town;
  int64_t counted, target;
  const char *name;
} entrant;

typedef enum { TIES_SHARED, TIES_BY_NAME, TIES_BY_COUNT } tie_rule;

static tie_rule ties_of(const targets *goal) {
  if (goal->tie_rule && strcmp(goal->tie_rule, "by_name") == 0) return TIES_BY_NAME;
  if (goal->tie_rule && strcmp(goal->tie_rule, "by_count") == 0) return TIES_BY_COUNT;
  return TIES_SHARED;
}

/* Negative when a stands before b by what the notice ranks by. */
static int compare_standing(const entrant *a, const entrant *b, bool by_count) {
  wide left = by_count ? a->counted : (wide)a->counted * b->target;
  wide right = by_count ? b->counted : (wide)b->counted * a->target;
  return left > right ? -1 : left < right;
}

static int compare_count(const entrant *a, const entrant *b) {
  return a->counted > b->counted ? -1 : a->counted < b->counted;
}

static int order_by(const void *x, const void *y, bool by_count, tie_rule rule) {
  const entrant *a = x, *b = y;
  int c = compare_standing(a, b, by_count);
  if (c == 0 && rule == TIES_BY_COUNT) c = compare_count(a, b);
  return c ? c : strcmp(a->name, b->name);
}

static int by_completion(const void *x, const void *y) {
  return order_by(x, y, false, TIES_SHARED);
}
static int by_completion_count(const void *x, const void *y) {
  return order_by(x, y, false, TIES_BY_COUNT);
}
static int by_number(const void *x, const void *y) { return order_by(x, y, true, TIES_SHARED); }

typedef struct {
  tie_rule ties;
  bool by_count;
} ranking;

static void sort_entrants(entrant *e, int count, const ranking *how) {
  if (count == 0) return;
  qsort(e, (size_t)count, sizeof *e,
        how->by_count                ? by_number
        : how->ties == TIES_BY_COUNT ? by_completion_count
                                     : by_completion);
}

/* The rank of sorted entrant i, given that of the one before. */
static int rank_at(const entrant *e, int i, int before, const ranking *how) {
  if (i > 0 && how->ties == TIES_SHARED && compare_standing(&e[i - 1], &e[i], how->by_count) == 0)
    return before;
  return i + 1;
}

static bool ranks(const town_table *t, ranking *how) {
  const targets *goal = &t->policy->targets;
  if (!goal->declared || !goal->rank_by) return false;
  how->ties = ties_of(goal);
  how->by_count = strcmp(goal->rank_by, "count") == 0;
  return true;
}

static bool may_rank(const town_row *row) { return row->in_table && row->target > 0; }

void town_table_rank(town_table *t) {
  ranking how;
  for (int i = 0; i < t->count; i++)
    t->towns[i].completed = may_rank(&t->towns[i]) && t->towns[i].counted >= t->towns[i].target;
  t->county.completed = t->county.target > 0 && t->county.counted >= t->county.target;
  entrant *e = ranks(t, &how) && t->count > 0 ? malloc((size_t)t->count * sizeof *e) : NULL;
  for (int pass = 0; e && pass < 2; pass++) {
    int count = 0, rank = 0;
    for (int i = 0; i < t->count; i++) {
      const town_row *row = &t->towns[i];
      if (may_rank(row) && (pass == 0 || row->completed))
        e[count++] = (entrant){i, row->counted, row->target, row->name};
    }
    sort_entrants(e, count, &how);
    for (int i = 0; i < count; i++) {
      rank = rank_at(e, i, rank, &how);
      if (pass == 0)
        t->towns[e[i].town].rank = rank;
      else
        t->towns[e[i].town].rank_completed = rank;
    }
  }
  free(e);
}

/* The standings of one period, appended to `out` in rank order; `runs` counts whole periods at the bottom. */
static void stand(const town_standing *period, entrant *e, int count, const ranking *how, int *runs,
                  town_standing *out) {
  sort_entrants(e, count, how);
  bool alike = count < 2 || compare_standing(&e[0], &e[count - 1], how->by_count) == 0;
  for (int i = 0, rank = 0; i < count; i++) {
    rank = rank_at(e, i, rank, how);
    bool last = compare_standing(&e[i], &e[count - 1], how->by_count) == 0;
    if (how->ties != TIES_SHARED) last = i == count - 1;
    town_standing *s = &out[i];
    *s = *period;
    s->town = e[i].town, s->counted = e[i].counted, s->rank = rank;
    s->bottom = last && !alike && e[i].counted < e[i].target;
    if (period->whole) runs[e[i].town] = s->bottom ? runs[e[i].town] + 1 : 0;
    s->run = runs[e[i].town];
  }
}

canbao_status town_standings(const town_table *t, int step, town_standing **out, int *count,
                             canbao_error *error) {
  ranking how;
  *out = NULL, *count = 0;
  int entrants = 0;
  for (int i = 0; i < t->count; i++) entrants += may_rank(&t->towns[i]);
  if (!ranks(t, &how) || t->first_day == DATE_NONE || entrants == 0) return CANBAO_OK;
  int days = (int)(t->last_day - t->first_day) + 1, periods = (days + step - 1) / step;
  entrant *e = malloc((size_t)entrants * sizeof *e);
  int *runs = calloc((size_t)t->count, sizeof *runs);
  int64_t *sums = calloc((size_t)t->count, sizeof *sums);
  *out = malloc((size_t)periods * (size_t)entrants * sizeof **out);
  bool ok = e && runs && sums && *out;
  for (int p = 0; ok && p < periods; p++) {
    town_standing period = {
        .from = t->first_day + p * step, .to = t->first_day + (p + 1) * step - 1, .whole = true};
    if (period.to > t->last_day) period.to = t->last_day, period.whole = false;
    int n = 0;
    for (int i = 0; i < t->count; i++) {
      const town_row *row = &t->towns[i];
      if (!may_rank(row)) continue;
      for (int32_t day = period.from; day <= period.to; day++)
        sums[i] += row->days[day - t->first_day];
      e[n++] = (entrant){i, sums[i], row->target, row->name};
    }
    stand(&period, e, n, &how, runs, *out + *count);
    *count += n;
  }
  free(e), free(runs), free(sums);
  if (ok) return CANBAO_OK;
  free(*out);
  *out = NULL, *count = 0;
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}
