/*
** class_keys.c - the classes of a block of residents, added to their keys. Straight loops over
** columns that the compiler vectorises.
*/
#include "cases/classes.h"
#include "values/date.h"
#include "values/vector.h"

#define FILLED_AT_ONCE 256

uint32_t filled_from(const column *c, uint32_t row) {
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

VECTOR static void classes_of_days(const int32_t *v, uint32_t count, const int64_t *breaks,
                                   uint32_t breaks_count, uint16_t *classes) {
  for (uint32_t i = 0; i < count; i++) {
    uint16_t c = v[i] == DATE_UNKNOWN ? 1 : 2;
    classes[i] = v[i] == DATE_NONE ? 0 : c;
  }
  for (uint32_t k = 0; k < breaks_count; k++) {
    int32_t at = (int32_t)breaks[k];
    for (uint32_t i = 0; i < count; i++) classes[i] = (uint16_t)(classes[i] + (v[i] >= at));
  }
}

VECTOR static void keys_add(const uint16_t *classes, uint32_t count, uint64_t stride,
                            uint64_t *keys) {
  for (uint32_t i = 0; i < count; i++) keys[i] += classes[i] * stride;
}

static void classify_days(const field_classes *c, const int32_t *v, uint32_t count,
                          uint16_t *classes) {
  if (c->breaks_count <= 32)
    classes_of_days(v, count, c->breaks, c->breaks_count, classes);
  else
    for (uint32_t i = 0; i < count; i++) classes[i] = (uint16_t)field_class_of_day(c, v[i]);
}

static void add_days(const field_classes *c, const int32_t *v, uint32_t count, uint64_t stride,
                     uint64_t *keys, uint16_t *classes) {
  classify_days(c, v, count, classes);
  keys_add(classes, count, stride, keys);
}

VECTOR static void add_given(const int64_t *v, uint32_t count, uint64_t stride, uint64_t *keys) {
  for (uint32_t i = 0; i < count; i++) {
    uint64_t given = v[i] == MONEY_UNKNOWN ? stride : 2 * stride;
    keys[i] += v[i] == MONEY_NONE ? 0 : given;
  }
}

/* A blank and an unknown amount stand below every break. */
VECTOR static void add_above(const int64_t *v, uint32_t count, int64_t at, uint64_t stride,
                             uint64_t *keys) {
  for (uint32_t i = 0; i < count; i++) keys[i] += v[i] >= at ? stride : 0;
}

static void add_money(const field_classes *c, const int64_t *v, uint32_t count, uint64_t stride,
                      uint64_t *keys) {
  if (c->breaks_count > 32) {
    for (uint32_t i = 0; i < count; i++) keys[i] += stride * field_class_of_fen(c, v[i]);
    return;
  }
  add_given(v, count, stride, keys);
  for (uint32_t k = 0; k < c->breaks_count; k++) add_above(v, count, c->breaks[k], stride, keys);
}

VECTOR static void add_flags(const uint32_t *of_code, const uint8_t *v, uint32_t count,
                             uint64_t stride, uint64_t *keys) {
  for (uint32_t i = 0; i < count; i++) keys[i] += stride * of_code[v[i] + 2];
}

VECTOR static void add_labels(const uint32_t *of_code, const uint16_t *v, uint32_t count,
                              uint64_t stride, uint64_t *keys) {
  for (uint32_t i = 0; i < count; i++) keys[i] += stride * of_code[(uint16_t)(v[i] + 2)];
}

VECTOR static void add_codes(const uint32_t *of_code, const uint32_t *v, uint32_t count,
                             uint64_t stride, uint64_t *keys) {
  for (uint32_t i = 0; i < count; i++) keys[i] += stride * of_code[v[i] + 2];
}

/* Most rows are blank, and a blank's class is 0: only the others are looked at. Nothing here branches on what they hold, so
** that the next cell is on its way from memory while one is looked at. */
static void add_filled(const field_classes *c, const roster *r, const uint32_t *rows,
                       uint32_t count, uint32_t first, uint64_t stride, uint64_t *keys,
                       uint16_t *classes) {
  const column *col = &r->columns[c->field];
  int32_t days[FILLED_AT_ONCE];
  const int32_t *v = c->type == FIELD_DATE ? col->dates : col->numbers;
  switch (c->type) {
    case FIELD_DATE:
    case FIELD_NUMBER:
      for (uint32_t j = 0; j < count; j++) days[j] = v[rows[j]];
      classify_days(c, days, count, classes);
      for (uint32_t j = 0; j < count; j++) keys[rows[j] - first] += stride * classes[j];
      break;
    case FIELD_FLAG:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * c->of_code[col->flags[rows[j]] + 2];
      break;
    case FIELD_LABEL:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * c->of_code[(uint16_t)(col->labels[rows[j]] + 2)];
      break;
    case FIELD_TEXT:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * (uint64_t)roster_cell(r, c->field, rows[j]);
      break;
    case FIELD_MONEY:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * field_class_of_fen(c, col->fen[rows[j]]);
      break;
    default:
      for (uint32_t j = 0; j < count; j++)
        keys[rows[j] - first] += stride * c->of_code[col->codes[rows[j]] + 2];
  }
}

static void add_all_filled(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                           uint64_t stride, uint64_t *keys, uint16_t *classes) {
  const column *col = &r->columns[c->field];
  uint32_t from = filled_from(col, first), to = from;
  while (to < col->filled_count && col->filled[to] < first + count) to++;
  for (; from < to; from += FILLED_AT_ONCE) {
    uint32_t n = to - from < FILLED_AT_ONCE ? to - from : FILLED_AT_ONCE;
    add_filled(c, r, col->filled + from, n, first, stride, keys, classes);
  }
}

void field_classes_add(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                       uint64_t stride, uint64_t *keys, uint16_t *classes) {
  const column *col = &r->columns[c->field];
  if (col->filled) {
    add_all_filled(c, r, first, count, stride, keys, classes);
    return;
  }
  switch (c->type) {
    case FIELD_DATE: add_days(c, col->dates + first, count, stride, keys, classes); break;
    case FIELD_NUMBER: add_days(c, col->numbers + first, count, stride, keys, classes); break;
    case FIELD_MONEY: add_money(c, col->fen + first, count, stride, keys); break;
    case FIELD_FLAG: add_flags(c->of_code, col->flags + first, count, stride, keys); break;
    case FIELD_LABEL: add_labels(c->of_code, col->labels + first, count, stride, keys); break;
    case FIELD_TEXT:
      for (uint32_t i = 0; i < count; i++)
        keys[i] += stride * (uint64_t)roster_cell(r, c->field, first + i);
      break;
    default: add_codes(c->of_code, col->codes + first, count, stride, keys);
  }
}

void field_classes_mark_odd(const field_classes *c, const roster *r, uint32_t first, uint32_t count,
                            uint8_t *odd) {
  for (uint32_t i = 0; i < count; i++)
    if (roster_cell(r, c->field, first + i) == CELL_VALUE) odd[i] = 1;
}
