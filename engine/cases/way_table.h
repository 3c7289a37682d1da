/*
** way_table.h - residents of whom all guards say the same for the same reasons: what they have in
** common is one entry, found by the ways that their answers take through the guards.
*/
#ifndef CASES_WAY_TABLE_H
#define CASES_WAY_TABLE_H

#include "host/policy.h"
#include "values/arena.h"

typedef struct {
  const uint32_t *ways; /* owned by the table's arena */
  uint32_t hash;
  uint32_t root; /* of its trace_tree, of what is asked besides; 0: it is empty */
} way_entry;

typedef struct {
  int width;             /* ways of an entry: one for each article */
  way_entry *entries;    /* 1 .. count */
  uint32_t count, space; /* of which there is one more */
  uint32_t *slots;       /* an entry, 0: empty; a power of two, half full at most */
  uint32_t mask;
  arena kept;
} way_table;

/* False when memory ran out; free it all the same. */
bool way_table_begin(way_table *t, int width);
void way_table_free(way_table *t);
/* The entry with these ways; 0: there is none. */
uint32_t way_table_find(const way_table *t, const uint32_t *ways);
/* A new entry, with an empty tree. They must not be there. 0 when memory ran out. */
uint32_t way_table_add(way_table *t, const uint32_t *ways);
static inline const uint32_t *way_table_ways(const way_table *t, uint32_t entry) {
  return t->entries[entry].ways;
}

#endif
