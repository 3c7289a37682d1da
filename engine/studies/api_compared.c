/*
** api_compared.c - what a what-if found, as include/canbao.h hands it out: figures,
** transitions, groups, residents and gates as plain values.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/api_parts.h"
#include "studies/whatif_gates.h"
#include "studies/whatif_residents.h"
#include "values/fault.h"
#include "values/message.h"

_Static_assert((int)CANBAO_GAIN_SAME == (int)GAIN_SAME &&
                   (int)CANBAO_GAIN_BETTER == (int)GAIN_BETTER &&
                   (int)CANBAO_GAIN_WORSE == (int)GAIN_WORSE &&
                   (int)CANBAO_GAIN_MIXED == (int)GAIN_MIXED &&
                   (int)CANBAO_GAIN_NEITHER == (int)GAIN_NEITHER &&
                   (int)CANBAO_GAIN_OPEN == (int)GAIN_OPEN && CANBAO_GAINS == GAINS_COUNT,
               "the public gains are the studies'");
_Static_assert((int)CANBAO_CHANGED_STATUS == (int)CHANGED_STATUS &&
                   (int)CANBAO_CHANGED_AMOUNTS == (int)CHANGED_AMOUNTS &&
                   (int)CANBAO_CHANGED_DATES == (int)CHANGED_DATES &&
                   (int)CANBAO_CHANGED_OTHERS == (int)CHANGED_OTHERS &&
                   (int)CANBAO_CHANGED_ARTICLES == (int)CHANGED_ARTICLES,
               "the public kinds of change are the studies'");
_Static_assert((int)CANBAO_BY_STATUS == (int)BY_STATUS && (int)CANBAO_BY_FUND == (int)BY_FUND &&
                   (int)CANBAO_BY_CERTIFIER == (int)BY_CERTIFIER &&
                   (int)CANBAO_BY_IDENTITY == (int)BY_IDENTITY &&
                   (int)CANBAO_BY_TOWN == (int)BY_TOWN,
               "the public groupings are the studies'");
_Static_assert(CANBAO_GATE_ROWS == GATE_ROWS, "a public gate has room for the studies' rows");

static canbao_status no_name(canbao_engine *e) {
  return fault(&e->error, CANBAO_USAGE, _("which figure? The name is missing"));
}

/* ---- figures ---- */

static canbao_figure public_figure(const whatif_figure *f) {
  return (canbao_figure){.money = f->money,
                         .compared = f->compared,
                         .base = f->base,
                         .scenario = f->scenario,
                         .difference = f->difference,
                         .base_low = f->base_low,
                         .base_high = f->base_high,
                         .low = f->low,
                         .high = f->high,
                         .base_unbounded = f->base_unbounded,
                         .unbounded = f->unbounded};
}

canbao_status canbao_whatif_figure(canbao_figure *out, const canbao_whatif *self,
                                   const char *name) {
  whatif_figure f;
  *out = (canbao_figure){0};
  if (!name) return no_name(self->engine);
  canbao_status status = whatif_measure(self->whatif, name, &f, &self->engine->error);
  if (status == CANBAO_OK) *out = public_figure(&f);
  return status;
}

const char *canbao_whatif_figure_name(const canbao_whatif *self, int index, char *buf,
                                      size_t size) {
  return size > 0 && whatif_measure_name(self->whatif, index, buf, size) ? buf : NULL;
}

static canbao_spread public_spread(const whatif_spread *s) {
  return (canbao_spread){.count = s->count,
                         .sum = s->sum,
                         .least = s->least,
                         .tenth = s->tenth,
                         .quarter = s->quarter,
                         .median = s->median,
                         .three_quarters = s->three_quarters,
                         .ninth_tenth = s->ninth_tenth,
                         .most = s->most};
}

void canbao_whatif_count(canbao_whatif_counts *out, const canbao_whatif *self) {
  const whatif *w = self->whatif;
  *out = (canbao_whatif_counts){.residents = w->base->totals.people,
                                .changed = w->changed,
                                .unchanged = w->unchanged,
                                .opened = w->opened,
                                .closed = w->closed,
                                .better = public_spread(&w->better),
                                .worse = public_spread(&w->worse)};
  memcpy(out->gains, w->gains, sizeof out->gains);
}

/* ---- transitions ---- */

static const whatif_transition *transition_at(const canbao_whatif *self, int index) {
  if (index < 0 || index >= self->whatif->transitions_count) return NULL;
  return &self->whatif->transitions[index];
}

bool canbao_whatif_transition(canbao_transition *out, const canbao_whatif *self, int index) {
  const whatif_transition *t = transition_at(self, index);
  if (!t) return false;
  *out = (canbao_transition){.kinds = t->kinds,
                             .residents = t->residents,
                             .cost = t->cost,
                             .enrolled = t->enrolled,
                             .gain = public_spread(&t->gain),
                             .first_row = t->first_row,
                             .changes = t->changes_count,
                             .pairs = t->pairs_count,
                             .problem_before = t->problem_before,
                             .problem_after = t->problem_after};
  memcpy(out->gains, t->gains, sizeof out->gains);
  return true;
}

bool canbao_whatif_change(canbao_change *out, const canbao_whatif *self, int transition,
                          int index) {
  const whatif_transition *t = transition_at(self, transition);
  if (!t || index < 0 || index >= t->changes_count) return false;
  const whatif_change *c = &t->changes[index];
  const whatif_effect *e = &self->whatif->effects[c->effect];
  *out = (canbao_change){.effect = e->name,
                         .title = e->title ? e->title : "",
                         .type = (canbao_type)e->type,
                         .before = c->before,
                         .after = c->after,
                         .article_before = c->article_before,
                         .article_after = c->article_after};
  return true;
}

bool canbao_whatif_pair(uint32_t *before, uint32_t *after, int64_t *residents,
                        const canbao_whatif *self, int transition, int index) {
  const whatif_transition *t = transition_at(self, transition);
  if (!t || index < 0 || index >= t->pairs_count) return false;
  if (before) *before = t->pairs[index].before;
  if (after) *after = t->pairs[index].after;
  if (residents) *residents = t->pairs[index].residents;
  return true;
}

/* ---- groups ---- */

static const whatif_group_row *group_at(const canbao_whatif *self, canbao_grouping by, int index) {
  if ((int)by < 0 || (int)by >= GROUPINGS_COUNT) return NULL;
  if (index < 0 || index >= self->groups_count[by]) return NULL;
  return &self->groups[by][index];
}

bool canbao_whatif_group(canbao_group *out, const canbao_whatif *self, canbao_grouping by,
                         int index) {
  const whatif_group_row *g = group_at(self, by, index);
  if (!g) return false;
  *out = (canbao_group){.name = g->name,
                        .people_base = g->base->people,
                        .people_scenario = g->scenario->people,
                        .eligible_base = g->base->eligible,
                        .eligible_scenario = g->scenario->eligible,
                        .enrolled_base = g->base->enrolled,
                        .enrolled_scenario = g->scenario->enrolled};
  return true;
}

static int64_t enrolled_sum(const whatif_totals *t, int effect_index) {
  return effect_index < 0 ? 0 : t->enrolled_sums[effect_index];
}

canbao_status canbao_whatif_group_money(int64_t *base, int64_t *scenario, const canbao_whatif *self,
                                        canbao_grouping by, int index, const char *name) {
  const whatif *w = self->whatif;
  const whatif_group_row *g = group_at(self, by, index);
  canbao_error *error = &self->engine->error;
  bool money;
  *base = *scenario = 0;
  if (!g) return fault(error, CANBAO_USAGE, _("there is no group %d of this kind"), index);
  if (!name) return no_name(self->engine);
  if (strcmp(name, "cost") == 0) {
    *base = enrolled_sum(g->base, w->base->subsidy) + enrolled_sum(g->base, w->base->fiscal);
    *scenario = enrolled_sum(g->scenario, w->scenario->subsidy) +
                enrolled_sum(g->scenario, w->scenario->fiscal);
    return CANBAO_OK;
  }
  for (int i = 0; i < w->effects_count; i++) {
    const whatif_effect *e = &w->effects[i];
    if (e->type != TYPE_MONEY || strcmp(e->name, name) != 0) continue;
    *base = enrolled_sum(g->base, e->base);
    *scenario = enrolled_sum(g->scenario, e->scenario);
    return CANBAO_OK;
  }
  canbao_status status = whatif_measure_check(w->scenario->policy, name, &money, NULL, error);
  if (status != CANBAO_OK) return status;
  return fault(error, CANBAO_USAGE, _("%s is no money that a group has"), name);
}

/* ---- residents ---- */

static canbao_status check_row(const canbao_whatif *self, uint32_t row) {
  uint32_t rows = self->roster->roster->rows;
  if (row < rows) return CANBAO_OK;
  return fault(&self->engine->error, CANBAO_USAGE, _("there is no row %u in a roster of %u"),
               (unsigned)row, (unsigned)rows);
}

canbao_status canbao_whatif_resident(bool *changed, canbao_gain *kind, int64_t *gain,
                                     const canbao_whatif *self, uint32_t row) {
  int64_t fen = 0;
  canbao_status status = check_row(self, row);
  bool there = status == CANBAO_OK;
  gain_kind found = there ? whatif_gain_of(self->whatif, row, &fen) : GAIN_SAME;
  if (changed) *changed = there && whatif_changed(self->whatif, row);
  if (kind) *kind = (canbao_gain)found;
  if (gain) *gain = fen;
  return status;
}

canbao_status canbao_whatif_decisions(const canbao_decision **before, const canbao_decision **after,
                                      canbao_whatif *self, uint32_t row) {
  const whatif_side *sides[2] = {self->whatif->base, self->whatif->scenario};
  const canbao_decision **out[2] = {before, after};
  canbao_status status = check_row(self, row);
  *before = *after = NULL;
  for (int i = 0; i < 2 && status == CANBAO_OK; i++) {
    status = whatif_side_verdict(sides[i], row, &self->sides[i].verdict, self->sides[i].scratch,
                                 &self->engine->error);
    if (status != CANBAO_OK) break;
    api_show(&self->sides[i].shown, self->engine, &self->sides[i].verdict, self->sides[i].reason);
    *out[i] = &self->sides[i].shown;
  }
  if (status != CANBAO_OK) *before = *after = NULL;
  return status;
}

canbao_status canbao_whatif_write_residents(int64_t *rows, const canbao_whatif *self,
                                            const char *path, bool mask) {
  int64_t count = 0;
  const result_form form = {.mask = mask};
  canbao_status status =
      path ? whatif_residents_write(self->whatif, path, &form, &count, &self->engine->error)
           : fault(&self->engine->error, CANBAO_USAGE, _("the file's name is missing"));
  if (rows) *rows = count;
  return status;
}

/* ---- gates ---- */

canbao_status canbao_whatif_gate(canbao_gate *out, const canbao_whatif *self, const char *text) {
  gate g;
  gate_result r;
  canbao_error *error = &self->engine->error;
  *out = (canbao_gate){0};
  if (!text) return fault(error, CANBAO_USAGE, _("which gate? The text is missing"));
  canbao_status status = gate_parse(&g, text, self->whatif->scenario->policy, _("gate"), error);
  if (status == CANBAO_OK) status = gate_hold(&r, &g, self->whatif, error);
  if (status == CANBAO_OK) {
    *out = (canbao_gate){.figure = public_figure(&r.figure),
                         .limit = r.limit,
                         .limit_exact = r.limit_exact,
                         .crossed = r.crossed,
                         .in_doubt = r.in_doubt,
                         .crossing = r.crossing,
                         .rows_count = r.rows_count};
    memcpy(out->rows, r.rows, sizeof out->rows);
  }
  gate_free(&g);
  return status;
}

const char *canbao_whatif_expected(const canbao_whatif *self, int index) {
  const policy *p = self->whatif->scenario->policy;
  return index >= 0 && index < p->expectations_count ? p->expectations[index] : NULL;
}

/* ---- what was changed ---- */

const char *canbao_whatif_title(const canbao_whatif *self) {
  const char *title = self->whatif->scenario->policy->scenario;
  return title ? title : "";
}

const char *canbao_whatif_edit(const canbao_whatif *self, int index) {
  const policy *p = self->whatif->scenario->policy;
  if (index < 0 || index >= p->edits_count) return NULL;
  if (index >= self->first_inherited) index += self->inherited;
  return index < p->edits_count ? p->edits[index].label : NULL;
}
