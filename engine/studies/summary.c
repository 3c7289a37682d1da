/* summary.c - see summary.h. Sums are checked: a total that leaves its range stops the run
** instead of wrapping. */
#include "studies/summary.h"

#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "values/array.h"
#include "values/message.h"

static canbao_status out_of_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

summary *summary_new(const policy *p) {
  summary *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->policy = p;
  s->split_effects[SPLIT_STATUS] = policy_effect(p, EFFECT_STATUS);
  s->split_effects[SPLIT_FUND] = policy_effect(p, EFFECT_FUND);
  s->split_effects[SPLIT_IDENTITY] = policy_effect(p, EFFECT_IDENTITY);
  s->split_effects[SPLIT_TOWN] = -1;
  s->enrolled_effect = policy_effect(p, EFFECT_ENROLLED);
  for (int i = 0; i < p->effects_count; i++)
    if (p->effects[i].type == TYPE_MONEY) s->money |= UINT64_C(1) << i;
  s->town_field = schema_role(p->schema, ROLE_TOWN);
  bool done = (s->complaint_texts = dictionary_new()) != NULL;
  for (int i = 0; i < SPLITS_COUNT; i++)
    done = (s->splits[i].names = dictionary_new()) != NULL && done;
  if (done) return s;
  summary_free(s);
  return NULL;
}

void summary_free(summary *s) {
  if (!s) return;
  for (int i = 0; i < SPLITS_COUNT; i++) {
    for (uint32_t g = 0; g < s->splits[i].count; g++) free(s->splits[i].groups[g].sums);
    free(s->splits[i].groups);
    dictionary_free(s->splits[i].names);
  }
  dictionary_free(s->complaint_texts);
  free(s->complaints);
  free(s);
}

bool summary_has(const summary *s, split_kind kind) {
  return kind == SPLIT_TOWN ? s->town_field >= 0 : s->split_effects[kind] >= 0;
}

/* The group of this name, made when new; NULL when memory ran out. */
static summary_group *find_group(const policy *p, summary_split *split, slice name) {
  uint32_t code = dictionary_code(split->names, name);
  if (code < split->count) return &split->groups[code];
  if (code != split->count) return NULL; /* the dictionary could not grow */
  if (split->count == split->space) {
    uint32_t space = split->space ? split->space * 2 : 16;
    summary_group *groups = realloc(split->groups, space * sizeof *groups);
    if (!groups) return NULL;
    split->groups = groups;
    split->space = space;
  }
  size_t effects = (size_t)p->effects_count;
  int64_t *sums = calloc(effects ? effects * 2 : 1, sizeof *sums);
  if (!sums) return NULL;
  split->groups[split->count] =
      (summary_group){.sums = sums, .enrolled_sums = sums + effects, .first_row = UINT32_MAX};
  return &split->groups[split->count++];
}

uint32_t summary_town(summary *s, slice town) {
  summary_group *g = find_group(s->policy, &s->splits[SPLIT_TOWN], town);
  return g ? (uint32_t)(g - s->splits[SPLIT_TOWN].groups) : UINT32_MAX;
}

static canbao_status too_large(const effect *e, canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("the sum of %s over the roster is too large to be exact"),
               e->name);
}

canbao_status summary_add_money(const summary *s, int64_t *sum, int64_t fen, int effect_index,
                                canbao_error *error) {
  if (money_add(*sum, fen, sum)) return CANBAO_OK;
  return too_large(&s->policy->effects[effect_index], error);
}

static bool times(int64_t fen, int64_t people, int64_t *out) {
  return !__builtin_mul_overflow(fen, people, out);
}

bool crowd_of(crowd *c, const summary *s, const outcome *o, int64_t people, uint32_t first_row,
              uint64_t leave_out) {
  bool fits = true;
  c->people = people, c->money = 0, c->first_row = first_row;
  for (uint64_t rest = s->money; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    c->sums[i] = 0;
    if (o->values[i].state != VALUE_KNOWN || o->values[i].v == 0 || leave_out >> i & 1) continue;
    fits = times(o->values[i].v, people, &c->sums[i]) && fits;
    c->money |= UINT64_C(1) << i;
  }
  return fits;
}

bool summary_enrolled(const summary *s, const outcome *o) {
  if (s->enrolled_effect < 0 || o->problem != DECIDED) return false;
  const value *v = &o->values[s->enrolled_effect];
  return v->state == VALUE_KNOWN && v->v == 1;
}

/* The crowd's money into `sums` and, for the enrolled, into `enrolled_sums` too. */
static canbao_status add_sums(const summary *s, const crowd *c, bool enrolled, int64_t *sums,
                              int64_t *enrolled_sums, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint64_t rest = c->money; rest != 0 && status == CANBAO_OK; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    status = summary_add_money(s, &sums[i], c->sums[i], i, error);
    if (status == CANBAO_OK && enrolled)
      status = summary_add_money(s, &enrolled_sums[i], c->sums[i], i, error);
  }
  return status;
}

canbao_status summary_add_bounds(const summary *s, summary_bounds bounds[EFFECTS_MAX],
                                 uint64_t effects, const verdict *v, int64_t people,
                                 canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint64_t rest = effects; rest != 0 && status == CANBAO_OK; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    int64_t low, high;
    if (!verdict_bounds(v, i, &low, &high)) {
      if (verdict_value(v, i).state != VALUE_NONE) bounds[i].unbounded += people;
      continue;
    }
    if (!times(low, people, &low) || !times(high, people, &high))
      return too_large(&s->policy->effects[i], error);
    status = summary_add_money(s, &bounds[i].low, low, i, error);
    if (status == CANBAO_OK) status = summary_add_money(s, &bounds[i].high, high, i, error);
  }
  return status;
}

canbao_status summary_join_bounds(summary *s, const summary_bounds bounds[EFFECTS_MAX],
                                  canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint64_t rest = s->money; rest != 0 && status == CANBAO_OK; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    s->bounds[i].unbounded += bounds[i].unbounded;
    status = summary_add_money(s, &s->bounds[i].low, bounds[i].low, i, error);
    if (status == CANBAO_OK)
      status = summary_add_money(s, &s->bounds[i].high, bounds[i].high, i, error);
  }
  return status;
}

canbao_status summary_add_group(const summary *s, summary_group *g, const outcome *o,
                                const crowd *c, canbao_error *error) {
  if (!g) return out_of_memory(error);
  bool enrolled = summary_enrolled(s, o);
  g->people += c->people;
  if (enrolled) g->enrolled += c->people;
  if (c->first_row < g->first_row) g->first_row = c->first_row;
  if (o->problem == DECIDED) return add_sums(s, c, enrolled, g->sums, g->enrolled_sums, error);
  g->open += c->people;
  return CANBAO_OK;
}

static canbao_status add_splits(summary *s, const outcome *o, const crowd *c, canbao_error *error) {
  char text[1024];
  canbao_status status = CANBAO_OK;
  for (int kind = 0; kind < SPLITS_COUNT && status == CANBAO_OK; kind++) {
    int e = s->split_effects[kind];
    if (e < 0 || (o->problem != DECIDED && kind != SPLIT_STATUS))
      continue; /* a fund of an open decision is no fund */
    slice name = slice_of(text, outcome_text(o, e, text, sizeof text));
    status = summary_add_group(s, find_group(s->policy, &s->splits[kind], name), o, c, error);
  }
  return status;
}

static canbao_status add_complaint(summary *s, const outcome *o, const crowd *c,
                                   canbao_error *error) {
  uint32_t code =
      dictionary_code(s->complaint_texts, slice_of(o->problem_text, strlen(o->problem_text)));
  void *more;
  if (code == UINT32_MAX) return out_of_memory(error);
  if (code == s->complaints_space) {
    uint32_t space = code == 0 ? 16 : code * 2;
    if (!ARRAY_RESIZE(s->complaints, space, more)) return out_of_memory(error);
    s->complaints_space = space;
  }
  summary_complaint *complaint = &s->complaints[code];
  if (code == (uint32_t)s->complaints_count) {
    *complaint = (summary_complaint){.text = dictionary_text(s->complaint_texts, code).at,
                                     .problem = o->problem,
                                     .first_row = c->first_row};
    s->complaints_count++;
  }
  complaint->people += c->people;
  if (c->first_row < complaint->first_row) complaint->first_row = c->first_row;
  return CANBAO_OK;
}

void summary_add_doubts(summary *s, uint64_t doubts, int64_t people) {
  for (; doubts != 0; doubts &= doubts - 1) s->doubts[__builtin_ctzll(doubts)] += people;
}

canbao_status summary_add_crowd(summary *s, const outcome *o, const crowd *c, canbao_error *error) {
  bool enrolled = summary_enrolled(s, o);
  if (c->people == 0) return CANBAO_OK;
  s->people += c->people;
  if (enrolled) s->enrolled += c->people;
  s->by_problem[o->problem] += c->people;
  canbao_status status = CANBAO_OK;
  if (o->problem == DECIDED)
    status = add_sums(s, c, enrolled, s->sums, s->enrolled_sums, error);
  else if (o->problem != DECISION_UNDETERMINED)
    status = add_complaint(s, o, c, error);
  return status == CANBAO_OK ? add_splits(s, o, c, error) : status;
}

/* A coded town whole, however long its name; any other through `buf`. */
static slice town_of(const resident *r, int field_index, char *buf, size_t size) {
  const column *c = &r->roster->columns[field_index];
  if (!c->texts_of) return slice_of(buf, roster_text(r->roster, field_index, r->row, buf, size));
  uint32_t code = c->codes[r->row];
  bool none = code >= dictionary_count(c->texts_of);
  return none ? slice_of("", 0) : dictionary_text(c->texts_of, code);
}

canbao_status summary_add(summary *s, const outcome *o, canbao_error *error) {
  const resident *r = &o->verdict->resident;
  char text[1024];
  crowd c;
  (void)crowd_of(&c, s, o, 1, r->row, 0);
  summary_add_doubts(s, o->verdict->decision->doubts, 1);
  canbao_status status = summary_add_crowd(s, o, &c, error);
  if (status == CANBAO_OK && o->problem == DECISION_UNDETERMINED)
    status = summary_add_bounds(s, s->bounds, s->money, o->verdict, 1, error);
  if (status != CANBAO_OK || s->town_field < 0) return status;
  slice town = town_of(r, s->town_field, text, sizeof text);
  return summary_add_group(s, summary_town_group(s, summary_town(s, town)), o, &c, error);
}

/* ---- the order of first appearance ---- */

static int earlier(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }

static int complaint_order(const void *a, const void *b) {
  return earlier(((const summary_complaint *)a)->first_row,
                 ((const summary_complaint *)b)->first_row);
}

typedef struct {
  summary_group group;
  slice name;
} named_group;

static int group_order(const void *a, const void *b) {
  return earlier(((const named_group *)a)->group.first_row,
                 ((const named_group *)b)->group.first_row);
}

static bool sort_split(summary_split *split) {
  named_group *sorted = malloc((split->count + 1) * sizeof *sorted);
  dictionary *names = dictionary_new();
  bool done = sorted && names;
  for (uint32_t i = 0; done && i < split->count; i++)
    sorted[i] = (named_group){split->groups[i], dictionary_text(split->names, i)};
  if (done) qsort(sorted, split->count, sizeof *sorted, group_order);
  for (uint32_t i = 0; done && i < split->count; i++)
    done = dictionary_code(names, sorted[i].name) == i;
  for (uint32_t i = 0; done && i < split->count; i++) split->groups[i] = sorted[i].group;
  dictionary_free(done ? split->names : names);
  if (done) split->names = names;
  free(sorted);
  return done;
}

canbao_status summary_finish(summary *s, canbao_error *error) {
  for (int i = 0; i < SPLITS_COUNT; i++)
    if (!sort_split(&s->splits[i])) return out_of_memory(error);
  if (s->complaints_count == 0) return CANBAO_OK;
  qsort(s->complaints, (size_t)s->complaints_count, sizeof *s->complaints, complaint_order);
  for (int i = COMPLAINTS_MAX; i < s->complaints_count; i++)
    s->complaints_more += s->complaints[i].people;
  if (s->complaints_count > COMPLAINTS_MAX) s->complaints_count = COMPLAINTS_MAX;
  return CANBAO_OK;
}
