/*
** way_table.h - residents of whom all guards say the same for the same reasons: what they have in
** common is one entry, found by the ways that their answers take through the guards.
*/
#ifndef CASES_WAY_TABLE_H
#define CASES_WAY_TABLE_H

#include "host/policy.h"

typedef struct {
  int width;       /* ways of an entry: one for each article */
  uint32_t *ways;  /* by entry */
  uint32_t *roots; /* by entry: its trace_tree, of what is asked besides */
  uint32_t *hashes;
  uint32_t count, space; /* entries are 1 .. count */
  uint32_t *slots;       /* an entry, 0: empty; a power of two, half full at most */
  uint32_t mask;
} way_table;

/* False when memory ran out; free it all the same. */
bool way_table_begin(way_table *t, int width);
void way_table_free(way_table *t);
/* The entry with these ways; 0: there is none. */
uint32_t way_table_find(const way_table *t, const uint32_t *ways);
/* A new entry, with an empty tree. They must not be there. 0 when memory ran out. */
uint32_t way_table_add(way_table *t, const uint32_t *ways);
static inline const uint32_t *way_table_ways(const way_table *t, uint32_t entry) {
  return t->ways + (size_t)entry * (size_t)t->width;
}

#endif
