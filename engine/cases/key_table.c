/* key_table.c - see key_table.h. Open addressing, linear probing. */
#include "cases/key_table.h"

#include <stdlib.h>
#include <string.h>

key_table *key_table_new(int words, int bits) {
  key_table *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->words = words, t->bits = bits;
  t->keys = malloc(sizeof *t->keys * (size_t)words << bits);
  t->case_number = calloc((size_t)1 << bits, sizeof *t->case_number);
  if (t->keys && t->case_number) return t;
  key_table_free(t);
  return NULL;
}

void key_table_free(key_table *t) {
  if (!t) return;
  free(t->keys);
  free(t->case_number);
  free(t);
}

bool key_table_add(key_table *t, const uint64_t *key, uint32_t number) {
  uint32_t mask = (1u << t->bits) - 1;
  if (t->used > mask / 2) return false;
  uint32_t at = key_table_slot(t, key);
  while (atomic_load_explicit(&t->case_number[at], memory_order_relaxed)) at = (at + 1) & mask;
  memcpy(t->keys + (size_t)at * (size_t)t->words, key, sizeof *key * (size_t)t->words);
  atomic_store_explicit(&t->case_number[at], number, memory_order_release);
  t->used++;
  return true;
}

key_table *key_table_grown(const key_table *t) {
  key_table *larger = key_table_new(t->words, t->bits + 2);
  for (uint32_t at = 0; larger && at < 1u << t->bits; at++) {
    uint32_t number = atomic_load_explicit(&t->case_number[at], memory_order_relaxed);
    if (number) key_table_add(larger, t->keys + (size_t)at * (size_t)t->words, number);
  }
  return larger;
}
