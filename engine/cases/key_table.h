/*
** key_table.h - keys whose case is known. Read by any number of threads without a
** lock while one thread at a time adds; nothing is ever taken out or moved.
*/
#ifndef CASES_KEY_TABLE_H
#define CASES_KEY_TABLE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "cases/signature.h"

typedef struct key_table {
  int words, bits;
  uint32_t used;
  uint64_t *keys; /* words for each slot */
  _Atomic uint32_t
      *case_number; /* 0: empty; set after the key, so that a slot that is seen is whole */
} key_table;

/* Room for 2^bits keys, half of which may be used. NULL when out of memory. */
key_table *key_table_new(int words, int bits);
void key_table_free(key_table *t);
/* False when it is half full: then the caller makes a larger one with key_table_grown. */
bool key_table_add(key_table *t, const uint64_t *key, uint32_t number);
key_table *key_table_grown(const key_table *t);

static inline uint32_t key_table_slot(const key_table *t, const uint64_t *key) {
  uint64_t h = key[0];
  for (int w = 1; w < t->words; w++) h = (h ^ h >> 29) * UINT64_C(0x9E3779B97F4A7C15) + key[w];
  h ^= h >> 32;
  h *= UINT64_C(0x9E3779B97F4A7C15);
  return (uint32_t)(h >> (64 - t->bits));
}

/* The key's case, 0 when it is not known. */
static inline uint32_t key_table_find(const key_table *t, const uint64_t *key) {
  uint32_t mask = (1u << t->bits) - 1;
  for (uint32_t at = key_table_slot(t, key);; at = (at + 1) & mask) {
    uint32_t number = atomic_load_explicit(&t->case_number[at], memory_order_acquire);
    if (number == 0) return 0;
    const uint64_t *known = t->keys + (uint64_t)at * (uint64_t)t->words;
    bool same = true;
    for (int w = 0; w < t->words; w++) same &= known[w] == key[w];
    if (same) return number;
  }
}

#endif
