/* key_table.c - see key_table.h. Open addressing, linear probing. */
#include "cases/key_table.h"

#include <stdlib.h>
#include <string.h>

#include "values/vector.h"

bool key_table_begin(key_table *t, int words, int bits) {
  *t = (key_table){.words = words, .bits = bits};
  t->slots = calloc((size_t)(words + 1) << bits, sizeof *t->slots);
  return t->slots != NULL;
}

void key_table_free(key_table *t) {
  free(t->slots);
  *t = (key_table){0};
}

static void put(key_table *t, const uint64_t *key, uint64_t number) {
  uint32_t mask = (1u << t->bits) - 1, at = key_table_slot(t, key);
  size_t width = (size_t)t->words + 1;
  while (t->slots[at * width]) at = (at + 1) & mask;
  t->slots[at * width] = number;
  memcpy(t->slots + at * width + 1, key, (width - 1) * sizeof *key);
  t->used++;
}

static bool grow(key_table *t) {
  key_table larger;
  size_t width = (size_t)t->words + 1;
  if (!key_table_begin(&larger, t->words, t->bits + 2)) return false;
  for (size_t at = 0; at < (size_t)1 << t->bits; at++)
    if (t->slots[at * width]) put(&larger, t->slots + at * width + 1, t->slots[at * width]);
  free(t->slots);
  t->slots = larger.slots;
  t->bits = larger.bits;
  return true;
}

bool key_table_add(key_table *t, const uint64_t *key, uint32_t number) {
  if (t->used >= 1u << (t->bits - 1) && !grow(t)) return false;
  put(t, key, number);
  return true;
}

VECTOR static void glance_at_words(const uint64_t *slots, int bits, const uint64_t *keys,
                                   uint32_t count, uint32_t *numbers) {
  for (uint32_t i = 0; i < count; i++) {
    const uint64_t *slot = slots + (size_t)2 * key_slot(keys[i], bits);
    numbers[i] = slot[1] == keys[i] ? (uint32_t)slot[0] : 0;
  }
}

void key_table_glance(const key_table *t, uint64_t (*keys)[SIGNATURE_BLOCK], uint32_t count,
                      uint32_t *numbers) {
  if (t->words == 1) {
    glance_at_words(t->slots, t->bits, keys[0], count, numbers);
    return;
  }
  for (uint32_t i = 0; i < count; i++) {
    uint64_t key[SIGNATURE_WORDS] = {0};
    for (int w = 0; w < t->words; w++) key[w] = keys[w][i];
    const uint64_t *slot = t->slots + (size_t)key_table_slot(t, key) * (size_t)(t->words + 1);
    bool same = true;
    for (int w = 0; w < t->words; w++) same &= slot[1 + w] == key[w];
    numbers[i] = same ? (uint32_t)slot[0] : 0;
  }
}
