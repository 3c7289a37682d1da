/*
** whatif_match.c - the same expression in two policies' tables of terms. Terms are
** interned, so each of the base's has at most one that is the same on the other side.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"

#define DEPTH_MAX 20000 /* a deeper term counts as another one: then the residents are asked */

bool term_match_open(term_match *m, const whatif_side *base, const whatif_side *scenario) {
  const schema *a = base->policy->schema, *b = scenario->policy->schema;
  *m = (term_match){.base = base, .scenario = scenario};
  m->same = calloc((size_t)term_count(base->policy->terms) + 1, sizeof *m->same);
  for (int i = 0; i < a->count; i++) {
    int other = schema_find(b, a->fields[i].name);
    m->field_of[i] =
        (int16_t)(other >= 0 && b->fields[other].type == a->fields[i].type ? other : -1);
  }
  return m->same != NULL;
}

void term_match_close(term_match *m) {
  free(m->same);
  m->same = NULL;
}

bool term_match_value(const term_match *m, uint8_t type, int64_t base, int64_t scenario) {
  if (type != TYPE_TEXT) return base == scenario;
  return slice_equal(term_text(m->base->policy->terms, (uint32_t)base),
                     term_text(m->scenario->policy->terms, (uint32_t)scenario));
}

/* Operands are compared by `same`; the rest of the node here. */
static bool nodes_alike(const term_match *m, const term_node *a, const term_node *b) {
  if (a->op != b->op || a->type != b->type || a->how != b->how || a->den != b->den ||
      a->unit != b->unit)
    return false;
  if (a->op == TERM_CONST) return term_match_value(m, a->type, a->imm, b->imm);
  if (a->op == TERM_FIELD) return m->field_of[a->a] == (int64_t)b->a;
  return a->imm == b->imm;
}

static bool same_at(term_match *m, term x, term y, int depth) {
  if (m->same[x]) return m->same[x] == y;
  const term_node *a = term_at(m->base->policy->terms, x),
                  *b = term_at(m->scenario->policy->terms, y);
  if (depth > DEPTH_MAX || !nodes_alike(m, a, b) || a->op == TERM_EFFECT) return false;
  int operands = term_operands(a->op);
  if (operands > 0 && !same_at(m, a->a, b->a, depth + 1)) return false;
  if (operands > 1 && !same_at(m, a->b, b->b, depth + 1)) return false;
  m->same[x] = y;
  return true;
}

bool term_match_same(term_match *m, term base, term scenario) {
  if (base == 0 || scenario == 0) return base == scenario;
  return same_at(m, base, scenario, 0);
}
