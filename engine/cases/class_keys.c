/*
** class_keys.c - the classes of a block of residents, added to their keys. Straight loops over
** columns that the compiler vectorises: cells are brought to 32 bits, and steps up to which a
** class reaches are cheaper to compare with, many at a time, than a table is to look up.
*/
#include <stdlib.h>
#include <string.h>

#include "cases/classes.h"
#include "values/vector.h"

#define PASS 8                     /* steps that one pass over the cells compares with */
#define CODE_STEPS 12              /* more of them are slower than a table */
#define DAY_STEPS 18               /* ... if the table fits the nearest memory */
#define DAY_TABLE 8192             /* days */
#define LEAST_CELL (INT32_MIN + 2) /* below it none, and unknown */
#define FILLED_AT_ONCE 256         /* a multiple of CELLS_ROUNDED */

/* ---- how a field's cells are classified ---- */

static void add_step(field_classes *c, int64_t at, uint32_t rise) {
  c->step_at[c->steps_count] = (int32_t)at;
  c->step_rise[c->steps_count++] = rise;
}

/* Steps that are not there: no cell rises by anything. */
static void fill_up(field_classes *c) {
  for (uint32_t i = c->steps_count; i < CLASS_STEPS; i++) c->step_at[i] = 0, c->step_rise[i] = 0;
}

/* Of the breaks from k to n - 1. */
static bool make_day_table(field_classes *c, uint32_t k, uint32_t n) {
  uint32_t before = k;
  int64_t low = c->breaks[k] - 1, days = c->breaks[n - 1] - low + 1;
  c->of_day = malloc((size_t)days * sizeof *c->of_day);
  if (!c->of_day) return false;
  for (int64_t d = 0; d < days; d++) {
    while (k < n && c->breaks[k] <= low + d) k++;
    c->of_day[d] = k - before;
  }
  c->table = c->of_day, c->table_low = (int32_t)low;
  c->table_last = (int32_t)(low + days - 1);
  return true;
}

/* Class 0 none, 1 unknown, 2 any value, one more from each break on. None is the lowest number, unknown the next. */
static bool prepare_ordered(field_classes *c) {
  uint32_t n = c->breaks_count, low = 0;
  while (low < n && c->breaks[low] <= LEAST_CELL) low++; /* below every cell; */
  while (n > low && c->breaks[n - 1] > INT32_MAX) n--;   /* above every one */
  bool table = c->type != FIELD_MONEY && n - low > DAY_STEPS &&
               c->breaks[n - 1] - c->breaks[low] < DAY_TABLE;
  if (!table && n - low + 2 > CLASS_STEPS) return true;
  add_step(c, LEAST_CELL - 1, 1);
  add_step(c, LEAST_CELL, 1 + low);
  if (table) return make_day_table(c, low, n);
  for (uint32_t k = low; k < n; k++) add_step(c, c->breaks[k], 1);
  return true;
}

static void prepare_coded(field_classes *c) {
  uint32_t steps = c->of_code[0] != 0;
  for (uint32_t i = 1; i < c->codes + 2; i++) steps += c->of_code[i] != c->of_code[i - 1];
  if (steps > CODE_STEPS) {
    c->table = c->of_code, c->table_low = -2, c->table_last = (int32_t)c->codes - 1;
    return;
  }
  for (uint32_t i = 0; i < c->codes + 2; i++) {
    uint32_t before = i ? c->of_code[i - 1] : 0;
    if (c->of_code[i] != before) add_step(c, (int64_t)i - 2, c->of_code[i] - before);
  }
}

bool field_classes_prepare(field_classes *c) {
  bool good = true;
  switch (c->type) {
    case FIELD_DATE:
    case FIELD_NUMBER:
    case FIELD_MONEY: good = prepare_ordered(c); break;
    case FIELD_TEXT: break;
    default: prepare_coded(c);
  }
  fill_up(c);
  return good;
}

/* ---- cells ---- */

/* Not 0 when an amount does not fit. */
VECTOR static uint64_t narrow_amounts(const int64_t *v, uint32_t count, int32_t *cells) {
  uint64_t over = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t above = (uint64_t)v[i] - (uint64_t)LEAST_CELL;
    int64_t missing = v[i] == MONEY_NONE ? LEAST_CELL - 2 : LEAST_CELL - 1;
    over |= v[i] > MONEY_UNKNOWN ? above >> 32 : 0;
    cells[i] = (int32_t)(v[i] > MONEY_UNKNOWN ? v[i] : missing);
  }
  return over;
}

VECTOR static void widen_flags(const uint8_t *v, uint32_t count, int32_t *cells) {
  for (uint32_t i = 0; i < count; i++) cells[i] = v[i];
}

VECTOR static void widen_labels(const uint16_t *v, uint32_t count, int32_t *cells) {
  for (uint32_t i = 0; i < count; i++) cells[i] = (int16_t)v[i];
}

/* NULL when some do not fit. */
static const int32_t *cells_from(const field_classes *c, const column *col, uint32_t first,
                                 uint32_t count, int32_t *space) {
  switch (c->type) {
    case FIELD_DATE: return col->dates + first;
    case FIELD_NUMBER: return col->numbers + first;
    case FIELD_MONEY: return narrow_amounts(col->fen + first, count, space) ? NULL : space;
    case FIELD_FLAG: widen_flags(col->flags + first, count, space); return space;
    case FIELD_LABEL: widen_labels(col->labels + first, count, space); return space;
    default: return (const int32_t *)(col->codes + first);
  }
}

/* ---- keys ---- */

VECTOR static void add_steps(const int32_t *cells, uint32_t count, const int32_t *at,
                             const uint32_t *rise, uint32_t *keys) {
  const int32_t a0 = at[0], a1 = at[1], a2 = at[2], a3 = at[3];
  const int32_t a4 = at[4], a5 = at[5], a6 = at[6], a7 = at[7];
  const uint32_t r0 = rise[0], r1 = rise[1], r2 = rise[2], r3 = rise[3];
  const uint32_t r4 = rise[4], r5 = rise[5], r6 = rise[6], r7 = rise[7];
  for (uint32_t i = 0; i < count; i++) {
    int32_t v = cells[i];
    keys[i] += (v >= a0 ? r0 : 0) + (v >= a1 ? r1 : 0) + (v >= a2 ? r2 : 0) + (v >= a3 ? r3 : 0) +
               (v >= a4 ? r4 : 0) + (v >= a5 ? r5 : 0) + (v >= a6 ? r6 : 0) + (v >= a7 ? r7 : 0);
  }
}

/* Half as many, for the last pass. */
VECTOR static void add_few_steps(const int32_t *cells, uint32_t count, const int32_t *at,
                                 const uint32_t *rise, uint32_t *keys) {
  const int32_t a0 = at[0], a1 = at[1], a2 = at[2], a3 = at[3];
  const uint32_t r0 = rise[0], r1 = rise[1], r2 = rise[2], r3 = rise[3];
  for (uint32_t i = 0; i < count; i++) {
    int32_t v = cells[i];
    keys[i] += (v >= a0 ? r0 : 0) + (v >= a1 ? r1 : 0) + (v >= a2 ? r2 : 0) + (v >= a3 ? r3 : 0);
  }
}

VECTOR static void keep_within(const int32_t *cells, uint32_t count, int32_t low, int32_t high,
                               int32_t *space) {
  for (uint32_t i = 0; i < count; i++) {
    int32_t v = cells[i] < low ? low : cells[i];
    space[i] = v > high ? high : v;
  }
}

VECTOR static void add_from_table(const int32_t *cells, uint32_t count, const uint32_t *table,
                                  int32_t low, uint32_t stride, uint32_t *keys) {
  for (uint32_t i = 0; i < count; i++)
    keys[i] += stride * table[(uint32_t)cells[i] - (uint32_t)low];
}

static void add_cells(const field_classes *c, const int32_t *cells, uint32_t count, uint32_t stride,
                      uint32_t *keys, int32_t *space) {
  for (uint32_t i = 0; i < c->steps_count; i += PASS) {
    uint32_t rise[PASS];
    for (uint32_t k = 0; k < PASS; k++) rise[k] = c->step_rise[i + k] * stride;
    if (c->steps_count - i <= PASS / 2)
      add_few_steps(cells, count, c->step_at + i, rise, keys);
    else
      add_steps(cells, count, c->step_at + i, rise, keys);
  }
  if (!c->table) return;
  if (c->of_day) {
    keep_within(cells, count, c->table_low, c->table_last, space);
    cells = space;
  }
  add_from_table(cells, count, c->table, c->table_low, stride, keys);
}

/* ---- fields that are blank for most ---- */

/* The first of the filled rows that is not before `row`. */
static uint32_t first_filled(const column *c, uint32_t row) {
  uint32_t low = 0, high = c->filled_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (c->filled[middle] < row)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

filled_span filled_rows(const column *c, uint32_t first, uint32_t count, const filled_span *after) {
  uint32_t from = after ? after->to : first_filled(c, first), to = from, end = first + count;
  while (c->filled_count - to >= CELLS_ROUNDED && c->filled[to + CELLS_ROUNDED - 1] < end)
    to += CELLS_ROUNDED;
  while (to < c->filled_count && c->filled[to] < end) to++;
  return (filled_span){from, to};
}

static void add_filled_ordered(const field_classes *c, const int32_t *v, const uint32_t *rows,
                               uint32_t count, uint32_t first, uint32_t stride, uint32_t *keys) {
  int32_t cells[FILLED_AT_ONCE];
  uint32_t parts[FILLED_AT_ONCE],
      rounded = (count + CELLS_ROUNDED - 1) / CELLS_ROUNDED * CELLS_ROUNDED;
  for (uint32_t j = 0; j < count; j++) cells[j] = v[rows[j]];
  for (uint32_t j = count; j < rounded; j++) cells[j] = 0;
  memset(parts, 0, rounded * sizeof *parts);
  add_cells(c, cells, rounded, stride, parts, cells);
  for (uint32_t j = 0; j < count; j++) keys[rows[j] - first] += parts[j];
}

/* A blank's class is 0: only the others are looked at. Nothing here branches on what they hold, so that the next cell is on its
** way from memory while one is looked at. */
static void add_filled(const field_classes *c, const roster *r, const uint32_t *rows,
                       uint32_t count, uint32_t first, uint32_t stride, uint32_t *keys) {
  const column *col = &r->columns[c->field];
  const uint32_t *of_code = c->of_code;
  if ((c->type == FIELD_DATE || c->type == FIELD_NUMBER) && c->steps_count) {
    const int32_t *v = c->type == FIELD_DATE ? col->dates : col->numbers;
    add_filled_ordered(c, v, rows, count, first, stride, keys);
    return;
  }
  switch (c->type) {
    case FIELD_FLAG:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * of_code[col->flags[rows[j]] + 2];
      break;
    case FIELD_LABEL:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * of_code[(uint16_t)(col->labels[rows[j]] + 2)];
      break;
    case FIELD_LABELS:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * of_code[col->codes[rows[j]] + 2];
      break;
    default:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * field_class(c, r, rows[j]);
  }
}

void field_classes_add(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                       filled_span span, uint32_t stride, uint32_t *keys, int32_t *space) {
  const column *col = &r->columns[c->field];
  if (col->filled) {
    for (uint32_t from = span.from; from < span.to; from += FILLED_AT_ONCE) {
      uint32_t n = span.to - from < FILLED_AT_ONCE ? span.to - from : FILLED_AT_ONCE;
      add_filled(c, r, col->filled + from, n, first, stride, keys);
    }
    return;
  }
  bool known = c->steps_count || c->table;
  const int32_t *cells = known ? cells_from(c, col, first, count, space) : NULL;
  if (cells)
    add_cells(c, cells, count, stride, keys, space);
  else
    for (uint32_t i = 0; i < count; i++) keys[i] += stride * field_class(c, r, first + i);
}

#define LINE 64 /* bytes that come from memory at a time */

/* Where the column has the cells from `row` on, and the bytes of one. */
static const char *cells_at(const column *c, field_type type, uint32_t row, size_t *width) {
  switch (type) {
    case FIELD_DATE: *width = sizeof *c->dates; return (const char *)(c->dates + row);
    case FIELD_NUMBER: *width = sizeof *c->numbers; return (const char *)(c->numbers + row);
    case FIELD_MONEY: *width = sizeof *c->fen; return (const char *)(c->fen + row);
    case FIELD_FLAG: *width = sizeof *c->flags; return (const char *)(c->flags + row);
    case FIELD_LABEL: *width = sizeof *c->labels; return (const char *)(c->labels + row);
    case FIELD_TEXT: *width = sizeof *c->texts; return (const char *)(c->texts + row);
    default: *width = sizeof *c->codes; return (const char *)(c->codes + row);
  }
}

void field_classes_fetch(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                         filled_span after) {
  const column *col = &r->columns[c->field];
  size_t width;
  if (first >= r->rows) return;
  if (!col->filled) {
    if (count > r->rows - first) count = r->rows - first;
    const char *at = cells_at(col, c->type, first, &width), *end = at + count * width;
    for (; at < end; at += LINE) __builtin_prefetch(at);
    return;
  }
  uint32_t to = after.to + (after.to - after.from); /* about as many as before */
  if (to > col->filled_count) to = col->filled_count;
  for (uint32_t j = after.to; j < to; j++)
    __builtin_prefetch(cells_at(col, c->type, col->filled[j], &width));
}

void field_classes_mark_odd(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                            uint8_t *odd) {
  for (uint32_t i = 0; i < count; i++)
    if (roster_cell(r, c->field, first + i) == CELL_VALUE) odd[i] = 1;
}
