/*
** town_measures.c - what a notice gives to or says of a township or the county:
** its Lua functions over the record of counts.
*/
#include <string.h>

#include "studies/town_table.h"
#include "values/message.h"

#define FIELDS_MAX (3 * EFFECTS_MAX + TOWN_STATUSES_MAX + 16)

typedef struct {
  record_field fields[FIELDS_MAX];
  int count;
} record;

static void put(record *r, const char *name, value_type type, int64_t v, bool known) {
  value_state state = known ? VALUE_KNOWN : VALUE_NONE;
  r->fields[r->count++] =
      (record_field){.name = name, .v = {.type = (uint8_t)type, .state = (uint8_t)state, .v = v}};
}

static void fill(record *r, const town_table *t, const town_row *row, bool completed, int towns) {
  const policy *p = t->policy;
  r->count = 0;
  put(r, "name", TYPE_TEXT, 0, true);
  r->fields[0].text = row->name;
  put(r, "people", TYPE_NUMBER, row->people, true);
  put(r, "paid", TYPE_NUMBER, row->paid, true);
  put(r, "target", TYPE_NUMBER, row->target, row->target >= 0);
  put(r, "completed", TYPE_FLAG, completed, true);
  put(r, "rank", TYPE_NUMBER, row->rank, row->rank > 0);
  put(r, "rank_completed", TYPE_NUMBER, row->rank_completed ? row->rank_completed : 1, completed);
  put(r, "towns", TYPE_NUMBER, towns, true);
  put(r, "weeks_at_bottom", TYPE_NUMBER, row->weeks_at_bottom, true);
  for (int i = 0; i < p->effects_count; i++) {
    if (p->effects[i].type == TYPE_FLAG)
      put(r, p->effects[i].name, TYPE_NUMBER, i == t->counts ? row->counted : row->flags[i], true);
    if (p->effects[i].type != TYPE_MONEY) continue;
    put(r, p->effects[i].name, TYPE_MONEY, row->sums[i], true);
    put(r, t->enrolled_names[i], TYPE_MONEY, row->enrolled_sums[i], true);
  }
  char **words = t->status >= 0 ? p->effects[t->status].values : NULL;
  for (int i = 0; words && words[i] && i < TOWN_STATUSES_MAX; i++)
    put(r, words[i], TYPE_NUMBER, row->statuses[i], true);
}

static bool alike(const value *a, const value *b) {
  return a->state == b->state && (a->state != VALUE_KNOWN || a->v == b->v);
}

/* A record without a target is neither complete nor incomplete: what depends on that is not known, and shown so. */
canbao_status town_measure(const town_table *t, const town_row *row, int measure_index, value *out,
                           canbao_error *error) {
  record r;
  fill(&r, t, row, row->completed, t->count);
  canbao_status status = policy_measure(t->policy, measure_index, r.fields, r.count, out, error);
  if (status != CANBAO_OK || row->target > 0) return status;
  value other;
  fill(&r, t, row, !row->completed, t->count);
  status = policy_measure(t->policy, measure_index, r.fields, r.count, &other, error);
  if (status == CANBAO_OK && !alike(out, &other)) out->state = VALUE_UNKNOWN;
  return status;
}

canbao_status town_table_measure(town_table *t, canbao_error *error) {
  for (int i = 0; i < t->policy->measures_count; i++) {
    canbao_status status = CANBAO_OK;
    record_level level = t->policy->measures[i].level;
    if (level == LEVEL_COUNTY)
      status = town_measure(t, &t->county, i, &t->county.measures[i], error);
    for (int k = 0; level == LEVEL_TOWNSHIP && k < t->count && status == CANBAO_OK; k++) {
      town_row *row = &t->towns[k];
      status = town_measure(t, row, i, &row->measures[i], error);
      if (status != CANBAO_OK || row->measures[i].state != VALUE_KNOWN) continue;
      value *sum = &t->county.measures[i];
      if (t->policy->measures[i].type == TYPE_FLAG)
        sum->v += row->measures[i].v != 0;
      else if (!money_add(sum->v, row->measures[i].v, &sum->v))
        return fault(error, CANBAO_LIMIT, _("a sum of the towns leaves the range of amounts"));
      sum->type = (uint8_t)(t->policy->measures[i].type == TYPE_FLAG ? TYPE_NUMBER
                                                                     : t->policy->measures[i].type);
      sum->state = VALUE_KNOWN;
    }
    if (status != CANBAO_OK) return status;
  }
  return CANBAO_OK;
}
