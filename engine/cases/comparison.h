/*
** comparison.h - a comparison that rests on several fields (paid_on at most
** birth_date + 90 days), computed for a block of residents at a time. A resident for
** whom a field is blank or unknown counts as "no": the fields' own classes tell that.
*/
#ifndef CASES_COMPARISON_H
#define CASES_COMPARISON_H

#include "cases/date_order.h"

typedef struct {
  step steps[STEPS_MAX]; /* both sides in postfix */
  int count;
  uint8_t kind;  /* question_kind; ASK_LESS is turned into a negated ASK_MOST */
  int fields[4]; /* all it reads; the sparsest is found per block */
  int fields_count;
  bool ordered; /* it is of the form that `order` is */
  date_order order;
} comparison;

/* Compile a question whose answer rests on several fields. False when it cannot be computed this way: then its residents are
** decided one by one. */
bool comparison_make(comparison *c, const term_table *t, int32_t as_of, uint32_t question_id);
/* Do two tell the same apart (a < b and b <= a do)? */
bool comparison_same(const comparison *a, const comparison *b);
/* Does it hold for residents whose fields' classes these are (by field, -1 where not known) and whose place in the key says
** `bit`? -1: that does not tell. */
int comparison_told(const comparison *c, const int32_t *class_of, int bit);
/* keys[i] += stride where it holds; `block` has the spans of the columns' filled rows, its odd rows are marked, its other
** arrays are written over. */
void comparison_add(const comparison *c, const roster *r, uint32_t first, uint32_t count,
                    uint32_t stride, uint32_t *keys, signature_block *block);

#endif
