/* key_table.h - keys and their numbers. One thread's, or guarded by whoever shares it. */
#ifndef CASES_KEY_TABLE_H
#define CASES_KEY_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "cases/signature.h"

typedef struct {
  int words, bits;
  uint32_t used;
  uint64_t *slots; /* for each its number, 0 while it is empty, and then the key's words */
} key_table;

/* With room for 2^bits keys, half of which are used before it grows. False when out of memory; free it all the same. */
bool key_table_begin(key_table *t, int words, int bits);
void key_table_free(key_table *t);
/* Add a key that is not there. False when out of memory: the table is as it was. */
bool key_table_add(key_table *t, const uint64_t *key, uint32_t number);

static inline uint32_t key_slot(uint64_t mixed, int bits) {
  return (uint32_t)((mixed ^ mixed >> 32) * UINT64_C(0x9E3779B97F4A7C15) >> (64 - bits));
}

/* Where to look for a key first. */
static inline uint32_t key_table_slot(const key_table *t, const uint64_t *key) {
  uint64_t h = key[0];
  for (int w = 1; w < t->words; w++) h = (h ^ h >> 29) * UINT64_C(0x9E3779B97F4A7C15) + key[w];
  return key_slot(h, t->bits);
}

/* The key's number, 0 when it is not there. */
static inline uint32_t key_table_find(const key_table *t, const uint64_t *key) {
  uint32_t mask = (1u << t->bits) - 1;
  for (uint32_t at = key_table_slot(t, key);; at = (at + 1) & mask) {
    const uint64_t *slot = t->slots + (uint64_t)at * (uint64_t)(t->words + 1);
    if (slot[0] == 0) return 0;
    bool same = true;
    for (int w = 0; w < t->words; w++) same &= slot[1 + w] == key[w];
    if (same) return (uint32_t)slot[0];
  }
}

/* The numbers of `count` keys, whose words are keys[w][i]. 0 also where a key that is there stands elsewhere than in the slot
** where it is looked for first: ask key_table_find. */
void key_table_glance(const key_table *t, uint64_t (*keys)[SIGNATURE_BLOCK], uint32_t count,
                      uint32_t *numbers);

#endif
