/*
** whatif_pairs.c - which case each resident had and which it has now, and what that
** means. Decided once for each pair of cases; residents are asked only about amounts
** and days that rest on their own cells and are not the same expression on both sides.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"
#include "values/array.h"
#include "values/message.h"

#define NO_PAIR UINT32_MAX

/* ---- finding the pairs ---- */

typedef struct {
  uint32_t *slots; /* index of the pair + 1; a power of two */
  uint32_t mask, space;
  uint32_t *last; /* by the base's case: the pair met last */
} pair_table;

static uint32_t slot_from(const pair_table *t, uint32_t before, uint32_t after) {
  uint64_t h = ((uint64_t)before << 32 | after) * UINT64_C(0x9E3779B97F4A7C15);
  return (uint32_t)(h >> 32) & t->mask;
}

static bool grow_slots(const whatif *w, pair_table *t) {
  uint32_t count = (t->mask + 1) * 2;
  uint32_t *slots = calloc(count, sizeof *slots);
  if (!slots) return false;
  free(t->slots);
  t->slots = slots, t->mask = count - 1;
  for (uint32_t i = 0; i < w->pairs_count; i++) {
    uint32_t at = slot_from(t, w->pairs[i].before, w->pairs[i].after);
    while (t->slots[at]) at = (at + 1) & t->mask;
    t->slots[at] = i + 1;
  }
  return true;
}

static uint32_t add_pair(whatif *w, pair_table *t, uint32_t before, uint32_t after, uint32_t row) {
  if (w->pairs_count == t->space) {
    uint32_t space = t->space ? t->space * 2 : 1024;
    whatif_pair *pairs = realloc(w->pairs, space * sizeof *pairs);
    if (pairs) w->pairs = pairs;
    uint32_t *rows = realloc(w->verdicts->first_row, space * sizeof *rows);
    if (rows) w->verdicts->first_row = rows;
    if (!pairs || !rows) return NO_PAIR;
    t->space = space;
  }
  w->pairs[w->pairs_count] = (whatif_pair){before, after, 0};
  w->verdicts->first_row[w->pairs_count] = row;
  w->pairs_count++;
  if (w->pairs_count * 2 > t->mask && !grow_slots(w, t)) return NO_PAIR;
  return w->pairs_count - 1;
}

static uint32_t find_pair(whatif *w, pair_table *t, uint32_t before, uint32_t after, uint32_t row) {
  uint32_t at = slot_from(t, before, after);
  for (; t->slots[at]; at = (at + 1) & t->mask) {
    const whatif_pair *p = &w->pairs[t->slots[at] - 1];
    if (p->before == before && p->after == after) return t->slots[at] - 1;
  }
  t->slots[at] = w->pairs_count + 1;
  return add_pair(w, t, before, after, row);
}

static bool find_pairs(whatif *w) {
  uint32_t rows = w->base->roster->rows;
  const uint32_t *before = w->base->case_of, *after = w->scenario->case_of;
  pair_table t = {.mask = 4095};
  t.slots = calloc((size_t)t.mask + 1, sizeof *t.slots);
  t.last = malloc(((size_t)w->base->cases + 1) * sizeof *t.last);
  w->pair_of = array_new(sizeof *w->pair_of, (size_t)rows + 1);
  bool good = t.slots && t.last && w->pair_of;
  if (good) memset(t.last, 0xFF, ((size_t)w->base->cases + 1) * sizeof *t.last);
  for (uint32_t row = 0; good && row < rows; row++) {
    uint32_t pair = t.last[before[row]];
    if (pair == NO_PAIR || w->pairs[pair].after != after[row]) {
      pair = find_pair(w, &t, before[row], after[row], row);
      t.last[before[row]] = pair;
      good = pair != NO_PAIR;
      if (!good) break;
    }
    w->pairs[pair].residents++;
    w->pair_of[row] = pair;
  }
  free(t.slots), free(t.last);
  return good;
}

/* ---- what a pair means ---- */

static bool same_article(const whatif *w, int16_t before, int16_t after) {
  if (before < 0 || after < 0) return before < 0 && after < 0;
  return strcmp(w->base->policy->articles[before].number,
                w->scenario->policy->articles[after].number) == 0;
}

/* An effect that one side's programme does not have holds nothing there. */
static const effect_fact *fact_at(const case_fact *f, int effect_index) {
  static const effect_fact nothing = {.state = VALUE_NONE, .winner = -1};
  return effect_index < 0 ? &nothing : &f->effects[effect_index];
}

static void judge_effect(const whatif *w, term_match *m, int i, const case_fact *before,
                         const case_fact *after, pair_verdict *v) {
  const whatif_effect *e = &w->effects[i];
  const effect_fact *a = fact_at(before, e->base), *b = fact_at(after, e->scenario);
  uint64_t bit = UINT64_C(1) << i;
  if (w->verdicts->watched & bit) {
    if (!a->varies && !b->varies) {
      bool same = a->state == b->state &&
                  (a->state != VALUE_KNOWN || term_match_value(m, (uint8_t)e->type, a->v, b->v));
      if (!same) v->changed |= bit;
    } else if (!a->varies || !b->varies || !term_match_same(m, a->term, b->term)) {
      v->varying |= bit;
    }
  }
  bool follows = e->base >= 0 && w->base->policy->effects[e->base].follows >= 0;
  if (w->verdicts->output & bit && !follows && !same_article(w, a->winner, b->winner))
    v->articles |= bit;
}

/* What a resident of a rowwise pair is asked about. Expressions that are the same on both sides make no difference. */
static uint64_t fields_of(const whatif *w, const pair_verdict *v, const case_fact *before,
                          const case_fact *after) {
  uint64_t fields = 0;
  if (w->base->roster != w->scenario->roster) return EACH_ALONE;
  for (int i = 0; i < w->effects_count; i++) {
    const effect_fact *a = fact_at(before, w->effects[i].base),
                      *b = fact_at(after, w->effects[i].scenario);
    if (!v->fails && !((v->varying | v->money) >> i & 1)) continue;
    if (a->varies) fields |= term_fields(w->base->policy->terms, a->term);
    if (b->varies) fields |= term_fields(w->scenario->policy->terms, b->term);
  }
  return fields;
}

static void judge_pair(const whatif *w, term_match *m, uint32_t index, pair_verdict *v) {
  const whatif_pair *p = &w->pairs[index];
  const case_fact *before = &w->base->facts[p->before], *after = &w->scenario->facts[p->after];
  for (int i = 0; i < w->effects_count; i++) judge_effect(w, m, i, before, after, v);
  v->fails =
      (w->base->store->row_work[p->before] | w->scenario->store->row_work[p->after]) & ROW_FAILS;
  /* Who is enrolled on one side only brings all of a varying amount, though the amount is the same. */
  bool joins =
      whatif_fact_flag(before, w->base->enrolled) != whatif_fact_flag(after, w->scenario->enrolled);
  for (int i = 0; i < w->effects_count; i++) {
    const effect_fact *a = fact_at(before, w->effects[i].base),
                      *b = fact_at(after, w->effects[i].scenario);
    if (w->effects[i].type != TYPE_MONEY || (!a->varies && !b->varies)) continue;
    if (joins || !a->varies || !b->varies || !term_match_same(m, a->term, b->term))
      v->money |= UINT64_C(1) << i;
  }
  v->rowwise = v->varying || v->fails || v->money;
  if (v->rowwise) v->fields = fields_of(w, v, before, after);
  if (v->rowwise) return;
  row_verdict seen = {v->changed, v->articles, before->problem, after->problem, GAIN_SAME, 0};
  v->kind = (uint8_t)whatif_gain(w, &seen, w->verdicts->first_row[index], &v->gain);
}

void whatif_row_verdict(const whatif *w, uint32_t index, uint32_t row, row_verdict *out) {
  const pair_verdict *v = &w->verdicts->pairs[index];
  const whatif_pair *p = &w->pairs[index];
  *out = (row_verdict){
      .changed = v->changed, .articles = v->articles, .kind = (gain_kind)v->kind, .gain = v->gain};
  out->before = w->base->facts[p->before].problem;
  out->after = w->scenario->facts[p->after].problem;
  if (!v->rowwise) return;
  if (v->fails) {
    out->before = (uint8_t)whatif_fact_problem(w->base, p->before, row);
    out->after = (uint8_t)whatif_fact_problem(w->scenario, p->after, row);
  }
  for (int i = 0; i < w->effects_count; i++) {
    if (!(v->varying >> i & 1)) continue;
    const whatif_effect *e = &w->effects[i];
    value a = {.state = VALUE_NONE}, b = a;
    if (e->base >= 0) a = whatif_fact_value(w->base, &w->base->facts[p->before], row, e->base);
    if (e->scenario >= 0)
      b = whatif_fact_value(w->scenario, &w->scenario->facts[p->after], row, e->scenario);
    if (a.state != b.state || (a.state == VALUE_KNOWN && a.v != b.v))
      out->changed |= UINT64_C(1) << i;
  }
  out->kind = whatif_gain(w, out, row, &out->gain);
}

/* ---- counting ---- */

bool whatif_row_changed(const row_verdict *v) {
  return v->changed || v->articles || v->before != v->after;
}

static bool count(whatif *w, const row_verdict *v, int64_t people) {
  if (whatif_row_changed(v))
    w->changed += people;
  else
    w->unchanged += people;
  w->gains[v->kind] += people;
  if (v->before == DECIDED && v->after != DECIDED) w->opened += people;
  if (v->before != DECIDED && v->after == DECIDED) w->closed += people;
  whatif_tally *t = v->kind == GAIN_OPEN || v->gain == 0 ? NULL
                    : v->gain > 0                        ? &w->verdicts->better
                                                         : &w->verdicts->worse;
  return !t || tally_add(t, v->gain, people);
}

bool whatif_each_run(const whatif *w, row_run_sink take, void *payload) {
  const pair_verdict *pairs = w->verdicts->pairs;
  uint8_t *wanted = calloc((size_t)w->pairs_count + 1, sizeof *wanted);
  uint64_t *fields = calloc((size_t)w->pairs_count + 1, sizeof *fields);
  row_runs runs = {w->base->roster, w->pair_of, w->pairs_count, wanted, fields};
  bool good = wanted && fields;
  for (uint32_t i = 0; good && i < w->pairs_count; i++)
    wanted[i] = pairs[i].rowwise, fields[i] = pairs[i].fields;
  good = good && row_runs_each(&runs, take, payload);
  free(wanted), free(fields);
  return good;
}

static bool count_run(void *payload, uint32_t pair, uint32_t row, int64_t people) {
  whatif *w = payload;
  row_verdict v;
  whatif_row_verdict(w, pair, row, &v);
  return count(w, &v, people);
}

static bool count_all(whatif *w) {
  bool good = true;
  for (uint32_t i = 0; i < w->pairs_count && good; i++)
    if (!w->verdicts->pairs[i].rowwise)
      good = count_run(w, i, w->verdicts->first_row[i], w->pairs[i].residents);
  return good && whatif_each_run(w, count_run, w);
}

static int effect_named(const whatif *w, const char *name) {
  for (int i = 0; i < w->effects_count; i++)
    if (strcmp(w->effects[i].name, name) == 0) return i;
  return -1;
}

static bool prepare(whatif *w) {
  whatif_verdicts *v = w->verdicts = calloc(1, sizeof *v);
  if (!v) return false;
  v->enrolled = effect_named(w, EFFECT_ENROLLED);
  v->eligible = effect_named(w, EFFECT_ELIGIBLE);
  v->due = effect_named(w, EFFECT_PERSONAL_DUE);
  v->refund = effect_named(w, EFFECT_REFUND);
  v->subsidy = effect_named(w, EFFECT_SUBSIDY);
  v->from = effect_named(w, EFFECT_BENEFIT_FROM);
  v->to = effect_named(w, EFFECT_BENEFIT_TO);
  int counted = effect_named(w, EFFECT_COUNTED);
  for (int i = 0; i < w->effects_count; i++)
    if (w->effects[i].output) v->output |= UINT64_C(1) << i;
  v->watched = v->output;
  if (v->enrolled >= 0) v->watched |= UINT64_C(1) << v->enrolled;
  if (counted >= 0) v->watched |= UINT64_C(1) << counted;
  return true;
}

canbao_status whatif_pairs_make(whatif *w, canbao_error *error) {
  term_match m;
  if (!prepare(w) || !find_pairs(w)) return whatif_no_memory(error);
  bool good = term_match_open(&m, w->base, w->scenario);
  w->verdicts->pairs = calloc((size_t)w->pairs_count + 1, sizeof *w->verdicts->pairs);
  good = good && w->verdicts->pairs && (w->verdicts->first_row || w->pairs_count == 0);
  for (uint32_t i = 0; i < w->pairs_count && good; i++)
    judge_pair(w, &m, i, &w->verdicts->pairs[i]);
  term_match_close(&m);
  if (!good || !count_all(w)) return whatif_no_memory(error);
  return CANBAO_OK;
}

void whatif_pairs_free(whatif *w) {
  whatif_verdicts *v = w->verdicts;
  if (!v) return;
  tally_free(&v->better), tally_free(&v->worse);
  free(v->pairs), free(v->first_row);
  free(v);
}

gain_kind whatif_gain_of(const whatif *w, uint32_t row, int64_t *gain) {
  row_verdict v;
  whatif_row_verdict(w, w->pair_of[row], row, &v);
  if (gain) *gain = v.gain;
  return v.kind;
}

bool whatif_changed(const whatif *w, uint32_t row) {
  row_verdict v;
  whatif_row_verdict(w, w->pair_of[row], row, &v);
  return whatif_row_changed(&v);
}
