/*
** case_order.h - cases numbered by first appearance, when each resident has the number of a key and
** each key has a case.
*/
#ifndef CASES_CASE_ORDER_H
#define CASES_CASE_ORDER_H

#include "cases/row_keys.h"

typedef struct {
  uint32_t cases;       /* that somebody has */
  uint32_t *number;     /* by case as it was met: its number from now on, 0 where nobody has it */
  uint32_t *first_rows; /* by number of a case */
  uint32_t
      *case_of_key; /* by number of a key: the number of its case, 0 where nobody has it any more */
} case_order;

/* `met`: by number of a key its case, as it was met; `count` cases were. False when memory ran out; free it all the same. */
bool case_order_find(case_order *o, const row_keys *keys, const uint32_t *met, uint32_t count);
void case_order_free(case_order *o);
/* Put the case of each row in the place of its key's number. */
void case_order_hand_out(const case_order *o, row_keys *keys, int threads);

#endif
