/*
** case_order.h - cases numbered by first appearance, when each resident has the number of a key and
** each key has a case.
*/
#ifndef CASES_CASE_ORDER_H
#define CASES_CASE_ORDER_H

#include "cases/row_keys.h"

typedef struct {
  const uint32_t *of_key; /* by number of a key: its case, as it was met */
  uint32_t *
      number; /* by case as it was met: its number from now on; at first all 0, as it stays where nobody has it */
  uint64_t *residents; /* by number of a case; at first all 0 */
  uint32_t cases;      /* that somebody has */
} case_order;

/* Number the cases, count their residents, and put the case of each row in the place of its key's number. False when memory ran
** out; then some rows have been given their cases and some not. */
bool case_order_find(case_order *o, row_keys *keys, int threads);

#endif
