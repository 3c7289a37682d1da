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
  uint32_t steps = 0;
  for (uint32_t i = 1; i < c->codes + 2; i++) steps += c->of_code[i] != c->of_code[i - 1];
  if (steps > CODE_STEPS) {
    c->table = c->of_code, c->table_low = -2, c->table_last = (int32_t)c->codes - 1;
    return;
  }
  c->base = c->of_code[0];
  for (uint32_t i = 1; i < c->codes + 2; i++)
    if (c->of_code[i] != c->of_code[i - 1])
      add_step(c, (int64_t)i - 2, c->of_code[i] - c->of_code[i - 1]);
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

/* Every loop over a column goes by strips of it, and has the cells fetched that stand `ahead` bytes later: the next block comes
** from memory while one is computed. Where there is nothing to fetch `ahead` is 0. */
#define STRIP \
  64            /* rows: enough that the compiler makes vectors of a strip, and no part of a line */
#define LINE 64 /* bytes that come from memory at a time */

static inline void fetch(const void *cells, size_t width, size_t ahead) {
  for (size_t i = 0; i < width * STRIP; i += LINE)
    __builtin_prefetch((const char *)cells + ahead + i);
}

/* An amount as a cell; *over is not 0 when one did not fit. */
static inline int32_t narrowed(int64_t v, uint64_t *over) {
  uint64_t above = (uint64_t)v - (uint64_t)LEAST_CELL;
  int64_t missing = v == MONEY_NONE ? LEAST_CELL - 2 : LEAST_CELL - 1;
  *over |= v > MONEY_UNKNOWN ? above >> 32 : 0;
  return (int32_t)(v > MONEY_UNKNOWN ? v : missing);
}

VECTOR static uint64_t narrow_amounts(const int64_t *v, uint32_t count, size_t ahead,
                                      int32_t *cells) {
  uint64_t over = 0;
  uint32_t i = 0;
  for (; i + STRIP <= count; i += STRIP) {
    fetch(v + i, sizeof *v, ahead);
    for (uint32_t k = i; k < i + STRIP; k++) cells[k] = narrowed(v[k], &over);
  }
  for (; i < count; i++) cells[i] = narrowed(v[i], &over);
  return over;
}

VECTOR static void widen_flags(const uint8_t *v, uint32_t count, size_t ahead, int32_t *cells) {
  uint32_t i = 0;
  for (; i + STRIP <= count; i += STRIP) {
    fetch(v + i, sizeof *v, ahead);
    for (uint32_t k = i; k < i + STRIP; k++) cells[k] = v[k];
  }
  for (; i < count; i++) cells[i] = v[i];
}

VECTOR static void widen_labels(const uint16_t *v, uint32_t count, size_t ahead, int32_t *cells) {
  uint32_t i = 0;
  for (; i + STRIP <= count; i += STRIP) {
    fetch(v + i, sizeof *v, ahead);
    for (uint32_t k = i; k < i + STRIP; k++) cells[k] = (int16_t)v[k];
  }
  for (; i < count; i++) cells[i] = (int16_t)v[i];
}

/* ---- keys ---- */

typedef struct {
  uint32_t base; /* of every cell */
  int32_t at[PASS];
  uint32_t rise[PASS];
} pass;

static inline uint32_t risen_four(int32_t v, const pass *p, int k) {
  return (v >= p->at[k] ? p->rise[k] : 0) + (v >= p->at[k + 1] ? p->rise[k + 1] : 0) +
         (v >= p->at[k + 2] ? p->rise[k + 2] : 0) + (v >= p->at[k + 3] ? p->rise[k + 3] : 0);
}
static inline uint32_t risen(int32_t v, const pass *p) {
  return risen_four(v, p, 0) + risen_four(v, p, 4);
}

VECTOR static void add_steps(const int32_t *cells, uint32_t count, size_t ahead, const pass *by,
                             uint32_t *keys) {
  const pass p = *by;
  uint32_t i = 0;
  for (; i + STRIP <= count; i += STRIP) {
    fetch(cells + i, sizeof *cells, ahead);
    for (uint32_t k = i; k < i + STRIP; k++) keys[k] += p.base + risen(cells[k], &p);
  }
  for (; i < count; i++) keys[i] += p.base + risen(cells[i], &p);
}

/* Half as many steps, for the last pass. */
VECTOR static void add_few_steps(const int32_t *cells, uint32_t count, size_t ahead, const pass *by,
                                 uint32_t *keys) {
  const pass p = *by;
  uint32_t i = 0;
  for (; i + STRIP <= count; i += STRIP) {
    fetch(cells + i, sizeof *cells, ahead);
    for (uint32_t k = i; k < i + STRIP; k++) keys[k] += p.base + risen_four(cells[k], &p, 0);
  }
  for (; i < count; i++) keys[i] += p.base + risen_four(cells[i], &p, 0);
}

VECTOR static void keep_within(const int32_t *cells, uint32_t count, int32_t low, int32_t high,
                               int32_t *space) {
  for (uint32_t i = 0; i < count; i++) {
    int32_t v = cells[i] < low ? low : cells[i];
    space[i] = v > high ? high : v;
  }
}

VECTOR static void add_from_table(const int32_t *cells, uint32_t count, size_t ahead,
                                  const uint32_t *table, int32_t low, uint32_t stride,
                                  uint32_t *keys) {
  uint32_t i = 0;
  for (; i + STRIP <= count; i += STRIP) {
    fetch(cells + i, sizeof *cells, ahead);
    for (uint32_t k = i; k < i + STRIP; k++)
      keys[k] += stride * table[(uint32_t)cells[k] - (uint32_t)low];
  }
  for (; i < count; i++) keys[i] += stride * table[(uint32_t)cells[i] - (uint32_t)low];
}

static void add_cells(const field_classes *c, const int32_t *cells, uint32_t count, size_t ahead,
                      uint32_t stride, uint32_t *keys, int32_t *space) {
  for (uint32_t i = 0; i < c->steps_count; i += PASS, ahead = 0) {
    pass p = {.base = i ? 0 : c->base * stride};
    memcpy(p.at, c->step_at + i, sizeof p.at);
    for (uint32_t k = 0; k < PASS; k++) p.rise[k] = c->step_rise[i + k] * stride;
    if (c->steps_count - i <= PASS / 2)
      add_few_steps(cells, count, ahead, &p, keys);
    else
      add_steps(cells, count, ahead, &p, keys);
  }
  if (!c->table) return;
  if (c->of_day) {
    keep_within(cells, count, c->table_low, c->table_last, space);
    cells = space;
  }
  add_from_table(cells, count, ahead, c->table, c->table_low, stride, keys);
}

/* The same of a column's cells from row `first` on. False when some do not fit. */
static bool add_column(const field_classes *c, const column *col, uint32_t first, uint32_t count,
                       uint32_t ahead, uint32_t stride, uint32_t *keys, int32_t *space) {
  const int32_t *cells = space;
  size_t more = 0; /* bytes of `ahead` that are still to be fetched */
  switch (c->type) {
    case FIELD_DATE: cells = col->dates + first, more = ahead * sizeof *cells; break;
    case FIELD_NUMBER: cells = col->numbers + first, more = ahead * sizeof *cells; break;
    case FIELD_MONEY:
      if (narrow_amounts(col->fen + first, count, ahead * sizeof *col->fen, space)) return false;
      break;
    case FIELD_FLAG: widen_flags(col->flags + first, count, ahead, space); break;
    case FIELD_LABEL:
      widen_labels(col->labels + first, count, ahead * sizeof *col->labels, space);
      break;
    default: cells = (const int32_t *)(col->codes + first), more = ahead * sizeof *cells;
  }
  add_cells(c, cells, count, more, stride, keys, space);
  return true;
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

static void add_filled_ordered(const field_classes *c, const uint32_t *v, const uint32_t *rows,
                               uint32_t count, uint32_t first, uint32_t stride, uint32_t *keys,
                               int32_t *cells) {
  uint32_t parts[FILLED_AT_ONCE],
      rounded = (count + CELLS_ROUNDED - 1) / CELLS_ROUNDED * CELLS_ROUNDED;
  memcpy(cells, v, count * sizeof *cells);
  for (uint32_t j = count; j < rounded; j++) cells[j] = 0;
  memset(parts, 0, rounded * sizeof *parts);
  add_cells(c, cells, rounded, 0, stride, parts, cells);
  for (uint32_t j = 0; j < count; j++) keys[rows[j] - first] += parts[j];
}

/* A blank's class is 0: only the others are looked at. Nothing here branches on what they hold, so that the next cell is on its
** way from memory while one is looked at. */
static void add_filled(const field_classes *c, const roster *r, uint32_t from, uint32_t count,
                       uint32_t first, uint32_t stride, uint32_t *keys, int32_t *space) {
  const column *col = &r->columns[c->field];
  const uint32_t *of_code = c->of_code, *rows = col->filled + from;
  if ((c->type == FIELD_DATE || c->type == FIELD_NUMBER) && c->steps_count) {
    add_filled_ordered(c, col->filled_cells + from, rows, count, first, stride, keys, space);
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
        keys[rows[j] - first] += stride * of_code[col->filled_cells[from + j] + 2];
      break;
    default:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * field_class(c, r, rows[j]);
  }
}

/* About as many rows as the span has, after it. Cells that stand side by side come by themselves. */
static void fetch_filled(const column *col, filled_span span) {
  uint32_t n = span.to - span.from, left = col->filled_count - span.to;
  const uint32_t *rows = col->filled + span.to;
  if (n > left) n = left;
  for (uint32_t j = 0; col->fen && j < n; j++) __builtin_prefetch(col->fen + rows[j]);
  for (uint32_t j = 0; col->flags && j < n; j++) __builtin_prefetch(col->flags + rows[j]);
  for (uint32_t j = 0; col->labels && j < n; j++) __builtin_prefetch(col->labels + rows[j]);
}

void field_classes_add(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                       uint32_t ahead, const filled_span *span, uint32_t stride, uint32_t *keys,
                       int32_t *space) {
  const column *col = &r->columns[c->field];
  if (span) {
    if (ahead) fetch_filled(col, *span);
    for (uint32_t from = span->from; from < span->to; from += FILLED_AT_ONCE) {
      uint32_t n = span->to - from < FILLED_AT_ONCE ? span->to - from : FILLED_AT_ONCE;
      add_filled(c, r, from, n, first, stride, keys, space);
    }
    return;
  }
  if ((c->steps_count || c->table) && add_column(c, col, first, count, ahead, stride, keys, space))
    return;
  for (uint32_t i = 0; i < count; i++) keys[i] += stride * field_class(c, r, first + i);
}

void field_classes_mark_odd(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                            uint8_t *odd) {
  for (uint32_t i = 0; i < count; i++)
    if (roster_cell(r, c->field, first + i) == CELL_VALUE) odd[i] = 1;
}
