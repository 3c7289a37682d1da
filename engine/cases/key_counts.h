/*
** key_counts.h - how many residents of each part of a split have each number, counted by one thread
** while it numbers them. Which of the numbers stand in the end it is not told.
*/
#ifndef CASES_KEY_COUNTS_H
#define CASES_KEY_COUNTS_H

#include "cases/resident_split.h"

#include <stdbool.h>

typedef struct key_counts {
  struct key_counts *next; /* for whoever keeps several */
  resident_split split;
  uint32_t parts;
  uint32_t before;     /* all numbers counted are above it */
  uint32_t highest;    /* number that there is room for */
  uint32_t space;      /* numbers from `before` on that there are cells for */
  uint64_t most;       /* cells */
  uint32_t *cells;     /* by part, and in it by number; NULL: they would have been too many */
  uint32_t *part_rows; /* by part: the first row, UINT32_MAX where there is none */
  uint32_t unmet;      /* parts without one, but for the part of those without a code */
} key_counts;

/* For numbers above `before`, in `most` cells. NULL when memory ran out. */
key_counts *key_counts_new(const resident_split *split, uint32_t before, uint64_t most);
void key_counts_free(key_counts *c);
/* Room to count numbers up to this one. False when memory ran out. */
bool key_counts_room(key_counts *c, uint32_t highest);
/* Count one row, or those from `first` on, by numbers that there is room for. Rows come in ascending order. `cells` is room for
** `count`; the next `ahead` rows will be counted soon. */
void key_counts_row(key_counts *c, uint32_t number, uint32_t row);
void key_counts_block(key_counts *c, const uint32_t *numbers, uint32_t first, uint32_t count,
                      uint32_t ahead, uint32_t *cells);
/* Add the part's residents to those by case. `case_of`: by number; 0, which is nobody's case, for those that do not stand.
** Not where there were too many cells. */
void key_counts_join(const key_counts *c, uint32_t part, const uint32_t *case_of,
                     uint32_t *residents);
/* The first row of each part into `part_rows`, where it comes before the one that stands there. */
void key_counts_join_rows(const key_counts *c, uint32_t *part_rows);

#endif
