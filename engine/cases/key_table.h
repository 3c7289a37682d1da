/*
** key_table.h - keys and their numbers. Read by any number of threads without a lock
** while one thread at a time adds; nothing is ever taken out or moved.
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
  /* For each slot its number, 0 while it is empty, and then the key's words. The number is set last, so that a slot that is
  ** seen is whole. */
  _Atomic uint64_t *slots;
  struct key_table *smaller; /* the one that it took the place of: somebody may still look there */
} key_table;

/* Room for 2^bits keys, half of which may be used. NULL when out of memory. */
key_table *key_table_new(int words, int bits);
/* This one and the smaller ones. */
void key_table_free(key_table *t);
/* False when it is half full: then the caller makes a larger one with key_table_grown. */
bool key_table_add(key_table *t, const uint64_t *key, uint32_t number);
/* A larger one with the same keys, which owns `t` from then on; NULL when out of memory. */
key_table *key_table_grown(key_table *t);

/* Where to look for a key first. */
static inline uint32_t key_table_slot(const key_table *t, const uint64_t *key) {
  uint64_t h = key[0];
  for (int w = 1; w < t->words; w++) h = (h ^ h >> 29) * UINT64_C(0x9E3779B97F4A7C15) + key[w];
  h ^= h >> 32;
  h *= UINT64_C(0x9E3779B97F4A7C15);
  return (uint32_t)(h >> (64 - t->bits));
}

/* The number of the key whose slot is `at`, 0 when it is not there. */
static inline uint32_t key_table_find(const key_table *t, const uint64_t *key, uint32_t at) {
  uint32_t mask = (1u << t->bits) - 1;
  for (;; at = (at + 1) & mask) {
    const _Atomic uint64_t *slot = t->slots + (uint64_t)at * (uint64_t)(t->words + 1);
    uint64_t number = atomic_load_explicit(slot, memory_order_acquire);
    if (number == 0) return 0;
    bool same = true;
    for (int w = 0; w < t->words; w++)
      same &= atomic_load_explicit(slot + 1 + w, memory_order_relaxed) == key[w];
    if (same) return (uint32_t)number;
  }
}

#endif
