/* key_table.c - see key_table.h. Open addressing, linear probing. */
#include "cases/key_table.h"

#include <stdlib.h>

key_table *key_table_new(int words, int bits) {
  key_table *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->words = words, t->bits = bits;
  t->slots = calloc((size_t)(words + 1) << bits, sizeof *t->slots);
  if (t->slots) return t;
  free(t);
  return NULL;
}

void key_table_free(key_table *t) {
  while (t) {
    key_table *smaller = t->smaller;
    free(t->slots);
    free(t);
    t = smaller;
  }
}

static _Atomic uint64_t *slot_at(const key_table *t, uint32_t at) {
  return t->slots + (size_t)at * (size_t)(t->words + 1);
}

bool key_table_add(key_table *t, const uint64_t *key, uint32_t number) {
  uint32_t mask = (1u << t->bits) - 1;
  if (t->used > mask / 2) return false;
  uint32_t at = key_table_slot(t, key);
  while (atomic_load_explicit(slot_at(t, at), memory_order_relaxed)) at = (at + 1) & mask;
  _Atomic uint64_t *slot = slot_at(t, at);
  for (int w = 0; w < t->words; w++)
    atomic_store_explicit(slot + 1 + w, key[w], memory_order_relaxed);
  atomic_store_explicit(slot, number, memory_order_release);
  t->used++;
  return true;
}

key_table *key_table_grown(key_table *t) {
  key_table *larger = key_table_new(t->words, t->bits + 2);
  if (!larger) return NULL;
  larger->smaller = t;
  for (uint32_t at = 0; at < 1u << t->bits; at++) {
    const _Atomic uint64_t *slot = slot_at(t, at);
    uint64_t number = atomic_load_explicit(slot, memory_order_relaxed), key[SIGNATURE_WORDS];
    if (!number) continue;
    for (int w = 0; w < t->words; w++) key[w] = slot[1 + w];
    key_table_add(larger, key, (uint32_t)number);
  }
  return larger;
}
