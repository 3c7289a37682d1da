/*
** whatif_towns.c - the townships' table of a side. Residents of one case and one town are
** added together; only their payments and days, and amounts that rest on a cell, are
** looked at one by one. Must come to what town_table_add does, resident by resident.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"
#include "values/message.h"

#define CELLS_MAX (UINT64_C(1) << 24) /* cases * towns that are counted in a table */

/* Residents of one case and one town. */
typedef struct {
  uint32_t people, row; /* row: any of them */
} cell;

typedef struct {
  const whatif_side *side;
  town_table *table;
  cell *cells; /* NULL: everybody alone */
  uint32_t towns;
  uint8_t *counted; /* by case */
  decision *scratch;
  outcome outcome;
} counting;

static canbao_status failed(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, "%s",
               _("memory ran out, or a sum over a town is too large to be exact"));
}

static bool alone(const counting *k, uint32_t number) {
  return !k->cells || k->side->store->row_work[number] != 0;
}

static canbao_status outcome_at(counting *k, uint32_t row, verdict *v, canbao_error *error) {
  canbao_status status = whatif_side_verdict(k->side, row, v, k->scratch, error);
  if (status == CANBAO_OK) outcome_of(&k->outcome, v);
  return status;
}

static canbao_status judge_cases(counting *k, canbao_error *error) {
  const whatif_side *s = k->side;
  canbao_status status = CANBAO_OK;
  for (uint32_t c = 1; c <= s->cases && status == CANBAO_OK; c++) {
    verdict v;
    if (alone(k, c)) continue;
    status = outcome_at(k, s->facts[c].first_row, &v, error);
    if (status == CANBAO_OK) k->counted[c] = town_table_counts(k->table, &k->outcome);
  }
  return status;
}

static canbao_status add_alone(counting *k, uint32_t row, canbao_error *error) {
  verdict v;
  canbao_status status = whatif_side_verdict(k->side, row, &v, k->scratch, error);
  if (status != CANBAO_OK) return status;
  return town_table_add(k->table, &v) == CANBAO_OK ? CANBAO_OK : failed(error);
}

/* Everybody, in the roster's order: it is the order of towns that stand in no task table. */
static canbao_status add_residents(counting *k, canbao_error *error) {
  const whatif_side *s = k->side;
  int field_index = schema_role(s->policy->schema, ROLE_TOWN);
  const uint32_t *codes = s->roster->columns[field_index].codes;
  canbao_status status = CANBAO_OK;
  for (uint32_t row = 0; row < s->roster->rows && status == CANBAO_OK; row++) {
    uint32_t c = s->case_of[row];
    if (alone(k, c)) {
      status = add_alone(k, row, error);
      continue;
    }
    resident who = {s->roster, row, s->question.as_of};
    if (town_table_add_resident(k->table, &who, k->counted[c]) != CANBAO_OK) return failed(error);
    uint32_t town = codes && codes[row] < CODE_UNKNOWN ? codes[row] + 1 : 0;
    cell *at = &k->cells[(uint64_t)c * k->towns + town];
    at->people++;
    at->row = row;
  }
  return status;
}

static canbao_status add_cells(counting *k, canbao_error *error) {
  const whatif_side *s = k->side;
  canbao_status status = CANBAO_OK;
  for (uint32_t c = 1; k->cells && c <= s->cases && status == CANBAO_OK; c++) {
    verdict v;
    if (alone(k, c)) continue;
    status = outcome_at(k, s->facts[c].first_row, &v, error);
    for (uint32_t town = 0; town < k->towns && status == CANBAO_OK; town++) {
      const cell *at = &k->cells[(uint64_t)c * k->towns + town];
      resident who = {s->roster, at->row, s->question.as_of};
      if (at->people &&
          town_table_add_outcome(k->table, &k->outcome, &who, at->people) != CANBAO_OK)
        status = failed(error);
    }
  }
  return status;
}

static canbao_status count(counting *k, canbao_error *error) {
  const whatif_side *s = k->side;
  const column *towns = &s->roster->columns[schema_role(s->policy->schema, ROLE_TOWN)];
  k->towns = (towns->texts_of ? dictionary_count(towns->texts_of) : 0) + 1;
  uint64_t cells = ((uint64_t)s->cases + 1) * k->towns;
  if (cells <= CELLS_MAX) k->cells = calloc((size_t)cells, sizeof *k->cells);
  k->counted = calloc((size_t)s->cases + 1, 1);
  k->scratch = decision_new();
  if (!k->counted || !k->scratch) return whatif_no_memory(error);
  canbao_status status = judge_cases(k, error);
  if (status == CANBAO_OK) status = add_residents(k, error);
  if (status == CANBAO_OK) status = add_cells(k, error);
  return status == CANBAO_OK ? town_table_finish(k->table, error) : status;
}

canbao_status whatif_side_towns(whatif_side *s, canbao_error *error) {
  if (s->towns || schema_role(s->policy->schema, ROLE_TOWN) < 0) return CANBAO_OK;
  counting *k = calloc(1, sizeof *k);
  if (!k) return whatif_no_memory(error);
  k->side = s;
  canbao_status status = town_table_new(&k->table, s->policy, s->question.as_of, error);
  if (status == CANBAO_OK) status = count(k, error);
  if (status == CANBAO_OK)
    s->towns = k->table;
  else
    town_table_free(k->table);
  decision_free(k->scratch);
  free(k->cells), free(k->counted);
  free(k);
  return status;
}

/* ---- two tables ---- */

const town_row *whatif_town_beside(const whatif *w, int index) {
  const town_table *t = w->scenario_towns;
  const char *name = w->base_towns->towns[index].name;
  for (int i = 0; i < t->count; i++)
    if (strcmp(t->towns[i].name, name) == 0) return &t->towns[i];
  return NULL;
}

static const value *measure_beside(const policy *p, const measure *m, const town_row *row) {
  for (int i = 0; i < p->measures_count; i++)
    if (p->measures[i].level == m->level && p->measures[i].type == m->type &&
        strcmp(p->measures[i].name, m->name) == 0)
      return &row->measures[i];
  return NULL;
}

static bool same_measures(const policy *p, const town_row *a, const policy *q, const town_row *b) {
  for (int i = 0; i < p->measures_count; i++) {
    if (p->measures[i].level != LEVEL_TOWNSHIP) continue;
    const value *x = &a->measures[i], *y = measure_beside(q, &p->measures[i], b);
    if (!y || x->state != y->state || (x->state == VALUE_KNOWN && x->v != y->v)) return false;
  }
  return true;
}

bool whatif_same_town(const whatif *w, const town_row *base, const town_row *scenario) {
  const policy *p = w->base->policy, *q = w->scenario->policy;
  return base->rank == scenario->rank && base->counted == scenario->counted &&
         base->completed == scenario->completed && same_measures(p, base, q, scenario) &&
         same_measures(q, scenario, p, base);
}

int whatif_changed_towns(const whatif *w) {
  int changed = 0;
  if (!w->base_towns || !w->scenario_towns) return 0;
  for (int i = 0; i < w->base_towns->count; i++) {
    const town_row *other = whatif_town_beside(w, i);
    changed += !other || !whatif_same_town(w, &w->base_towns->towns[i], other);
  }
  return changed;
}
