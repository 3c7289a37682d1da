/* sweep_digest.c - see sweep_digest.h. */
#include "studies/sweep_digest.h"

#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "studies/whatif_parts.h"
#include "values/vector.h"

static uint64_t mix(uint64_t x) {
  x += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
  return x ^ x >> 31;
}

static uint64_t add(uint64_t h, uint64_t x) { return mix(h ^ mix(x)); }

static uint64_t watched_effects(const whatif_side *s) {
  uint64_t bits = 0;
  for (int e = 0; e < s->policy->effects_count; e++)
    if (s->policy->effects[e].output || e == s->enrolled ||
        strcmp(s->policy->effects[e].name, EFFECT_COUNTED) == 0)
      bits |= UINT64_C(1) << e;
  return bits;
}

/* Article and text numbers are each side's own, so their texts are taken. */
static uint64_t article_digest(const policy *p, int winner) {
  if (winner < 0) return 0;
  return text_hash(slice_of(p->articles[winner].number, strlen(p->articles[winner].number)));
}

/* What is the same for all residents of the case; *varying: the effects that are not. */
static uint64_t case_digest(const whatif_side *s, const case_fact *f, uint64_t watched,
                            uint64_t *varying) {
  uint64_t h = add(0, f->problem);
  *varying = 0;
  for (int e = 0; e < s->policy->effects_count; e++) {
    const effect_fact *x = &f->effects[e];
    if (!(watched >> e & 1)) continue;
    h = add(h, x->state);
    h = add(h, article_digest(s->policy, x->winner));
    if (x->varies)
      *varying |= UINT64_C(1) << e;
    else if (x->state == VALUE_KNOWN)
      h = add(h, s->policy->effects[e].type == TYPE_TEXT ? text_hash(whatif_fact_text(s, f, e))
                                                         : (uint64_t)x->v);
  }
  return h;
}

static uint64_t row_digest(const whatif_side *s, const case_fact *f, uint32_t row, uint64_t h,
                           uint64_t varying) {
  for (int e = 0; varying; e++, varying >>= 1) {
    if (!(varying & 1)) continue;
    value v = whatif_fact_value(s, f, row, e);
    h = add(h, v.state == VALUE_KNOWN ? (uint64_t)v.v : ~(uint64_t)v.state);
  }
  return h;
}

/* An expression as it is written: fields and texts by name, since numbers are each side's own. */
static uint64_t formula_digest(const whatif_side *s, term x, int depth) {
  const term_table *t = s->policy->terms;
  const term_node *n = term_at(t, x);
  uint64_t h = add((uint64_t)n->op << 16 | (uint64_t)n->type << 8 | n->how, (uint64_t)n->den);
  h = add(h, (uint64_t)n->unit);
  if (depth == TERM_DEPTH_MAX) return h;
  if (n->op == TERM_FIELD) {
    const char *name = s->policy->schema->fields[n->a].name;
    return add(h, text_hash(slice_of(name, strlen(name))));
  }
  bool text = n->op == TERM_CONST && n->type == TYPE_TEXT;
  h = add(h, text ? text_hash(term_text(t, (uint32_t)n->imm)) : (uint64_t)n->imm);
  int operands = term_operands(n->op);
  if (operands > 0) h = add(h, formula_digest(s, n->a, depth + 1));
  if (operands > 1) h = add(h, formula_digest(s, n->b, depth + 1));
  return h;
}

/* The digests of all cases; NULL when memory ran out. */
static uint64_t *digest_cases(const whatif_side *s, uint64_t **varying) {
  uint64_t watched = watched_effects(s);
  uint64_t *of_case = calloc((size_t)s->cases + 1, 2 * sizeof *of_case);
  if (!of_case) return NULL;
  *varying = of_case + s->cases + 1;
  for (uint32_t c = 1; c <= s->cases; c++)
    of_case[c] = case_digest(s, &s->facts[c], watched, &(*varying)[c]);
  return of_case;
}

static uint64_t add_totals(const whatif_side *s, uint64_t sum) {
  for (int e = 0; e < s->policy->effects_count; e++) {
    sum = add(sum, (uint64_t)s->totals.low[e]), sum = add(sum, (uint64_t)s->totals.high[e]);
    sum = add(sum, (uint64_t)s->totals.unbounded[e]);
  }
  return sum;
}

/* The sums of every row's two digests, which are its case's with the row's own number mixed in. */
VECTOR static side_digest digest_rows(const uint32_t *case_of, uint32_t rows,
                                      const uint64_t *of_case, const uint64_t *varying) {
  uint64_t fixed = 0, formulas = 0;
  for (uint32_t row = 0; row < rows; row++) {
    uint64_t own = mix(row);
    fixed += mix(of_case[case_of[row]] ^ own);
    formulas += mix(varying[case_of[row]] ^ own);
  }
  return (side_digest){fixed, formulas};
}

bool sweep_digest(const whatif_side *s, side_digest *out) {
  uint64_t *varying, *of_case = digest_cases(s, &varying);
  if (!of_case) return false;
  for (uint32_t c = 1; c <= s->cases; c++) { /* from now on the digest of what varies */
    uint64_t h = 0;
    for (uint64_t rest = varying[c]; rest; rest &= rest - 1)
      h = add(h, formula_digest(s, s->facts[c].effects[__builtin_ctzll(rest)].term, 0));
    varying[c] = h;
  }
  *out = digest_rows(s->case_of, s->roster->rows, of_case, varying);
  out->fixed = add_totals(s, out->fixed);
  free(of_case);
  return true;
}

bool sweep_digest_exact(const whatif_side *s, uint64_t *out) {
  uint64_t *varying, *of_case = digest_cases(s, &varying), sum = 0;
  if (!of_case) return false;
  for (uint32_t row = 0; row < s->roster->rows; row++) {
    uint32_t c = s->case_of[row];
    uint64_t h = of_case[c];
    if (varying[c]) h = row_digest(s, &s->facts[c], row, h, varying[c]);
    sum += mix(h ^ mix(row));
  }
  free(of_case);
  *out = add_totals(s, sum);
  return true;
}
