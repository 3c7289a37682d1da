/*
** term_value.c - what a term comes to for one resident. Exact, or it says why
** not; a term's parts are evaluated once each, in order, without recursion.
*/
#include <assert.h>

#include "terms/table.h"
#include "values/date.h"

#define MONTHS_MAX 6000 /* from end to end of the calendar */

static value known(uint8_t type, int64_t v) {
  return (value){.type = type, .state = VALUE_KNOWN, .v = v};
}

static value in_state(uint8_t type, value_state state) {
  return (value){.type = type, .state = (uint8_t)state};
}

bool value_fits(uint8_t type, int64_t v) {
  switch (type) {
    case TYPE_DATE: return date_in_range(v);
    case TYPE_DAYS: return v >= -DAYS_MAX && v <= DAYS_MAX;
    case TYPE_NUMBER:
    case TYPE_MONEY: return v >= -MONEY_MAX && v <= MONEY_MAX;
    default: return true;
  }
}

static value fitting(uint8_t type, int64_t v) {
  return value_fits(type, v) ? known(type, v) : in_state(type, VALUE_ERROR);
}

static uint8_t worse(uint8_t a, uint8_t b) {
  static const uint8_t rank[] = {
      [VALUE_KNOWN] = 0, [VALUE_NONE] = 1, [VALUE_UNKNOWN] = 2, [VALUE_ERROR] = 3};
  return rank[a] >= rank[b] ? a : b;
}

/* ---- operations ---- */

static value shift_months(int64_t date, int64_t months) {
  if (months < -MONTHS_MAX || months > MONTHS_MAX) return in_state(TYPE_DATE, VALUE_ERROR);
  return fitting(TYPE_DATE, date_add_months((int32_t)date, (int)months));
}

/* A share is whole fen exactly when rounding it down and up is the same. */
static value scale(const term_node *n, int64_t fen) {
  int64_t v, up;
  bool exact = n->how == ROUND_EXACT;
  rounding how = exact ? ROUND_DOWN : (rounding)n->how;
  if (n->den <= 0 || n->unit <= 0 || !money_scale(fen, n->imm, n->den, n->unit, how, &v) ||
      (exact && (!money_scale(fen, n->imm, n->den, n->unit, ROUND_UP, &up) || up != v)))
    return in_state(TYPE_MONEY, VALUE_ERROR);
  return fitting(TYPE_MONEY, v);
}

static value civil_part(uint8_t op, int64_t date) {
  int year, month, day;
  date_to_civil((int32_t)date, &year, &month, &day);
  return known(TYPE_NUMBER, op == TERM_YEAR ? year : op == TERM_MONTH ? month : day);
}

value term_apply(const term_node *node, value a, value b) {
  uint8_t state = term_operands(node->op) == 2 ? worse(a.state, b.state) : a.state;
  if (state != VALUE_KNOWN) return in_state(node->type, (value_state)state);
  if (!value_fits(a.type, a.v) || (term_operands(node->op) == 2 && !value_fits(b.type, b.v)))
    return in_state(node->type, VALUE_ERROR);
  switch (node->op) { /* operands are in range: no sum of two leaves int64 */
    case TERM_ADD: return fitting(node->type, a.v + b.v);
    case TERM_SUB: return fitting(node->type, a.v - b.v);
    case TERM_LEAST: return a.v <= b.v ? a : b;
    case TERM_MOST: return a.v >= b.v ? a : b;
    case TERM_ADD_MONTHS: return shift_months(a.v, node->imm);
    case TERM_FIRST_OF_MONTH: return fitting(TYPE_DATE, date_first_of_month((int32_t)a.v));
    case TERM_LAST_OF_MONTH: return fitting(TYPE_DATE, date_last_of_month((int32_t)a.v));
    case TERM_YEAR:
    case TERM_MONTH:
    case TERM_DAY: return civil_part(node->op, a.v);
    case TERM_SCALE: return scale(node, a.v);
    default: return in_state(node->type, VALUE_ERROR);
  }
}

/* ---- leaves ---- */

static value field_value(const term_node *n, const resident *r) {
  const column *c = &r->roster->columns[n->a];
  int64_t v, none, unknown;
  if (n->type == TYPE_MONEY) {
    v = c->fen[r->row];
    none = MONEY_NONE;
    unknown = MONEY_UNKNOWN;
  } else if (n->type == TYPE_DATE) {
    v = c->dates[r->row];
    none = DATE_NONE;
    unknown = DATE_UNKNOWN;
  } else {
    v = c->numbers[r->row];
    none = NUMBER_NONE;
    unknown = NUMBER_UNKNOWN;
  }
  if (v == none) return in_state(n->type, VALUE_NONE);
  if (v == unknown) return in_state(n->type, VALUE_UNKNOWN);
  return fitting(n->type, v);
}

static value leaf_value(const term_node *n, const resident *r) {
  switch (n->op) {
    case TERM_CONST: return fitting(n->type, n->imm);
    case TERM_FIELD: return field_value(n, r);
    case TERM_AS_OF: return fitting(TYPE_DATE, r->as_of);
    case TERM_EFFECT: return in_state(n->type, VALUE_UNKNOWN);
    default: return in_state(TYPE_NIL, VALUE_NONE);
  }
}

value term_value(const term_table *t, term x, const resident *r) {
  assert(x < t->terms);
  const term_fact *fact = &t->facts[x];
  const term_node *node = term_at(t, x);
  if (fact->too_big) return in_state(node->type, VALUE_ERROR);
  if (fact->steps_count == 0) return leaf_value(node, r);
  value values[TERM_NODES_MAX], last = in_state(node->type, VALUE_ERROR);
  for (uint32_t i = 0; i < fact->steps_count; i++) {
    term_step step = t->steps[fact->steps + i];
    const term_node *n = term_at(t, step.node);
    last = term_operands(n->op) ? term_apply(n, values[step.a], values[step.b]) : leaf_value(n, r);
    values[i] = last;
  }
  return last;
}
