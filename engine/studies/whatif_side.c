/*
** whatif_side.c - see whatif_side.h. What is the same for all residents of a case is
** computed once for the case; only what rests on a cell is left to the resident.
*/
#include "studies/whatif_side.h"

#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "studies/whatif_parts.h"
#include "values/message.h"

/* ---- deciding ---- */

typedef struct {
  whatif_side *side;
  canbao_error *error;
} reference_run;

/* Every resident's own decision; the first of each case is kept, and the case book has compared the others with it. */
static canbao_status take_reference(void *payload, const verdict *v) {
  reference_run *run = payload;
  whatif_side *s = run->side;
  struct whatif_store *store = s->store;
  store->own_case_of[v->resident.row] = v->case_number;
  if (v->case_number <= s->cases) return CANBAO_OK;
  if (v->case_number >= store->kept_space) {
    uint32_t space = store->kept_space ? store->kept_space * 2 : 1024;
    const decision **grown = realloc(store->kept, space * sizeof *grown);
    if (!grown) return whatif_no_memory(run->error);
    memset(grown + store->kept_space, 0, (space - store->kept_space) * sizeof *grown);
    store->kept = grown, store->kept_space = space;
  }
  store->kept[v->case_number] = decision_keep(s->policy, v->decision, &store->facts);
  if (!store->kept[v->case_number]) return whatif_no_memory(run->error);
  s->cases = v->case_number;
  return CANBAO_OK;
}

static canbao_status decide(whatif_side *s, canbao_error *error) {
  const whatif_question *q = &s->question;
  population_options options = {.reference = q->reference,
                                .threads = q->threads,
                                .as_of = q->as_of,
                                .progress = q->progress,
                                .progress_payload = q->progress_payload};
  canbao_status status;
  if (!q->reference) {
    status = population_decide(&s->population, s->policy, s->roster, &options, error);
    if (status != CANBAO_OK) return status;
    s->counts = population_counted(s->population);
    s->cases = s->counts.cases;
    s->case_of = (uint32_t *)population_case_of_rows(s->population);
    return CANBAO_OK;
  }
  reference_run run = {s, error};
  s->store->own_case_of = calloc((size_t)s->roster->rows + 1, sizeof *s->store->own_case_of);
  if (!s->store->own_case_of) return whatif_no_memory(error);
  status = population_run(s->policy, s->roster, &options, take_reference, &run, &s->counts, error);
  s->case_of = s->store->own_case_of;
  return status;
}

canbao_status whatif_case_decision(const whatif_side *s, uint32_t number, const decision **out,
                                   decision *scratch, canbao_error *error) {
  *out = s->population ? population_decision(s->population, number) : s->store->kept[number];
  if (*out) return CANBAO_OK;
  resident who = {s->roster, s->facts[number].first_row, s->question.as_of};
  *out = scratch;
  return policy_decide(s->policy, &who, scratch, error);
}

canbao_status whatif_case_whole(const whatif_side *s, uint32_t number, const decision **out,
                                decision *scratch, canbao_error *error) {
  canbao_status status = whatif_case_decision(s, number, out, scratch, error);
  if (status != CANBAO_OK || !s->population || *out == scratch) return status;
  return population_whole(s->population, number, out, scratch, error);
}

/* ---- what a case means ---- */

static void fill_effect(whatif_side *s, const effect_mark *mark, const resident *who,
                        effect_fact *e) {
  const term_table *terms = s->policy->terms;
  *e = (effect_fact){.state = mark->state, .winner = mark->winner};
  if (mark->state != VALUE_KNOWN) return;
  e->term = mark->value;
  e->state = VALUE_NONE;
  if (!mark->value) return;
  e->varies = term_fields(terms, mark->value) != 0;
  if (e->varies) {
    e->state = VALUE_KNOWN;
    return;
  }
  value v = term_value(terms, mark->value, who);
  e->state = v.state;
  e->v = v.v;
}

static uint8_t work_of(const whatif_side *s, const case_fact *f, column_spans *spans,
                       uint64_t *fields) {
  const term_table *terms = s->policy->terms;
  uint8_t work = 0;
  uint64_t all = 0;
  for (int i = 0; i < s->policy->effects_count; i++) {
    const effect_fact *e = &f->effects[i];
    bool money = s->policy->effects[i].type == TYPE_MONEY;
    if (f->problem == DECIDED && e->varies) {
      all |= term_fields(terms, e->term);
      if (money) work |= ROW_MONEY, *fields |= term_fields(terms, e->term);
      if (term_may_fail(spans, e->term)) work |= ROW_FAILS;
    }
    if (!f->low || !money) continue;
    term bounds[3] = {e->varies ? e->term : 0, f->low[i], f->high[i]};
    for (int k = 0; k < 3; k++) {
      uint64_t rest = bounds[k] ? term_fields(terms, bounds[k]) : 0;
      if (rest) work |= ROW_BOUNDS, *fields |= rest;
    }
  }
  if (work & ROW_FAILS) *fields |= all;
  return work;
}

static bool fill_fact(whatif_side *s, const decision *d, case_fact *f) {
  size_t effects = (size_t)s->policy->effects_count;
  resident who = {s->roster, f->first_row, s->question.as_of};
  f->problem = d->problem;
  f->doubts = d->doubts;
  f->effects = arena_take(&s->store->facts, effects * sizeof *f->effects + 1);
  if (!f->effects) return false;
  for (size_t i = 0; i < effects; i++) {
    fill_effect(s, &d->effects[i], &who, &f->effects[i]);
    if (f->problem == DECIDED && f->effects[i].state == VALUE_ERROR) f->problem = DECISION_ERROR;
  }
  if (d->problem != DECISION_UNDETERMINED) return true;
  f->low = arena_take(&s->store->facts, 2 * effects * sizeof *f->low + 1);
  if (!f->low) return false;
  f->high = f->low + effects;
  for (int i = 0; i < s->policy->effects_count; i++) {
    effect_bounds bounds = decision_bounds(d, i);
    f->low[i] = bounds.low, f->high[i] = bounds.high;
  }
  return true;
}

/* People and first row of each case. */
static void count_rows(whatif_side *s) {
  const population *p = s->population; /* NULL: the reference, without one */
  for (uint32_t c = 1; p && c <= s->cases; c++) {
    s->facts[c].people = (int64_t)population_residents(p, c);
    s->facts[c].first_row = population_first_row(p, c);
  }
  for (uint32_t row = s->roster->rows; !p && row-- > 0;) {
    s->facts[s->case_of[row]].people++;
    s->facts[s->case_of[row]].first_row = row;
  }
}

static canbao_status fill_facts(whatif_side *s, const column_spans *known, canbao_error *error) {
  column_spans spans = *known;
  spans.roster = s->roster, spans.terms = s->policy->terms, spans.as_of = s->question.as_of;
  decision *scratch = decision_new();
  s->facts = calloc((size_t)s->cases + 1, sizeof *s->facts);
  s->store->row_work = calloc((size_t)s->cases + 1, 1);
  s->store->row_fields = calloc((size_t)s->cases + 1, sizeof *s->store->row_fields);
  bool good = scratch && s->facts && s->store->row_work && s->store->row_fields &&
              column_spans_open(&spans);
  canbao_status status = good ? CANBAO_OK : whatif_no_memory(error);
  if (status == CANBAO_OK) count_rows(s);
  for (uint32_t c = 1; c <= s->cases && status == CANBAO_OK; c++) {
    const decision *d;
    if (s->population) decisions_ahead(s->population, c, s->cases, s->policy->effects_count);
    status = whatif_case_decision(s, c, &d, scratch, error);
    if (status == CANBAO_OK && !fill_fact(s, d, &s->facts[c])) status = whatif_no_memory(error);
    if (status != CANBAO_OK) break;
    s->store->row_work[c] = work_of(s, &s->facts[c], &spans, &s->store->row_fields[c]);
    s->facts[c].varies = s->store->row_work[c] != 0;
  }
  column_spans_close(&spans);
  s->store->spans = spans;
  decision_free(scratch);
  return status;
}

/* ---- making ---- */

static bool fields_alike(const field *a, const field *b) {
  if (strcmp(a->name, b->name) != 0 || a->type != b->type || a->role != b->role) return false;
  if (a->blank_unknown != b->blank_unknown || a->labels_count != b->labels_count) return false;
  for (int i = 0; i < a->labels_count; i++)
    if (strcmp(a->labels[i], b->labels[i]) != 0) return false;
  return true;
}

static bool schemas_alike(const schema *a, const schema *b) {
  if (a == b) return true;
  if (a->count != b->count) return false;
  for (int i = 0; i < a->count; i++)
    if (!fields_alike(&a->fields[i], &b->fields[i])) return false;
  return true;
}

/* A scenario that brings fields or labels of its own reads the roster by its own fields. */
static canbao_status choose_roster(whatif_side *s, const roster *r, canbao_error *error) {
  s->roster = r;
  if (schemas_alike(r->schema, s->policy->schema)) return CANBAO_OK;
  if (!s->question.roster_path)
    return fault(error, CANBAO_USAGE, "%s",
                 _("the scenario declares fields or labels of its own, so the roster must come "
                   "from a file"));
  canbao_status status =
      roster_open(&s->store->owned_roster, s->policy->schema, s->question.roster_path, NULL, error);
  if (status != CANBAO_OK) return status;
  s->roster = s->store->owned_roster;
  if (s->roster->rows == r->rows && s->roster->bytes == r->bytes) return CANBAO_OK;
  return fault(error, CANBAO_DATA, _("%s changed while it was being compared"),
               s->question.roster_path);
}

static void find_names(whatif_side *s) {
  const policy *p = s->policy;
  s->enrolled = policy_effect(p, EFFECT_ENROLLED);
  s->eligible = policy_effect(p, EFFECT_ELIGIBLE);
  s->status = policy_effect(p, EFFECT_STATUS);
  s->due = policy_effect(p, EFFECT_PERSONAL_DUE);
  s->refund = policy_effect(p, EFFECT_REFUND);
  s->subsidy = policy_effect(p, EFFECT_SUBSIDY);
  s->fiscal = policy_effect(p, EFFECT_FISCAL);
}

static whatif_side *side_new(const whatif_question *q, const policy_options *options) {
  whatif_side *s = calloc(1, sizeof *s);
  if (s) s->store = calloc(1, sizeof *s->store);
  if (!s || !s->store) {
    free(s);
    return NULL;
  }
  s->question = *q;
  if (options) s->options = *options;
  return s;
}

static canbao_status finish_side(whatif_side **out, whatif_side *s, const roster *r,
                                 const whatif_side *base, canbao_error *error) {
  static const column_spans none;
  canbao_status status = choose_roster(s, r, error);
  find_names(s);
  if (status == CANBAO_OK) status = decide(s, error);
  if (status == CANBAO_OK)
    status = fill_facts(s, base && base->roster == s->roster ? &base->store->spans : &none, error);
  if (status == CANBAO_OK) status = whatif_side_total(s, error);
  if (status == CANBAO_OK)
    *out = s;
  else
    whatif_side_free(s);
  return status;
}

canbao_status whatif_side_decide(whatif_side **out, policy *p, const whatif_question *q,
                                 const policy_options *options, const roster *r,
                                 canbao_error *error) {
  *out = NULL;
  whatif_side *s = side_new(q, options);
  if (!s) return whatif_no_memory(error);
  s->policy = p;
  return finish_side(out, s, r, NULL, error);
}

static canbao_status load_side(whatif_side **out, const whatif_question *q,
                               const policy_options *options, const roster *r,
                               const whatif_side *base, canbao_error *error) {
  *out = NULL;
  whatif_side *s = side_new(q, options);
  if (!s) return whatif_no_memory(error);
  canbao_status status = policy_load(&s->store->owned_policy, q->rules, &s->options, error);
  if (status != CANBAO_OK) {
    whatif_side_free(s);
    return status;
  }
  s->policy = s->store->owned_policy;
  return finish_side(out, s, r, base, error);
}

canbao_status whatif_side_load(whatif_side **out, const whatif_question *q,
                               const policy_options *options, const roster *r,
                               canbao_error *error) {
  return load_side(out, q, options, r, NULL, error);
}

canbao_status whatif_side_load_beside(whatif_side **out, const whatif_side *base,
                                      const whatif_question *q, const policy_options *options,
                                      canbao_error *error) {
  return load_side(out, q, options, base->roster, base, error);
}

void whatif_side_free(whatif_side *s) {
  if (!s) return;
  struct whatif_store *store = s->store;
  population_free(s->population);
  town_table_free(s->towns);
  for (int g = 0; g < GROUPINGS_COUNT; g++) {
    for (int i = 0; i < s->groups[g].count; i++) free(s->groups[g].groups[i].name);
    free(s->groups[g].groups);
    free(store->group_of[g]);
  }
  arena_free(&store->facts);
  free(store->kept), free(store->own_case_of), free(store->row_work), free(store->row_fields);
  free(store->town_of);
  roster_free(store->owned_roster);
  policy_free(store->owned_policy);
  free(s->facts);
  free(store);
  free(s);
}

/* ---- one resident ---- */

value whatif_fact_value(const whatif_side *s, const case_fact *f, uint32_t row, int effect_index) {
  const effect_fact *e = &f->effects[effect_index];
  uint8_t type = (uint8_t)s->policy->effects[effect_index].type;
  if (!e->varies) return (value){.type = type, .state = e->state, .v = e->v};
  resident who = {s->roster, row, s->question.as_of};
  return term_value(s->policy->terms, e->term, &who);
}

value whatif_side_value(const whatif_side *s, uint32_t row, int effect_index) {
  return whatif_fact_value(s, &s->facts[s->case_of[row]], row, effect_index);
}

decision_problem whatif_fact_problem(const whatif_side *s, uint32_t number, uint32_t row) {
  const case_fact *f = &s->facts[number];
  if (f->problem != DECIDED || !(s->store->row_work[number] & ROW_FAILS))
    return (decision_problem)f->problem;
  for (int i = 0; i < s->policy->effects_count; i++)
    if (f->effects[i].varies && whatif_fact_value(s, f, row, i).state == VALUE_ERROR)
      return DECISION_ERROR;
  return DECIDED;
}

decision_problem whatif_side_problem(const whatif_side *s, uint32_t row) {
  return whatif_fact_problem(s, s->case_of[row], row);
}

bool whatif_fact_flag(const case_fact *f, int effect_index) {
  return effect_index >= 0 && f->effects[effect_index].state == VALUE_KNOWN &&
         f->effects[effect_index].v == 1;
}

slice whatif_fact_text(const whatif_side *s, const case_fact *f, int effect_index) {
  const effect_fact *e = &f->effects[effect_index];
  if (e->state != VALUE_KNOWN || s->policy->effects[effect_index].type != TYPE_TEXT)
    return slice_of("", 0);
  return term_text(s->policy->terms, (uint32_t)e->v);
}

canbao_status whatif_side_verdict(const whatif_side *s, uint32_t row, verdict *out,
                                  decision *scratch, canbao_error *error) {
  if (s->population) {
    canbao_status status = population_verdict(s->population, row, out, scratch, error);
    return status == CANBAO_OK ? verdict_whole(out, scratch, error) : status;
  }
  *out = (verdict){.policy = s->policy,
                   .decision = s->store->kept[s->case_of[row]],
                   .resident = {s->roster, row, s->question.as_of},
                   .case_number = s->case_of[row]};
  return CANBAO_OK;
}
