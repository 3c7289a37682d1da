/*
** date_order.c - see date_order.h. Days are added to a whole block of dates; what months add is
** known to a few days, which leaves few residents for whom it must be counted.
*/
#include "cases/date_order.h"

#include <string.h>

#include "values/date.h"
#include "values/vector.h"

#define FAR (INT32_MAX / 2)   /* no bound: beyond any day, however moved */
#define SHIFT_MAX 1000000     /* days */
#define MONTHS_MAX (12 * 500) /* there are no dates farther apart */
#define MONTHS_SLACK 10       /* days: months are no more uneven */

/* ---- making ---- */

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
static int32_t limited(int64_t v) { return (int32_t)least(most(v, -FAR), FAR); }

/* Only days that stay dates all the way from here on are safe. False when none does. */
static bool keep_safe(moved_date *m) {
  if (m->high < DATE_MIN || m->low > DATE_MAX) return false;
  if (m->low < DATE_MIN) m->safe_low = (int32_t)most(m->safe_low, DATE_MIN - m->early);
  if (m->high > DATE_MAX) m->safe_high = (int32_t)least(m->safe_high, DATE_MAX - m->late);
  return true;
}

static bool move_days(moved_date *m, int64_t days) {
  if (days < -SHIFT_MAX || days > SHIFT_MAX) return false;
  int32_t n = (int32_t)days;
  m->add += n, m->early += n, m->late += n;
  if (m->low > -FAR) m->low = limited((int64_t)m->low + n);
  if (m->high < FAR) m->high = limited((int64_t)m->high + n);
  return keep_safe(m);
}

static bool move_months(moved_date *m, int64_t months) {
  if (m->months || m->add || m->low > -FAR || m->high < FAR) return false;
  if (months < -MONTHS_MAX || months > MONTHS_MAX) return false;
  int32_t about = (int32_t)(months * 146097 / 4800); /* 400 years are so many days */
  m->months = (int32_t)months;
  m->early = about - MONTHS_SLACK, m->late = about + MONTHS_SLACK;
  return keep_safe(m);
}

static bool bound(moved_date *m, uint8_t op, int64_t day) {
  int64_t (*pick)(int64_t, int64_t) = op == TERM_LEAST ? least : most;
  m->low = limited(pick(m->low, day)), m->high = limited(pick(m->high, day));
  return true;
}

/* Of two dates at most one may be a field's. */
static bool combine(moved_date *a, const moved_date *b, const step *s) {
  if (s->type != TYPE_DATE || (a->field < 0) == (b->field < 0)) return false;
  if (s->op == TERM_SUB) return b->field < 0 && move_days(a, -(int64_t)b->add);
  int32_t fixed = a->field < 0 ? a->add : b->add;
  if (a->field < 0) *a = *b;
  if (s->op == TERM_ADD) return move_days(a, fixed);
  return bound(a, s->op, fixed);
}

bool date_order_make(date_order *o, const step *steps, int count) {
  moved_date stack[STEPS_MAX] = {0};
  int top = 0;
  for (int i = 0; i < count; i++) {
    const step *s = &steps[i];
    switch (s->op) {
      case TERM_CONST:
        if (s->imm < -SHIFT_MAX || s->imm > SHIFT_MAX) return false;
        stack[top++] = (moved_date){.field = -1, .add = (int32_t)s->imm};
        break;
      case TERM_FIELD:
        if (s->type != TYPE_DATE) return false;
        stack[top++] = (moved_date){.field = s->field,
                                    .low = -FAR,
                                    .high = FAR,
                                    .safe_low = DATE_MIN,
                                    .safe_high = DATE_MAX};
        break;
      case TERM_ADD_MONTHS:
        if (top < 1 || stack[top - 1].field < 0 || !move_months(&stack[top - 1], s->imm))
          return false;
        break;
      case TERM_ADD:
      case TERM_SUB:
      case TERM_LEAST:
      case TERM_MOST:
        if (--top < 1 || !combine(&stack[top - 1], &stack[top], s)) return false;
        break;
      default: return false;
    }
  }
  if (top != 2 || stack[0].field < 0 || stack[1].field < 0) return false;
  *o = (date_order){stack[0], stack[1]};
  return true;
}

/* ---- computing ---- */

/* Sums wrap for cells without a date, which are not looked at. */
static inline int32_t plus(int32_t day, int32_t days) {
  return (int32_t)((uint32_t)day + (uint32_t)days);
}

static inline int32_t within(int32_t v, int32_t low, int32_t high) {
  v = v < low ? low : v;
  return v > high ? high : v;
}

VECTOR static bool any_unsafe(const int32_t *v, uint32_t count, int32_t low, int32_t high) {
  int32_t any = 0;
  for (uint32_t i = 0; i < count; i++)
    any |= (v[i] > DATE_UNKNOWN) & ((v[i] < low) | (v[i] > high));
  return any != 0;
}

VECTOR static void add_by_days(const int32_t *x, const int32_t *y, uint32_t count,
                               const date_order *o, uint32_t stride, uint32_t *keys) {
  const moved_date a = o->left, b = o->right;
  for (uint32_t i = 0; i < count; i++) {
    int32_t left = within(plus(x[i], a.add), a.low, a.high);
    int32_t right = within(plus(y[i], b.add), b.low, b.high);
    int holds = (x[i] > DATE_UNKNOWN) & (y[i] > DATE_UNKNOWN) & (left <= right);
    keys[i] += holds ? stride : 0;
  }
}

/* Residents for whom it depends on how long the months are get a mark instead. */
VECTOR static void add_by_months(const int32_t *x, const int32_t *y, uint32_t count,
                                 const date_order *o, uint32_t stride, uint32_t *keys,
                                 uint32_t *marks) {
  const moved_date a = o->left, b = o->right;
  for (uint32_t i = 0; i < count; i++) {
    int both = (x[i] > DATE_UNKNOWN) & (y[i] > DATE_UNKNOWN);
    int holds = both & (within(plus(x[i], a.late), a.low, a.high) <=
                        within(plus(y[i], b.early), b.low, b.high));
    int may = both & (within(plus(x[i], a.early), a.low, a.high) <=
                      within(plus(y[i], b.late), b.low, b.high));
    keys[i] += holds ? stride : 0;
    marks[i] = (uint32_t)(may & !holds);
  }
}

static int32_t moved(const moved_date *m, int32_t day) {
  return within((m->months ? date_add_months(day, m->months) : day) + m->add, m->low, m->high);
}

static bool is_unsafe(const moved_date *m, const int32_t *v, uint32_t count) {
  if (m->safe_low <= DATE_MIN && m->safe_high >= DATE_MAX) return false;
  return any_unsafe(v, count, m->safe_low, m->safe_high);
}

static bool add(const date_order *o, const int32_t *x, const int32_t *y, uint32_t count,
                uint32_t stride, uint32_t *keys, uint32_t *marks) {
  if (is_unsafe(&o->left, x, count) || is_unsafe(&o->right, y, count)) return false;
  if (!o->left.months && !o->right.months) {
    add_by_days(x, y, count, o, stride, keys);
    return true;
  }
  add_by_months(x, y, count, o, stride, keys, marks);
  for (uint32_t i = 0; i < count; i++)
    if (marks[i] && moved(&o->left, x[i]) <= moved(&o->right, y[i])) keys[i] += stride;
  return true;
}

/* Of these rows; `span`: those of the column's own filled rows that they are, or NULL. */
static void gather(const column *c, const filled_span *span, const uint32_t *rows, uint32_t n,
                   int32_t *days) {
  if (span)
    memcpy(days, c->filled_cells + span->from, n * sizeof *days);
  else
    for (uint32_t j = 0; j < n; j++) days[j] = c->dates[rows[j]];
}

bool date_order_add(const date_order *o, const roster *r, uint32_t first, uint32_t count,
                    uint32_t stride, uint32_t *keys, signature_block *block) {
  const column *left = &r->columns[o->left.field], *right = &r->columns[o->right.field];
  const filled_span *a = signature_block_filled(block, r, o->left.field);
  const filled_span *b = signature_block_filled(block, r, o->right.field);
  uint32_t *marks = block->rows;
  if (!a && !b)
    return add(o, left->dates + first, right->dates + first, count, stride, keys, marks);
  /* The rows of the column that is blank for most. */
  bool by_left = a && (!b || a->to - a->from <= b->to - b->from);
  const uint32_t *rows = by_left ? left->filled + a->from : right->filled + b->from;
  uint32_t n = by_left ? a->to - a->from : b->to - b->from;
  int32_t *x = block->cells[0], *y = block->cells[1];
  uint32_t *parts = block->parts;
  uint32_t rounded = (n + CELLS_ROUNDED - 1) / CELLS_ROUNDED * CELLS_ROUNDED;
  gather(left, by_left ? a : NULL, rows, n, x);
  gather(right, by_left ? NULL : b, rows, n, y);
  for (uint32_t j = n; j < rounded; j++) x[j] = DATE_NONE, y[j] = DATE_NONE;
  memset(parts, 0, rounded * sizeof *parts);
  if (n && !add(o, x, y, rounded, stride, parts, marks)) return false;
  for (uint32_t j = 0; j < n; j++) keys[rows[j] - first] += parts[j];
  return true;
}
