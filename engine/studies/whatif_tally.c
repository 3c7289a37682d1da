/* whatif_tally.c - see whatif_tally.h. */
#include "studies/whatif_tally.h"

#include <stdlib.h>

static tally_entry *slot_of(tally_entry *entries, uint32_t space, int64_t fen) {
  uint64_t h = (uint64_t)fen * UINT64_C(0x9E3779B97F4A7C15);
  uint32_t at = (uint32_t)(h >> 32) & (space - 1);
  while (entries[at].count && entries[at].fen != fen) at = (at + 1) & (space - 1);
  return &entries[at];
}

static bool grow(whatif_tally *t) {
  uint32_t space = t->space ? t->space * 2 : 16;
  tally_entry *entries = calloc(space, sizeof *entries);
  if (!entries) return false;
  for (uint32_t i = 0; i < t->space; i++)
    if (t->entries[i].count) *slot_of(entries, space, t->entries[i].fen) = t->entries[i];
  free(t->entries);
  t->entries = entries, t->space = space;
  return true;
}

bool tally_add(whatif_tally *t, int64_t fen, int64_t count) {
  if (count == 0) return true;
  if (t->used * 2 >= t->space && !grow(t)) return false;
  tally_entry *e = slot_of(t->entries, t->space, fen);
  t->used += e->count == 0;
  *e = (tally_entry){fen, e->count + count};
  return true;
}

bool tally_join(whatif_tally *to, const whatif_tally *from) {
  for (uint32_t i = 0; i < from->space; i++)
    if (!tally_add(to, from->entries[i].fen, from->entries[i].count)) return false;
  return true;
}

void tally_free(whatif_tally *t) {
  free(t->entries);
  *t = (whatif_tally){0};
}

static int by_amount(const void *x, const void *y) {
  const tally_entry *a = x, *b = y;
  return a->fen < b->fen ? -1 : a->fen > b->fen;
}

uint32_t tally_sort(whatif_tally *t) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->space; i++)
    if (t->entries[i].count) t->entries[n++] = t->entries[i];
  if (n) qsort(t->entries, n, sizeof *t->entries, by_amount);
  return n;
}
