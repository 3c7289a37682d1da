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

/* The least and the most of a rising term over a box of two classes; false when it cannot be computed everywhere in it. */
static bool term_range(const class_maker *m, term x, const field_classes *a, uint32_t ca,
                       const field_classes *b, uint32_t cb, int64_t *least, int64_t *most) {
  int64_t low_a, high_a, low_b, high_b;
  resident r = {&m->probe, 0, m->as_of};
  field_class_range(a, ca, &low_a, &high_a);
  field_class_range(b, cb, &low_b, &high_b);
  class_maker_set(m, a->field, low_a);
  class_maker_set(m, b->field, low_b);
  value low = term_value(m->terms, x, &r);
  class_maker_set(m, a->field, high_a);
  class_maker_set(m, b->field, high_b);
  value high = term_value(m->terms, x, &r);
  class_maker_set(m, a->field, DATE_NONE);
  class_maker_set(m, b->field, DATE_NONE);
  *least = low.v, *most = high.v;
  return low.state == VALUE_KNOWN && high.state == VALUE_KNOWN;
}

/* Find the pairs of classes that leave the answer open. Without it every resident with both dates is computed. */
static void find_open(comparison *c, const class_maker *m, const field_classes *classes, int count,
                      term left, term right) {
  if (c->kind != ASK_MOST || c->fields_count != 2 || !term_rises(m->terms, left) ||
      !term_rises(m->terms, right))
    return;
  for (int i = 0; i < count; i++) {
    const field_classes *k = &classes[i];
    if (k->type != FIELD_DATE || k->free || m->roster->columns[k->field].filled ||
        k->breaks_count > 32)
      continue;
    if (k->field == c->fields[0]) c->left = k;
    if (k->field == c->fields[1]) c->right = k;
  }
  if (!c->left || !c->right) return;
  c->open = calloc((size_t)c->left->count * c->right->count, 1);
  if (!c->open) return;
  for (uint32_t i = 2; i < c->left->count; i++)
    for (uint32_t j = 2; j < c->right->count; j++) {
      int64_t a_least, a_most, b_least, b_most;
      bool computed = term_range(m, left, c->left, i, c->right, j, &a_least, &a_most) &&
                      term_range(m, right, c->left, i, c->right, j, &b_least, &b_most);
      uint8_t pair = !computed           ? PAIR_OPEN
                     : a_most <= b_least ? PAIR_YES
                     : a_least > b_most  ? PAIR_NO
                                         : PAIR_OPEN;
      c->open[i * c->right->count + j] = pair;
      c->any_open |= pair == PAIR_OPEN;
    }
  size_t pairs = (size_t)c->left->count * c->right->count;
  for (size_t i = 0; pairs <= 64 && i < pairs; i++)
    c->open_pairs |= (uint64_t)(c->open[i] == PAIR_OPEN) << i;
}

bool comparison_make(comparison *c, const class_maker *m, const field_classes *classes, int count,
                     uint32_t question_id) {
  const term_table *t = m->terms;
  const question *q = question_at(t, question_id);
  memset(c, 0, sizeof *c);
  if (q->kind != ASK_LESS && q->kind != ASK_MOST && q->kind != ASK_EQUAL) return false;
  uint8_t type = term_at(t, q->a)->type;
  if (type != TYPE_DATE && type != TYPE_MONEY && type != TYPE_DAYS) return false;
  c->kind = q->kind == ASK_EQUAL ? ASK_EQUAL : ASK_MOST;
  term left = q->kind == ASK_LESS ? q->b : q->a,
       right = q->kind == ASK_LESS ? q->a : q->b; /* a < b: not b <= a */
  if (!compile_term(c, t, m->as_of, left, 0) || !compile_term(c, t, m->as_of, right, 1))
    return false;
  find_open(c, m, classes, count, left, right);
  return true;
}

void comparison_free(comparison *c) { free(c->open); }

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
  if (!c->open) return bit;
  uint32_t a = (uint32_t)class_of[c->left->field], b = (uint32_t)class_of[c->right->field];
  uint8_t pair = c->open[a * c->right->count + b];
  return pair == PAIR_OPEN ? bit : pair == PAIR_YES;
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

VECTOR static void mark_open(const uint16_t *a, const uint16_t *b, uint32_t count, uint32_t width,
                             uint64_t open_pairs, uint8_t *marks) {
  for (uint32_t i = 0; i < count; i++) marks[i] = open_pairs >> (a[i] * width + b[i]) & 1;
}

/* Rows of the block whose two classes leave the answer open. */
static uint32_t open_rows(const comparison *c, const uint16_t *a, const uint16_t *b, uint32_t count,
                          uint32_t *rows) {
  uint32_t width = c->right->count, n = 0;
  if (!c->open_pairs) {
    for (uint32_t i = 0; i < count; i++) {
      rows[n] = i;
      n += c->open[a[i] * width + b[i]] & PAIR_OPEN;
    }
    return n;
  }
  uint64_t words[SIGNATURE_BLOCK / 8];
  words[(count - 1) / 8] = 0;
  mark_open(a, b, count, width, c->open_pairs, (uint8_t *)words);
  for (uint32_t w = 0; w <= (count - 1) / 8; w++)
    for (uint32_t i = w * 8; words[w] && i < w * 8 + 8; i++)
      if (((const uint8_t *)words)[i]) rows[n++] = i;
  return n;
}

/* Rows of the block that must be computed. */
static uint32_t to_compute(const comparison *c, const roster *r, uint32_t first, uint32_t count,
                           uint16_t *const *classes_of, uint32_t *rows) {
  uint32_t n = 0;
  if (c->open && !c->any_open) return 0;
  if (c->open && classes_of[c->left->field] &&
      classes_of[c->right->field]) /* else: too many dates to keep all classes */
    return open_rows(c, classes_of[c->left->field], classes_of[c->right->field], count, rows);
  const column *lead = NULL; /* the column that is blank for most */
  for (int i = 0; i < c->fields_count; i++) {
    const column *col = &r->columns[c->fields[i]];
    if (col->filled && (!lead || col->filled_count < lead->filled_count)) lead = col;
  }
  if (lead)
    for (uint32_t j = filled_from(lead, first);
         j < lead->filled_count && lead->filled[j] < first + count; j++)
      rows[n++] = lead->filled[j] - first;
  else
    for (; n < count; n++) rows[n] = n;
  return keep_present(c, r, first, n, rows);
}

static void load(const comparison *c, const step *s, const roster *r, uint32_t first,
                 const uint32_t *rows, uint32_t n, int64_t *out) {
  const column *col = &r->columns[s->field];
  (void)c;
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

bool comparison_add(const comparison *c, const roster *r, uint32_t first, uint32_t count,
                    uint64_t stride, uint64_t *keys, uint8_t *odd, uint16_t *const *classes_of,
                    uint32_t *rows, int64_t (*stack)[SIGNATURE_BLOCK]) {
  uint32_t n = to_compute(c, r, first, count, classes_of, rows);
  bool any_odd = false;
  int top = 0;
  if (n == 0) return false;
  for (int i = 0; i < c->count; i++) {
    const step *s = &c->steps[i];
    switch (s->op) {
      case TERM_CONST:
        for (uint32_t j = 0; j < n; j++) stack[top][j] = s->imm;
        top++;
        break;
      case TERM_FIELD: load(c, s, r, first, rows, n, stack[top++]); break;
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
    for (uint32_t j = 0; j < n; j++) keys[rows[j]] += stride & -(uint64_t)(a[j] <= b[j]);
  else
    for (uint32_t j = 0; j < n; j++) keys[rows[j]] += stride & -(uint64_t)(a[j] == b[j]);
  return any_odd;
}
