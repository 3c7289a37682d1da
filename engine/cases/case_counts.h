/*
** case_counts.h - how many residents each case has in each part of a split. Owns the counts; what they are
** made of is counted while rows are numbered.
*/
#ifndef CASES_CASE_COUNTS_H
#define CASES_CASE_COUNTS_H

#include "cases/case_order.h"

typedef struct {
  uint32_t parts, width; /* the width is one more than the cases */
  uint32_t *residents;   /* by part, and in it by number of a case, from 0, which is nobody's, on */
  uint32_t *all;         /* the same of all parts; among `residents` */
  uint32_t *part_rows;   /* by part: its first row, UINT32_MAX where nobody is in it */
  bool together;         /* so many parts that nobody is told apart by them: there is one */
} case_counts;

/* When every row has its case in keys->of_row. False when memory ran out; free it all the same. */
bool case_counts_make(case_counts *c, const case_order *o, const row_keys *keys,
                      const resident_split *split);
void case_counts_free(case_counts *c);

#endif
