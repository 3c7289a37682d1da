/* block.h - a hundred rows of which the cells' places are known, private to block.c and who makes a reader. */
#ifndef ROSTER_BLOCK_H
#define ROSTER_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "values/csv_scan.h"

#define BLOCK_ROWS 128
#define BLOCK_MARKS (1u << 14)
#define BLOCK_BYTES ((ptrdiff_t)1 << 29) /* marks are 32 bits wide */

struct block {
  const char *base; /* the places are counted from here */
  uint32_t first;   /* row of the roster that is this block's first */
  uint32_t line;    /* of the next record */
  uint32_t rows, fast_count, marks_count;
  uint32_t begins[BLOCK_ROWS], lines[BLOCK_ROWS];
  bool slow[BLOCK_ROWS];    /* is for row.c */
  uint8_t fast[BLOCK_ROWS]; /* the rows that are not, in order; some may turn out to be */
  const uint32_t *cells
      [BLOCK_ROWS]; /* of each of these the first mark; the one before it ends the row before */
  uint32_t ends[BLOCK_ROWS + CSV_STEP + 1];
  uint32_t marks[BLOCK_MARKS];
};

#endif
