/*
** date_order.h - is one date, moved by months and days and held within bounds, at most another?
** Nearly all comparisons of two fields are of this form, and it can be computed for many
** residents at a time.
*/
#ifndef CASES_DATE_ORDER_H
#define CASES_DATE_ORDER_H

#include "cases/signature.h"
#include "cases/step.h"

typedef struct {
  int field; /* -1: none, `add` is the day */
  int32_t months, add;
  int32_t early, late; /* days by which both move it: at least, at most */
  int32_t low, high;   /* bounds of the moved day */
  int32_t safe_low,
      safe_high; /* from other days some sum on the way may leave the range of dates */
} moved_date;

typedef struct {
  moved_date left, right;
} date_order;

/* From both sides' steps. False when they are of another form. */
bool date_order_make(date_order *o, const step *steps, int count);
/* keys[i] += stride for each resident of the block who has both dates and for whom it holds. False, and nothing is added, when
** some sum may leave the range of dates. `block` has the spans of the columns' filled rows, and its cells are written over. */
bool date_order_add(const date_order *o, const roster *r, uint32_t first, uint32_t count,
                    uint32_t stride, uint32_t *keys, signature_block *block);

#endif
