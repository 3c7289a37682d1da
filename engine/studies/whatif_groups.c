/* whatif_groups.c - the groups of two sides beside each other, by name. */
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"

static const whatif_totals nobody;

static int listed_at(const whatif *w, const char *name) {
  int e = w->base->status;
  char **values = e >= 0 ? w->base->policy->effects[e].values : NULL;
  for (int i = 0; values && values[i]; i++)
    if (strcmp(values[i], name) == 0) return i;
  return INT32_MAX;
}

typedef struct {
  whatif_group_row row;
  int64_t key; /* smaller comes first */
  int at;
} ordered;

static int by_key(const void *x, const void *y) {
  const ordered *a = x, *b = y;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return a->at - b->at;
}

static int64_t key_of(const whatif *w, whatif_grouping by, const ordered *o) {
  if (by == BY_STATUS) return listed_at(w, o->row.name);
  if (by == BY_TOWN) return o->at;
  int64_t people =
      o->row.base->people > o->row.scenario->people ? o->row.base->people : o->row.scenario->people;
  return *o->row.name ? -people : INT64_MAX;
}

static const whatif_totals *totals_named(const whatif_groups *g, const char *name) {
  for (int i = 0; i < g->count; i++)
    if (strcmp(g->groups[i].name, name) == 0) return &g->groups[i].totals;
  return NULL;
}

canbao_status whatif_group_rows(const whatif *w, whatif_grouping by, whatif_group_row **out,
                                int *count, canbao_error *error) {
  const whatif_groups *a = &w->base->groups[by], *b = &w->scenario->groups[by];
  int n = 0;
  ordered *all = calloc((size_t)(a->count + b->count) + 1, sizeof *all);
  *out = calloc((size_t)(a->count + b->count) + 1, sizeof **out);
  *count = 0;
  if (!all || !*out) {
    free(all), free(*out);
    *out = NULL;
    return whatif_no_memory(error);
  }
  for (int i = 0; i < a->count; i++, n++) {
    const whatif_totals *other = totals_named(b, a->groups[i].name);
    all[n].row =
        (whatif_group_row){a->groups[i].name, &a->groups[i].totals, other ? other : &nobody};
  }
  for (int i = 0; i < b->count; i++)
    if (!totals_named(a, b->groups[i].name))
      all[n++].row = (whatif_group_row){b->groups[i].name, &nobody, &b->groups[i].totals};
  for (int i = 0; i < n; i++) all[i].at = i;
  for (int i = 0; i < n; i++) all[i].key = key_of(w, by, &all[i]);
  if (n) qsort(all, (size_t)n, sizeof *all, by_key);
  for (int i = 0; i < n; i++) (*out)[i] = all[i].row;
  *count = n;
  free(all);
  return CANBAO_OK;
}
