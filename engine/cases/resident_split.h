/*
** resident_split.h - residents told apart by a code each, as their towns do it, so that they can be counted
** by it. Borrows the codes.
*/
#ifndef CASES_RESIDENT_SPLIT_H
#define CASES_RESIDENT_SPLIT_H

#include <stdint.h>

/* Whatever the codes, residents with one from `count` on are one part more: those without. */
typedef struct {
  const uint32_t *codes; /* by row; NULL: everybody is in one part */
  uint32_t count;
} resident_split;

static inline uint32_t split_parts(const resident_split *s) { return s->codes ? s->count + 1 : 1; }

static inline uint32_t split_part(const resident_split *s, uint32_t row) {
  return !s->codes ? 0 : s->codes[row] < s->count ? s->codes[row] : s->count;
}

#define SPLIT_CELLS_MIN (1u << 20)  /* counts for which there is always room ... */
#define SPLIT_CELLS_A_ROW 4         /* ... or so many for each resident, */
#define SPLIT_CELLS_MOST (1u << 30) /* but never more */

/* So many counts by part (and by what else residents are told apart) are worth their memory. */
static inline uint64_t split_cells_most(uint32_t rows) {
  uint64_t most = (uint64_t)rows * SPLIT_CELLS_A_ROW;
  most = most > SPLIT_CELLS_MIN ? most : SPLIT_CELLS_MIN;
  return most < SPLIT_CELLS_MOST ? most : SPLIT_CELLS_MOST;
}

#endif
