/*
** key_table.h - keys and their numbers. One thread's, or guarded by whoever shares it. Keys stand in
** the order in which they came: those of most residents come early and lie close together.
*/
#ifndef CASES_KEY_TABLE_H
#define CASES_KEY_TABLE_H

#include "cases/signature.h"

typedef struct {
  int words, bits;
  uint32_t used, space; /* entries */
  uint32_t *slots;      /* 2^bits: an entry, 0 while it is empty */
  uint64_t *entries;    /* from 1 on: each its number and then the key's words; 0 has no number */
} key_table;

/* With room for 2^bits keys, half of which are used before it grows. False when out of memory; free it all the same. */
bool key_table_begin(key_table *t, int words, int bits);
void key_table_free(key_table *t);
/* Add a key that is not there. False when out of memory: the table is as it was. */
bool key_table_add(key_table *t, const uint64_t *key, uint32_t number);
/* The key's number, 0 when it is not there. */
uint32_t key_table_find(const key_table *t, const uint64_t *key);
/* The numbers of the block's first `count` keys. 0, and then the place in the block is in `missed`, also where a key that is
** there stands elsewhere than in the slot where it is looked for first: ask key_table_find. Returns how many are missed. */
uint32_t key_table_glance(const key_table *t, signature_block *block, uint32_t count,
                          uint32_t *numbers, uint32_t *missed);

#endif
