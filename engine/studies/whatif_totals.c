/*
** whatif_totals.c - a side in figures. What is the same for all residents of a case is
** multiplied; only amounts that rest on a cell are added one by one. Must come to what
** summary.c comes to, resident by resident.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "studies/whatif_parts.h"
#include "values/message.h"

#define CELLS_MAX \
  (UINT32_C(1) << 24) /* cases * towns that are counted in a table; beyond: row by row */
#define NO_GROUP (-1)

static bool add_times(int64_t *sum, int64_t fen, int64_t times) {
  int64_t product;
  return !__builtin_mul_overflow(fen, times, &product) && money_add(*sum, product, sum);
}

static canbao_status too_large(const effect *e, canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("the sum of %s over the roster is too large to be exact"),
               e->name);
}

/* ---- one case, or one resident, into one set of totals ---- */

/* Bounds of one money effect. False when it has none; *none when there is nothing to add. */
static bool bounds_of(const whatif_side *s, const case_fact *f, uint32_t row, int i, int64_t *low,
                      int64_t *high, bool *none) {
  value v = whatif_fact_value(s, f, row, i), a = v, b = v;
  *none = v.state == VALUE_NONE;
  if (v.state == VALUE_UNKNOWN && f->low[i] && f->high[i]) {
    resident who = {s->roster, row, s->question.as_of};
    a = term_value(s->policy->terms, f->low[i], &who);
    b = term_value(s->policy->terms, f->high[i], &who);
  }
  *low = a.v, *high = b.v;
  return a.state == VALUE_KNOWN && b.state == VALUE_KNOWN;
}

static int add_bounds(const whatif_side *s, const case_fact *f, uint32_t row, int64_t people,
                      whatif_totals *t) {
  for (int i = 0; i < s->policy->effects_count; i++) {
    int64_t low, high;
    bool none;
    if (s->policy->effects[i].type != TYPE_MONEY) continue;
    bool bounded = bounds_of(s, f, row, i, &low, &high, &none);
    if (none) continue;
    if (!bounded)
      t->unbounded[i] += people;
    else if (!add_times(&t->low[i], low, people) || !add_times(&t->high[i], high, people))
      return i;
  }
  return -1;
}

typedef enum { CONSTANT_SUMS, VARYING_SUMS, ALL_SUMS } which_sums;

static int add_sums(const whatif_side *s, const case_fact *f, uint32_t row, int64_t people,
                    which_sums which, whatif_totals *t) {
  bool enrolled = whatif_fact_flag(f, s->enrolled);
  for (int i = 0; i < s->policy->effects_count; i++) {
    if (s->policy->effects[i].type != TYPE_MONEY) continue;
    if (which != ALL_SUMS && f->effects[i].varies != (which == VARYING_SUMS)) continue;
    value v = whatif_fact_value(s, f, row, i);
    if (v.state != VALUE_KNOWN) continue;
    if (!add_times(&t->sums[i], v.v, people)) return i;
    if (enrolled && !add_times(&t->enrolled_sums[i], v.v, people)) return i;
  }
  return -1;
}

/* What is the same for `people` residents of the case. Returns the effect whose sum left its range; -1. */
static int add_case(const whatif_side *s, uint32_t number, int64_t people, whatif_totals *t) {
  const case_fact *f = &s->facts[number];
  uint8_t work = s->store->row_work[number];
  if (work & ROW_FAILS) return -1;
  t->people += people;
  t->problems[f->problem] += people;
  if (f->low && !(work & ROW_BOUNDS)) return add_bounds(s, f, f->first_row, people, t);
  if (f->problem != DECIDED) return -1;
  if (whatif_fact_flag(f, s->eligible)) t->eligible += people;
  if (whatif_fact_flag(f, s->enrolled)) t->enrolled += people;
  return add_sums(s, f, f->first_row, people, CONSTANT_SUMS, t);
}

/* What `people` residents like the one on this row add to that. */
static int add_row(const whatif_side *s, uint32_t number, uint32_t row, int64_t people,
                   whatif_totals *t) {
  const case_fact *f = &s->facts[number];
  uint8_t work = s->store->row_work[number];
  if (work & ROW_BOUNDS) return add_bounds(s, f, row, people, t);
  if (!(work & ROW_FAILS)) return add_sums(s, f, row, people, VARYING_SUMS, t);
  decision_problem how = whatif_fact_problem(s, number, row);
  t->people += people;
  t->problems[how] += people;
  if (how != DECIDED) return -1;
  if (whatif_fact_flag(f, s->eligible)) t->eligible += people;
  if (whatif_fact_flag(f, s->enrolled)) t->enrolled += people;
  return add_sums(s, f, row, people, ALL_SUMS, t);
}

/* ---- groups ---- */

static const char *const grouping_effects[GROUPINGS_COUNT] = {
    EFFECT_STATUS, EFFECT_FUND, EFFECT_CERTIFIER, EFFECT_IDENTITY, NULL};

/* Index of the group of this name, made when it is new; -1 when memory ran out. */
static int group_named(whatif_groups *g, slice name) {
  for (int i = 0; i < g->count; i++)
    if (slice_is(name, g->groups[i].name)) return i;
  if (g->count == g->space) {
    int space = g->space ? g->space * 2 : 16;
    whatif_group *grown = realloc(g->groups, (size_t)space * sizeof *grown);
    if (!grown) return -1;
    g->groups = grown, g->space = space;
  }
  char *copy = strndup(name.at, name.length);
  if (!copy) return -1;
  memset(&g->groups[g->count], 0, sizeof *g->groups);
  g->groups[g->count].name = copy;
  return g->count++;
}

/* The group of each case; NO_GROUP: a decision that did not come to an end has a status and a town only. */
static bool group_cases(whatif_side *s, whatif_grouping by) {
  int e = policy_effect(s->policy, grouping_effects[by]);
  whatif_groups *g = &s->groups[by];
  g->there = e >= 0;
  if (!g->there) return true;
  int32_t *of = s->store->group_of[by] = malloc(((size_t)s->cases + 1) * sizeof *of);
  if (!of) return false;
  for (uint32_t c = 1; c <= s->cases; c++) {
    const case_fact *f = &s->facts[c];
    of[c] = NO_GROUP;
    if (f->problem != DECIDED && by != BY_STATUS) continue;
    slice text = f->problem == DECIDED
                     ? whatif_fact_text(s, f, e)
                     : slice_of(STATUS_UNDETERMINED, sizeof STATUS_UNDETERMINED - 1);
    of[c] = group_named(g, text);
    if (of[c] < 0) return false;
  }
  return true;
}

/* The group of each town of the roster, by code + 1; 0 is no town. Towns come in the order of the dictionary. */
static bool group_town_names(whatif_side *s) {
  int town = schema_role(s->policy->schema, ROLE_TOWN);
  whatif_groups *g = &s->groups[BY_TOWN];
  g->there = town >= 0;
  if (!g->there) return true;
  const column *c = &s->roster->columns[town];
  uint32_t codes = c->texts_of ? dictionary_count(c->texts_of) : 0;
  int32_t *of = s->store->town_of = malloc(((size_t)codes + 1) * sizeof *of);
  if (!of) return false;
  of[0] = NO_GROUP;
  for (uint32_t i = 0; i < codes; i++) {
    of[i + 1] = group_named(g, dictionary_text(c->texts_of, i));
    if (of[i + 1] < 0) return false;
  }
  if (!c->codes) return (of[0] = group_named(g, slice_of("", 0))) >= 0;
  for (uint32_t row = 0; row < s->roster->rows && of[0] == NO_GROUP; row++)
    if (c->codes[row] >= CODE_UNKNOWN && (of[0] = group_named(g, slice_of("", 0))) < 0)
      return false;
  return true;
}

static whatif_totals *town_of_row(const whatif_side *s, const column *towns, uint32_t row) {
  uint32_t code = towns->codes ? towns->codes[row] : CODE_NONE;
  return &s->groups[BY_TOWN].groups[s->store->town_of[code >= CODE_UNKNOWN ? 0 : code + 1]].totals;
}

/* Every resident of a case adds the same to the town: count them first. */
static int group_towns(whatif_side *s, bool *memory) {
  const whatif_groups *g = &s->groups[BY_TOWN];
  *memory = true;
  if (!g->there || s->roster->rows == 0) return -1;
  const column *towns = &s->roster->columns[schema_role(s->policy->schema, ROLE_TOWN)];
  uint64_t cells = ((uint64_t)s->cases + 1) * (uint64_t)g->count;
  int bad = -1;
  if (cells > CELLS_MAX) {
    for (uint32_t row = 0; row < s->roster->rows && bad < 0; row++)
      bad = add_case(s, s->case_of[row], 1, town_of_row(s, towns, row));
    return bad;
  }
  uint32_t *count = calloc((size_t)cells, sizeof *count);
  *memory = count != NULL;
  for (uint32_t row = 0; count && row < s->roster->rows; row++) {
    uint32_t code = towns->codes ? towns->codes[row] : CODE_NONE;
    int32_t town = s->store->town_of[code >= CODE_UNKNOWN ? 0 : code + 1];
    count[(size_t)s->case_of[row] * (size_t)g->count + (size_t)town]++;
  }
  for (uint32_t c = 1; count && c <= s->cases && bad < 0; c++)
    for (int town = 0; town < g->count && bad < 0; town++) {
      uint32_t people = count[(size_t)c * (size_t)g->count + (size_t)town];
      if (people) bad = add_case(s, c, people, &g->groups[town].totals);
    }
  free(count);
  return bad;
}

/* Amounts that rest on a cell, into every group that the resident belongs to. */
static int group_rows(whatif_side *s, int undetermined) {
  const column *towns = s->groups[BY_TOWN].there
                            ? &s->roster->columns[schema_role(s->policy->schema, ROLE_TOWN)]
                            : NULL;
  int bad = -1;
  for (uint32_t row = 0; row < s->roster->rows && bad < 0; row++) {
    uint32_t c = s->case_of[row];
    if (!s->store->row_work[c]) continue;
    bool open = s->store->row_work[c] & ROW_FAILS && whatif_fact_problem(s, c, row) != DECIDED;
    for (int by = 0; by < BY_TOWN && bad < 0; by++) {
      if (!s->groups[by].there) continue;
      int at = open ? (by == BY_STATUS ? undetermined : NO_GROUP) : s->store->group_of[by][c];
      if (at >= 0) bad = add_row(s, c, row, 1, &s->groups[by].groups[at].totals);
    }
    if (towns && bad < 0) bad = add_row(s, c, row, 1, town_of_row(s, towns, row));
  }
  return bad;
}

/* The group was made in case an amount leaves its range for somebody. */
static void drop_empty_status(whatif_side *s) {
  whatif_groups *g = &s->groups[BY_STATUS];
  int last = g->count - 1;
  if (last < 0 || g->groups[last].totals.people ||
      strcmp(g->groups[last].name, STATUS_UNDETERMINED) != 0)
    return;
  free(g->groups[last].name);
  g->count--;
}

canbao_status whatif_side_group(whatif_side *s, canbao_error *error) {
  if (s->grouped) return CANBAO_OK;
  bool memory = group_town_names(s);
  for (int by = 0; by < BY_TOWN && memory; by++) memory = group_cases(s, (whatif_grouping)by);
  int undetermined = NO_GROUP;
  if (memory && s->groups[BY_STATUS].there) {
    undetermined = group_named(&s->groups[BY_STATUS],
                               slice_of(STATUS_UNDETERMINED, sizeof STATUS_UNDETERMINED - 1));
    memory = undetermined >= 0;
  }
  if (!memory) return whatif_no_memory(error);
  int bad = group_towns(s, &memory);
  if (!memory) return whatif_no_memory(error);
  for (int by = 0; by < BY_TOWN && bad < 0; by++) {
    if (!s->groups[by].there) continue;
    for (uint32_t c = 1; c <= s->cases && bad < 0; c++) {
      int at = s->store->group_of[by][c];
      if (at >= 0) bad = add_case(s, c, s->facts[c].people, &s->groups[by].groups[at].totals);
    }
  }
  if (bad < 0) bad = group_rows(s, undetermined);
  if (bad >= 0) return too_large(&s->policy->effects[bad], error);
  drop_empty_status(s);
  s->grouped = true;
  return CANBAO_OK;
}

/* ---- all ---- */

typedef struct {
  whatif_side *side;
  int bad; /* effect whose sum left its range; -1 */
} totalling;

/* Amounts that rest on a cell: residents of a case whose cells are the same are added together. */
static bool total_run(void *payload, uint32_t number, uint32_t row, int64_t people) {
  totalling *t = payload;
  t->bad = add_row(t->side, number, row, people, &t->side->totals);
  return t->bad < 0;
}

canbao_status whatif_side_total(whatif_side *s, canbao_error *error) {
  totalling t = {s, -1};
  row_runs runs = {s->roster, s->case_of, s->cases + 1, s->store->row_work, s->store->row_fields};
  for (uint32_t c = 1; c <= s->cases && t.bad < 0; c++)
    t.bad = add_case(s, c, s->facts[c].people, &s->totals);
  bool good = t.bad < 0 && row_runs_each(&runs, total_run, &t);
  if (t.bad >= 0) return too_large(&s->policy->effects[t.bad], error);
  return good ? CANBAO_OK : whatif_no_memory(error);
}

int64_t whatif_enrolled_money(const whatif_side *s, uint32_t row, int effect_index) {
  uint32_t number = s->case_of[row];
  const case_fact *f = &s->facts[number];
  if (effect_index < 0 || !whatif_fact_flag(f, s->enrolled) ||
      whatif_fact_problem(s, number, row) != DECIDED)
    return 0;
  value v = whatif_fact_value(s, f, row, effect_index);
  return v.state == VALUE_KNOWN ? v.v : 0;
}
