/* summary.c - see summary.h. Sums are checked: a total that leaves its range stops the run
** instead of wrapping. */
#include "studies/summary.h"

#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
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
  s->town_field = schema_role(p->schema, ROLE_TOWN);
  for (int i = 0; i < SPLITS_COUNT; i++) {
    s->splits[i].names = dictionary_new();
    if (s->splits[i].names) continue;
    summary_free(s);
    return NULL;
  }
  return s;
}

void summary_free(summary *s) {
  if (!s) return;
  for (int i = 0; i < SPLITS_COUNT; i++) {
    for (uint32_t g = 0; g < s->splits[i].count; g++) free(s->splits[i].groups[g].sums);
    free(s->splits[i].groups);
    dictionary_free(s->splits[i].names);
  }
  for (int i = 0; i < s->complaints_count; i++) free(s->complaints[i].text);
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
  split->groups[split->count] = (summary_group){.sums = sums, .enrolled_sums = sums + effects};
  return &split->groups[split->count++];
}

static canbao_status add_money(int64_t *sum, int64_t fen, const effect *e, canbao_error *error) {
  if (money_add(*sum, fen, sum)) return CANBAO_OK;
  return fault(error, CANBAO_LIMIT, _("the sum of %s over the roster is too large to be exact"),
               e->name);
}

/* Every known money effect of a decided resident, into `sums` and, for the enrolled, into
** `enrolled_sums` too. */
static canbao_status add_sums(const outcome *o, bool enrolled, int64_t *sums,
                              int64_t *enrolled_sums, canbao_error *error) {
  const policy *p = o->verdict->policy;
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < p->effects_count && status == CANBAO_OK; i++) {
    if (p->effects[i].type != TYPE_MONEY || o->values[i].state != VALUE_KNOWN) continue;
    status = add_money(&sums[i], o->values[i].v, &p->effects[i], error);
    if (status == CANBAO_OK && enrolled)
      status = add_money(&enrolled_sums[i], o->values[i].v, &p->effects[i], error);
  }
  return status;
}

static canbao_status add_bounds(summary *s, const outcome *o, canbao_error *error) {
  const policy *p = s->policy;
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < p->effects_count && status == CANBAO_OK; i++) {
    if (p->effects[i].type != TYPE_MONEY || o->values[i].state == VALUE_NONE) continue;
    int64_t low, high;
    if (!verdict_bounds(o->verdict, i, &low, &high)) {
      s->bounds[i].unbounded++;
      continue;
    }
    status = add_money(&s->bounds[i].low, low, &p->effects[i], error);
    if (status == CANBAO_OK) status = add_money(&s->bounds[i].high, high, &p->effects[i], error);
  }
  return status;
}

static canbao_status add_to_split(summary *s, split_kind kind, slice name, const outcome *o,
                                  bool enrolled, canbao_error *error) {
  summary_group *g = find_group(s->policy, &s->splits[kind], name);
  if (!g) return out_of_memory(error);
  g->people++;
  if (enrolled) g->enrolled++;
  if (o->problem == DECIDED) return add_sums(o, enrolled, g->sums, g->enrolled_sums, error);
  g->open++;
  return CANBAO_OK;
}

static canbao_status add_splits(summary *s, const outcome *o, bool enrolled, canbao_error *error) {
  char text[1024];
  canbao_status status = CANBAO_OK;
  for (int kind = 0; kind < SPLITS_COUNT && status == CANBAO_OK; kind++) {
    int e = s->split_effects[kind];
    if (e < 0 || (o->problem != DECIDED && kind != SPLIT_STATUS))
      continue; /* a fund of an open decision is no fund */
    size_t length = outcome_text(o, e, text, sizeof text);
    status = add_to_split(s, (split_kind)kind, slice_of(text, length), o, enrolled, error);
  }
  if (status != CANBAO_OK || s->town_field < 0) return status;
  const resident *r = &o->verdict->resident;
  size_t length = roster_text(r->roster, s->town_field, r->row, text, sizeof text);
  return add_to_split(s, SPLIT_TOWN, slice_of(text, length), o, enrolled, error);
}

static canbao_status add_complaint(summary *s, const outcome *o, canbao_error *error) {
  for (int i = 0; i < s->complaints_count; i++) {
    if (strcmp(s->complaints[i].text, o->problem_text) != 0) continue;
    s->complaints[i].people++;
    return CANBAO_OK;
  }
  if (s->complaints_count == COMPLAINTS_MAX) {
    s->complaints_more++;
    return CANBAO_OK;
  }
  if (!s->complaints && !(s->complaints = calloc(COMPLAINTS_MAX, sizeof *s->complaints)))
    return out_of_memory(error);
  char *text = strdup(o->problem_text);
  if (!text) return out_of_memory(error);
  s->complaints[s->complaints_count++] = (summary_complaint){
      .text = text, .problem = o->problem, .people = 1, .first_row = o->verdict->resident.row};
  return CANBAO_OK;
}

canbao_status summary_add(summary *s, const outcome *o, canbao_error *error) {
  bool enrolled = outcome_enrolled(o);
  s->people++;
  if (enrolled) s->enrolled++;
  s->by_problem[o->problem]++;
  for (int i = 0; i < s->policy->doubts_count; i++)
    if (o->verdict->decision->doubts >> i & 1) s->doubts[i]++;
  canbao_status status = CANBAO_OK;
  if (o->problem == DECIDED)
    status = add_sums(o, enrolled, s->sums, s->enrolled_sums, error);
  else if (o->problem == DECISION_UNDETERMINED)
    status = add_bounds(s, o, error);
  else
    status = add_complaint(s, o, error);
  if (status == CANBAO_OK) status = add_splits(s, o, enrolled, error);
  return status;
}
