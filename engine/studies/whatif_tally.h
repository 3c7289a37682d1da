/* whatif_tally.h - how often each amount occurs. Exact order statistics come from it; owns its table. */
#ifndef STUDIES_WHATIF_TALLY_H
#define STUDIES_WHATIF_TALLY_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  int64_t fen, count; /* count 0: a free slot */
} tally_entry;

typedef struct {
  tally_entry *entries; /* open addressing; space is a power of two */
  uint32_t used, space;
} whatif_tally;

/* All zero is an empty tally. False when memory ran out. */
bool tally_add(whatif_tally *t, int64_t fen, int64_t count);
bool tally_join(whatif_tally *to, const whatif_tally *from);
void tally_free(whatif_tally *t);
/* Put the entries in order of the amount, without gaps; their number. Nothing can be added afterwards. */
uint32_t tally_sort(whatif_tally *t);

#endif
