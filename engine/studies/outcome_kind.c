/*
** outcome_kind.c - see outcome_kind.h. What a summary makes of a case is written down as a
** key: equal keys, one kind. A difference that the summary can not see is left out of it.
*/
#include "studies/outcome_kind.h"

#include <stdlib.h>
#include <string.h>

#include "values/array.h"
#include "values/dictionary.h"
#include "values/message.h"

/* What a term's arithmetic can come to. */
enum { NOT_ASKED, HARMLESS, WRONG, FALLIBLE }; /* never an error; always; perhaps */

#define KEY_PARTS (2 + 4 * EFFECTS_MAX) /* problem, text; and of each effect */

typedef struct {
  uint32_t parts[KEY_PARTS];
  size_t count;
} key;

static void put(key *x, uint32_t part) { x->parts[x->count++] = part; }

static uint8_t note_of(outcome_kinds *k, term x) {
  if (x >= k->usual.told_count) return FALLIBLE;
  if (k->notes[x] != NOT_ASKED) return k->notes[x];
  const term_table *terms = k->policy->terms;
  uint8_t says = HARMLESS;
  if (term_fields(terms, x) != 0)
    says = outcome_can_fail(terms, x) ? FALLIBLE : HARMLESS;
  else if (term_value(terms, x, &k->somebody).state == VALUE_ERROR)
    says = WRONG;
  return k->notes[x] = says;
}

/* One effect of a decided case. Of those that a summary does not show only errors count, and of
** errors the article that is named in them. */
static void put_effect(outcome_kinds *k, key *x, const effect_mark *mark, int i, bool shown) {
  bool known = mark->state == VALUE_KNOWN && mark->value != 0;
  uint8_t says = known ? note_of(k, mark->value) : HARMLESS;
  if (shown || says != HARMLESS) {
    put(x, (uint32_t)i << 8 | mark->state);
    put(x, mark->value);
  }
  if (says == WRONG) put(x, (uint32_t)mark->winner);
}

/* False when memory ran out. */
static bool make_key(outcome_kinds *k, key *x, const decision *d, uint64_t shown) {
  x->count = 0;
  put(x, d->problem);
  if (d->problem == DECIDED) {
    for (int i = 0; i < k->policy->effects_count; i++)
      put_effect(k, x, &d->effects[i], i, shown >> i & 1);
  } else if (d->problem == DECISION_UNDETERMINED) {
    for (uint64_t rest = k->summary->money; rest != 0; rest &= rest - 1) {
      int e = __builtin_ctzll(rest);
      effect_bounds bounds = decision_bounds(d, e);
      put(x, d->effects[e].state);
      put(x, d->effects[e].value), put(x, bounds.low), put(x, bounds.high);
    }
  } else {
    uint32_t text = dictionary_code(k->texts, slice_of(d->problem_text, strlen(d->problem_text)));
    if (text == UINT32_MAX) return false;
    put(x, text);
  }
  return true;
}

/* The effects whose values a summary shows. */
static uint64_t shown_effects(const summary *s) {
  uint64_t shown = s->money;
  for (int i = 0; i < SPLITS_COUNT; i++)
    if (s->split_effects[i] >= 0) shown |= UINT64_C(1) << s->split_effects[i];
  if (s->enrolled_effect >= 0) shown |= UINT64_C(1) << s->enrolled_effect;
  return shown;
}

/* ---- looks at cells ---- */

/* False when memory ran out. */
static bool add_step(outcome_kinds *k, cell_step step) {
  void *more;
  if (k->steps_count == k->steps_space) {
    uint32_t space = k->steps_space ? k->steps_space * 2 : 64;
    if (!ARRAY_RESIZE(k->steps, space, more)) return false;
    k->steps_space = space;
  }
  k->steps[k->steps_count++] = step;
  return true;
}

/* False for a field that has no usual cells. */
static bool step_on(const outcome_kinds *k, int f, cell_step *out) {
  const column *c = &k->somebody.roster->columns[f];
  *out =
      (cell_step){.fen = c->fen, .others = c->dates ? c->dates : c->numbers, .amount = NO_AMOUNT};
  return usual_limits(c, &out->from, &out->to);
}

/* An amount that is a cell of money and so much more, but not less than something. */
static bool simple_amount(const outcome_kinds *k, term sum, int *f, cell_step *out) {
  const term_table *terms = k->policy->terms;
  const term_node *n = term_at(terms, sum);
  int64_t more, least = INT64_MIN;
  if (n->op == TERM_MOST && term_at(terms, n->b)->op == TERM_CONST) {
    least = term_at(terms, n->b)->imm;
    sum = n->a;
  }
  if (!term_linear(terms, sum, f, &more) || !step_on(k, *f, out)) return false;
  out->more = more, out->least = least;
  return out->fen && least <= USUAL_FEN && more >= -USUAL_FEN && more <= USUAL_FEN;
}

/* The looks that tell all of a kind; none where something must be computed. False when memory ran out. */
static bool plan_steps(outcome_kinds *k, outcome_kind *x) {
  const effect_mark *effects = x->decision->effects;
  uint64_t fields = 0, looked_at = 0;
  uint32_t amount = x->amounts_from;
  cell_step step;
  int f;
  x->steps_from = k->steps_count;
  for (uint64_t rest = x->fallible; rest != 0; rest &= rest - 1) {
    term fixed = effects[__builtin_ctzll(rest)].value;
    if (term_may_fail(&k->usual, fixed)) return true;
    fields |= term_fields(k->policy->terms, fixed);
  }
  for (uint64_t rest = x->money; rest != 0; rest &= rest - 1) {
    if (!simple_amount(k, effects[__builtin_ctzll(rest)].value, &f, &step)) {
      k->steps_count = x->steps_from;
      return true;
    }
    step.amount = amount++;
    looked_at |= UINT64_C(1) << f;
    if (!add_step(k, step)) return false;
  }
  for (uint64_t rest = fields & ~looked_at; rest != 0; rest &= rest - 1)
    if (step_on(k, __builtin_ctzll(rest), &step) && !add_step(k, step)) return false;
  x->steps_count = k->steps_count - x->steps_from;
  return true;
}

/* ---- kinds ---- */

/* False when memory ran out. */
static bool plan(outcome_kinds *k, outcome_kind *x, uint64_t shown) {
  const summary *s = k->summary;
  verdict v = outcome_kind_verdict(k, x, k->somebody.row);
  outcome o;
  outcome_shared(&o, &v);
  if (o.problem == DECISION_UNDETERMINED) x->each = o.bounds_vary || (o.varying & s->money) != 0;
  if (o.problem != DECIDED) return true;
  x->money = o.varying & s->money;
  x->fallible = o.fallible;
  x->alone = outcome_is_split(&o) || (o.varying & shown & ~s->money) != 0;
  x->each = x->alone || (x->fallible | x->money) != 0;
  x->amounts_from = k->amounts;
  k->amounts += (uint32_t)__builtin_popcountll(x->money);
  return x->alone || plan_steps(k, x);
}

/* False when memory ran out. */
static bool sort_case(outcome_kinds *k, const decision *d, uint32_t number, uint64_t shown) {
  key x;
  void *more;
  if (!d || !make_key(k, &x, d, shown)) return false;
  slice bytes = slice_of((const char *)x.parts, x.count * sizeof *x.parts);
  uint32_t code = k->of[number] = dictionary_code(k->keys, bytes);
  if (code < k->count) return true;
  if (code != k->count) return false; /* the dictionary could not grow */
  if (k->count == k->space) {
    uint32_t space = k->space ? k->space * 2 : 64;
    if (!ARRAY_RESIZE(k->kinds, space, more)) return false;
    k->space = space;
  }
  outcome_kind *new = &k->kinds[k->count++];
  *new = (outcome_kind){.decision = d, .case_number = number};
  return plan(k, new, shown);
}

canbao_status outcome_kinds_make(outcome_kinds *k, const summary *s, const population *p,
                                 const roster *r, canbao_error *error) {
  uint32_t cases = population_counted(p).cases;
  uint64_t shown = shown_effects(s);
  verdict first;
  *k = (outcome_kinds){.summary = s, .policy = s->policy};
  if (r->rows > 0) {
    canbao_status status = population_verdict(p, 0, &first, NULL, error);
    if (status != CANBAO_OK) return status;
    k->policy = first.policy, k->somebody = first.resident;
  }
  k->usual = column_spans_usual(r, k->policy->terms, k->somebody.as_of);
  k->of = calloc((size_t)cases + 1, sizeof *k->of);
  k->notes = calloc((size_t)term_count(k->policy->terms) + 1, 1);
  k->keys = dictionary_new();
  k->texts = dictionary_new();
  bool good = column_spans_open(&k->usual) && k->of && k->notes && k->keys && k->texts;
  for (uint32_t number = 1; good && number <= cases; number++) {
    decisions_ahead(p, number, cases, k->policy->effects_count);
    good = sort_case(k, population_decision(p, number), number, shown);
  }
  return good ? CANBAO_OK : fault(error, CANBAO_LIMIT, _("memory ran out"));
}

void outcome_kinds_free(outcome_kinds *k) {
  column_spans_close(&k->usual);
  dictionary_free(k->keys);
  dictionary_free(k->texts);
  free(k->kinds);
  free(k->steps);
  free(k->of);
  free(k->notes);
}
