/*
** comparison.c - see comparison.h. A small stack machine whose every step runs over
** the whole block; only residents who have all the fields are looked at.
*/
#include "cases/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "values/date.h"
#include "values/vector.h"

/* ---- compiling ---- */

static bool push_step(comparison *c, step s) {
  if (c->count == STEPS_MAX) return false;
  c->steps[c->count++] = s;
  return true;
}

static bool add_field(comparison *c, int f) {
  for (int i = 0; i < c->fields_count; i++)
    if (c->fields[i] == f) return true;
  if (c->fields_count == 4) return false;
  c->fields[c->fields_count++] = f;
  return true;
}

/* Postfix of a term; `depth` is the stack height before it. */
static bool compile_term(comparison *c, const term_table *t, int32_t as_of, term x, int depth) {
  const term_node *n = term_at(t, x);
  if (depth >= 7) return false;
  switch (n->op) {
    case TERM_CONST: return push_step(c, (step){TERM_CONST, n->type, -1, n->imm});
    case TERM_AS_OF: return push_step(c, (step){TERM_CONST, n->type, -1, as_of});
    case TERM_FIELD:
      if (n->type != TYPE_DATE && n->type != TYPE_MONEY) return false;
      return add_field(c, (int)n->a) && push_step(c, (step){TERM_FIELD, n->type, (int)n->a, 0});
    case TERM_ADD:
    case TERM_SUB:
    case TERM_LEAST:
    case TERM_MOST:
      return compile_term(c, t, as_of, n->a, depth) && compile_term(c, t, as_of, n->b, depth + 1) &&
             push_step(c, (step){n->op, n->type, -1, 0});
    case TERM_ADD_MONTHS:
    case TERM_FIRST_OF_MONTH:
    case TERM_LAST_OF_MONTH:
      return compile_term(c, t, as_of, n->a, depth) &&
             push_step(c, (step){n->op, n->type, -1, n->imm});
    default: return false;
  }
}

bool comparison_make(comparison *c, const term_table *t, int32_t as_of, uint32_t question_id) {
  const question *q = question_at(t, question_id);
  memset(c, 0, sizeof *c);
  if (q->kind != ASK_LESS && q->kind != ASK_MOST && q->kind != ASK_EQUAL) return false;
  uint8_t type = term_at(t, q->a)->type;
  if (type != TYPE_DATE && type != TYPE_MONEY && type != TYPE_DAYS) return false;
  c->kind = q->kind == ASK_EQUAL ? ASK_EQUAL : ASK_MOST;
  term left = q->kind == ASK_LESS ? q->b : q->a,
       right = q->kind == ASK_LESS ? q->a : q->b; /* a < b: not b <= a */
  if (!compile_term(c, t, as_of, left, 0) || !compile_term(c, t, as_of, right, 1)) return false;
  c->ordered = c->kind == ASK_MOST && date_order_make(&c->order, c->steps, c->count);
  return true;
}

bool comparison_same(const comparison *a, const comparison *b) {
  if (a->kind != b->kind || a->count != b->count) return false;
  for (int i = 0; i < a->count; i++) {
    const step *x = &a->steps[i], *y = &b->steps[i];
    if (x->op != y->op || x->type != y->type || x->field != y->field || x->imm != y->imm)
      return false;
  }
  return true;
}

int comparison_told(const comparison *c, const int32_t *class_of, int bit) {
  for (int i = 0; i < c->fields_count; i++)
    if (class_of[c->fields[i]] < 2) return -1; /* none, unknown or not known */
  return bit;
}

/* ---- computing ---- */

static bool has_value(const roster *r, int f, uint32_t row) {
  const column *c = &r->columns[f];
  return c->dates ? c->dates[row] > DATE_UNKNOWN : c->fen[row] > MONEY_UNKNOWN;
}

/* Of n rows, those in which every field has a value. */
static uint32_t keep_present(const comparison *c, const roster *r, uint32_t first, uint32_t n,
                             uint32_t *rows) {
  uint32_t kept = 0;
  for (uint32_t j = 0; j < n; j++) {
    bool all = true;
    for (int i = 0; i < c->fields_count; i++) all &= has_value(r, c->fields[i], first + rows[j]);
    rows[kept] = rows[j];
    kept += all;
  }
  return kept;
}

/* Rows of the block that must be computed, into block->rows. */
static uint32_t to_compute(const comparison *c, const roster *r, uint32_t first, uint32_t count,
                           signature_block *block) {
  const uint32_t *lead = NULL; /* rows of the column that is blank for most */
  uint32_t *rows = block->rows, n = count;
  for (int i = 0; i < c->fields_count; i++) {
    const filled_span *span = signature_block_filled(block, r, c->fields[i]);
    if (!span || (lead && span->to - span->from >= n)) continue;
    lead = r->columns[c->fields[i]].filled + span->from, n = span->to - span->from;
  }
  for (uint32_t j = 0; j < n; j++) rows[j] = lead ? lead[j] - first : j;
  return keep_present(c, r, first, n, rows);
}

static void load(const step *s, const roster *r, uint32_t first, const uint32_t *rows, uint32_t n,
                 int64_t *out) {
  const column *col = &r->columns[s->field];
  if (col->dates) {
    const int32_t *v = col->dates + first;
    for (uint32_t j = 0; j < n; j++) out[j] = v[rows[j]];
  } else {
    const int64_t *v = col->fen + first;
    for (uint32_t j = 0; j < n; j++) out[j] = v[rows[j]];
  }
}

static void run_unary(const step *s, uint32_t n, int64_t *a) {
  for (uint32_t j = 0; j < n; j++) {
    if (!date_in_range(a[j])) continue; /* already odd */
    int32_t day = (int32_t)a[j];
    a[j] = s->op == TERM_ADD_MONTHS       ? date_add_months(day, (int)s->imm)
           : s->op == TERM_FIRST_OF_MONTH ? date_first_of_month(day)
                                          : date_last_of_month(day);
  }
}

static void run_binary(const step *s, uint32_t n, int64_t *a, const int64_t *b) {
  switch (s->op) {
    case TERM_ADD:
      for (uint32_t j = 0; j < n; j++) a[j] += b[j];
      break;
    case TERM_SUB:
      for (uint32_t j = 0; j < n; j++) a[j] -= b[j];
      break;
    case TERM_LEAST:
      for (uint32_t j = 0; j < n; j++) a[j] = a[j] < b[j] ? a[j] : b[j];
      break;
    default:
      for (uint32_t j = 0; j < n; j++) a[j] = a[j] > b[j] ? a[j] : b[j];
  }
}

/* Mark the residents for whom a sum has left its type's range: such a comparison has no answer. */
static bool mark_outside(const step *s, uint32_t n, const int64_t *a, const uint32_t *rows,
                         uint8_t *odd) {
  int64_t low = s->type == TYPE_DATE ? DATE_MIN : s->type == TYPE_MONEY ? -MONEY_MAX : -DAYS_MAX;
  int64_t high = s->type == TYPE_DATE ? DATE_MAX : s->type == TYPE_MONEY ? MONEY_MAX : DAYS_MAX;
  bool any = false;
  for (uint32_t j = 0; j < n; j++) any |= a[j] < low || a[j] > high;
  if (!any) return false;
  for (uint32_t j = 0; j < n; j++)
    if (a[j] < low || a[j] > high) odd[rows[j]] = 1;
  return true;
}

void comparison_add(const comparison *c, const roster *r, uint32_t first, uint32_t count,
                    uint32_t stride, uint32_t *keys, signature_block *block) {
  if (c->ordered && date_order_add(&c->order, r, first, count, stride, keys, block)) return;
  uint32_t *rows = block->rows, n = to_compute(c, r, first, count, block);
  int64_t(*stack)[SIGNATURE_BLOCK] = block->stack;
  uint8_t *odd = block->odd;
  bool any_odd = false;
  int top = 0;
  if (n == 0) return;
  for (int i = 0; i < c->count; i++) {
    const step *s = &c->steps[i];
    switch (s->op) {
      case TERM_CONST:
        for (uint32_t j = 0; j < n; j++) stack[top][j] = s->imm;
        top++;
        break;
      case TERM_FIELD: load(s, r, first, rows, n, stack[top++]); break;
      case TERM_ADD_MONTHS:
      case TERM_FIRST_OF_MONTH:
      case TERM_LAST_OF_MONTH:
        run_unary(s, n, stack[top - 1]);
        any_odd |= mark_outside(s, n, stack[top - 1], rows, odd);
        break;
      default:
        top--;
        run_binary(s, n, stack[top - 1], stack[top]);
        if (s->op == TERM_ADD || s->op == TERM_SUB)
          any_odd |= mark_outside(s, n, stack[top - 1], rows, odd);
    }
  }
  const int64_t *a = stack[0], *b = stack[1];
  if (c->kind == ASK_MOST)
    for (uint32_t j = 0; j < n; j++) keys[rows[j]] += stride & -(uint32_t)(a[j] <= b[j]);
  else
    for (uint32_t j = 0; j < n; j++) keys[rows[j]] += stride & -(uint32_t)(a[j] == b[j]);
  block->any_odd |= any_odd;
}
