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

#define CASES_A_SORTER 16               /* fewer are not worth another */
#define KEY_PARTS (2 + 4 * EFFECTS_MAX) /* problem, text; and of each effect */

typedef struct {
  uint32_t parts[KEY_PARTS];
  size_t count;
} key;

_Static_assert((2 + 4 * EFFECTS_MAX) * sizeof(uint32_t) >= 2 * sizeof(uint32_t) + PROBLEM_TEXT,
               "the text of a problem has room in a key");

static void put(key *x, uint32_t part) { x->parts[x->count++] = part; }

static uint8_t note_of(const outcome_kinds *k, kind_sorter *to, term x) {
  if (x >= k->usual.told_count) return FALLIBLE;
  if (to->notes[x] != NOT_ASKED) return to->notes[x];
  const term_table *terms = k->policy->terms;
  uint8_t says = HARMLESS;
  if (term_fields(terms, x) != 0)
    says = outcome_can_fail(terms, x) ? FALLIBLE : HARMLESS;
  else if (constant_value(&to->constants, terms, x, &k->somebody).state == VALUE_ERROR)
    says = WRONG;
  return to->notes[x] = says;
}

/* One effect of a decided case. Of those that a summary does not show only errors count, and of
** errors the article that is named in them. */
static void put_effect(const outcome_kinds *k, kind_sorter *to, key *x, const effect_mark *mark,
                       int i, bool shown) {
  bool known = mark->state == VALUE_KNOWN && mark->value != 0;
  uint8_t says = known ? note_of(k, to, mark->value) : HARMLESS;
  if (shown || says != HARMLESS) {
    put(x, (uint32_t)i << 8 | mark->state);
    put(x, mark->value);
  }
  if (says == WRONG) put(x, (uint32_t)mark->winner);
}

static void put_text(key *x, const char *text) {
  size_t length = strlen(text), parts = (length + sizeof *x->parts - 1) / sizeof *x->parts;
  put(x, (uint32_t)length);
  if (parts == 0) return;
  x->parts[x->count + parts - 1] = 0;
  memcpy(x->parts + x->count, text, length);
  x->count += parts;
}

static void make_key(const outcome_kinds *k, kind_sorter *to, key *x, const decision *d,
                     uint64_t shown) {
  x->count = 0;
  put(x, d->problem);
  if (d->problem == DECIDED) {
    for (int i = 0; i < k->policy->effects_count; i++)
      put_effect(k, to, x, &d->effects[i], i, shown >> i & 1);
  } else if (d->problem == DECISION_UNDETERMINED) {
    for (uint64_t rest = k->summary->money; rest != 0; rest &= rest - 1) {
      int e = __builtin_ctzll(rest);
      effect_bounds bounds = decision_bounds(d, e);
      put(x, d->effects[e].state);
      put(x, d->effects[e].value), put(x, bounds.low), put(x, bounds.high);
    }
  } else {
    put_text(x, d->problem_text);
  }
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
  outcome_shared_from(&o, &v, &k->constants);
  if (o.problem == DECISION_UNDETERMINED) {
    x->open = s->money & (o.varying | o.bounds_vary);
    x->each = x->open != 0;
  }
  if (o.problem != DECIDED) return true;
  x->money = o.varying & s->money;
  x->fallible = o.fallible;
  x->alone = outcome_is_split(&o) || (o.varying & shown & ~s->money) != 0;
  x->each = x->alone || (x->fallible | x->money) != 0;
  x->amounts_from = k->amounts;
  k->amounts += (uint32_t)__builtin_popcountll(x->money);
  return x->alone || plan_steps(k, x);
}

/* ---- sorting ---- */

/* False when memory ran out. */
static bool sort_case(const outcome_kinds *k, kind_sorter *to, uint32_t number, uint64_t shown) {
  const decision *d = population_decision(k->population, number);
  key x;
  void *more;
  if (!d) return false;
  if (d->doubts) {
    int64_t people = (int64_t)population_residents(k->population, number);
    for (uint64_t rest = d->doubts; rest != 0; rest &= rest - 1)
      to->doubts[__builtin_ctzll(rest)] += people;
  }
  make_key(k, to, &x, d, shown);
  slice bytes = slice_of((const char *)x.parts, x.count * sizeof *x.parts);
  uint32_t code = k->of[number] = dictionary_code(to->keys, bytes);
  if (code < to->count) return true;
  if (code != to->count) return false; /* the dictionary could not grow */
  if (to->count == to->space) {
    uint32_t space = to->space ? to->space * 2 : 64;
    if (!ARRAY_RESIZE(to->firsts, space, more)) return false;
    to->space = space;
  }
  to->firsts[to->count++] = number;
  return true;
}

void outcome_kinds_sort(outcome_kinds *k, uint32_t sorter) {
  kind_sorter *to = &k->sorters[sorter];
  uint64_t shown = shown_effects(k->summary);
  to->notes = calloc((size_t)k->usual.told_count + 1, 1);
  to->keys = dictionary_new();
  to->good = constants_begin(&to->constants, k->policy->terms) && to->notes && to->keys;
  for (uint32_t number = to->from; to->good && number < to->to; number++) {
    decisions_ahead(k->population, number, to->to - 1, k->policy->effects_count);
    to->good = sort_case(k, to, number, shown);
  }
}

/* A kind that was not met before this case. False when memory ran out. */
static bool add_kind(outcome_kinds *k, uint32_t number, uint64_t shown) {
  void *more;
  if (k->count == k->space) {
    uint32_t space = k->space ? k->space * 2 : 256;
    if (!ARRAY_RESIZE(k->kinds, space, more)) return false;
    k->space = space;
  }
  outcome_kind *new = &k->kinds[k->count++];
  *new =
      (outcome_kind){.decision = population_decision(k->population, number), .case_number = number};
  return plan(k, new, shown);
}

/* The first sorter's kinds are all kinds, those of this one to be added. False when memory ran out. */
static bool join_sorter(outcome_kinds *k, const kind_sorter *from, uint64_t shown) {
  uint32_t *kinds = malloc(((size_t)from->count + 1) * sizeof *kinds);
  bool good = kinds != NULL;
  for (uint32_t i = 0; good && i < from->count; i++) {
    kinds[i] = dictionary_code(k->sorters[0].keys, dictionary_text(from->keys, i));
    if (kinds[i] < k->count) continue;
    good = kinds[i] == k->count && add_kind(k, from->firsts[i], shown);
  }
  for (uint32_t number = from->from; good && number < from->to; number++)
    k->of[number] = kinds[k->of[number]];
  free(kinds);
  return good;
}

/* False when memory ran out. */
static bool note_firsts(outcome_kinds *k) {
  k->firsts = calloc((size_t)k->count + 1, sizeof *k->firsts);
  for (uint32_t i = 0; k->firsts && i < k->count; i++) {
    uint32_t count = k->kinds[i].steps_count;
    if (count > 0) k->firsts[i] = k->steps[k->kinds[i].steps_from];
    k->firsts[i].steps_count = count;
  }
  return k->firsts != NULL;
}

bool outcome_kinds_join(outcome_kinds *k) {
  const kind_sorter *first = &k->sorters[0];
  uint64_t shown = shown_effects(k->summary);
  bool good = first->good;
  for (uint32_t i = 0; good && i < first->count; i++) good = add_kind(k, first->firsts[i], shown);
  for (uint32_t i = 1; good && i < k->sorters_count; i++)
    good = k->sorters[i].good && join_sorter(k, &k->sorters[i], shown);
  return good && note_firsts(k);
}

void outcome_kinds_add_doubts(const outcome_kinds *k, summary *to) {
  for (uint32_t i = 0; i < k->sorters_count; i++)
    for (int at = 0; at < DOUBTS_MAX; at++) to->doubts[at] += k->sorters[i].doubts[at];
}

/* ---- all ---- */

canbao_status outcome_kinds_begin(outcome_kinds *k, const summary *s, const population *p,
                                  const roster *r, int threads, canbao_error *error) {
  uint32_t cases = population_counted(p).cases, most = cases / CASES_A_SORTER + 1;
  verdict first;
  *k = (outcome_kinds){.summary = s, .population = p, .policy = s->policy};
  if (r->rows > 0) {
    canbao_status status = population_verdict(p, 0, &first, NULL, error);
    if (status != CANBAO_OK) return status;
    k->policy = first.policy, k->somebody = first.resident;
  }
  most = most < KIND_SORTERS_MAX ? most : KIND_SORTERS_MAX;
  k->sorters_count = (uint32_t)threads < most ? (uint32_t)threads : most;
  for (uint32_t i = 0; i < k->sorters_count; i++) {
    k->sorters[i].from = 1 + (uint32_t)((uint64_t)cases * i / k->sorters_count);
    k->sorters[i].to = 1 + (uint32_t)((uint64_t)cases * (i + 1) / k->sorters_count);
  }
  k->usual = column_spans_usual(r, k->policy->terms, k->somebody.as_of);
  k->of = calloc((size_t)cases + 1, sizeof *k->of);
  if (k->of && column_spans_open(&k->usual) && constants_begin(&k->constants, k->policy->terms))
    return CANBAO_OK;
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

void outcome_kinds_free(outcome_kinds *k) {
  for (uint32_t i = 0; i < k->sorters_count; i++) {
    kind_sorter *x = &k->sorters[i];
    constants_free(&x->constants);
    dictionary_free(x->keys);
    free(x->firsts);
    free(x->notes);
  }
  column_spans_close(&k->usual);
  constants_free(&k->constants);
  free(k->kinds);
  free(k->firsts);
  free(k->steps);
  free(k->of);
}
