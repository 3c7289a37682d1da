/* key_table.c - see key_table.h. Open addressing, linear probing. */
#include "cases/key_table.h"

#include <stdlib.h>
#include <string.h>

#include "values/array.h"
#include "values/vector.h"

#define ENTRIES 2048 /* at first */

static size_t width(const key_table *t) { return (size_t)t->words + 1; }

bool key_table_begin(key_table *t, int words, int bits) {
  *t = (key_table){.words = words, .bits = bits, .space = ENTRIES};
  t->slots = calloc((size_t)1 << bits, sizeof *t->slots);
  t->entries = malloc(ENTRIES * width(t) * sizeof *t->entries);
  if (!t->slots || !t->entries) {
    key_table_free(t);
    return false;
  }
  memset(t->entries, 0, width(t) * sizeof *t->entries);
  return true;
}

void key_table_free(key_table *t) {
  free(t->slots);
  free(t->entries);
  *t = (key_table){0};
}

/* ---- where to look for a key first ---- */

/* Of each half of a key in turn, and then of all. 32 bits: many are computed at a time. */
static inline uint32_t mixed(uint32_t mix, uint32_t half) { return mix * 0x85EBCA77u + half; }
static inline uint32_t slot_of(uint32_t mix, int bits) {
  mix *= 0x9E3779B1u;
  return (mix ^ mix >> 15) * 0x2C1B3C6Du >> (32 - bits);
}

static uint32_t first_slot(const key_table *t, const uint64_t *key) {
  uint32_t mix = 0;
  for (int w = 0; w < t->words; w++)
    mix = mixed(mixed(mix, (uint32_t)key[w]), (uint32_t)(key[w] >> 32));
  return slot_of(mix, t->bits);
}

VECTOR static void mix_word(const uint32_t *low, const uint32_t *high, uint32_t count,
                            uint32_t *mix) {
  for (uint32_t i = 0; i < count; i++) mix[i] = mixed(mixed(mix[i], low[i]), high[i]);
}

VECTOR static void slots_of_words(const uint32_t *low, const uint32_t *high, uint32_t count,
                                  int bits, uint32_t *slots) {
  for (uint32_t i = 0; i < count; i++)
    slots[i] = slot_of(mixed(mixed(slots[i], low[i]), high[i]), bits);
}

/* Of a block's keys. */
static void first_slots(const key_table *t, const signature_block *block, uint32_t count,
                        uint32_t *slots) {
  int last = t->words - 1;
  memset(slots, 0, count * sizeof *slots);
  for (int w = 0; w < last; w++)
    mix_word(block->halves[2 * w], block->halves[2 * w + 1], count, slots);
  slots_of_words(block->halves[2 * last], block->halves[2 * last + 1], count, t->bits, slots);
}

/* ---- keys ---- */

static void put(key_table *t, uint32_t entry) {
  uint32_t mask = (1u << t->bits) - 1, at = first_slot(t, t->entries + entry * width(t) + 1);
  while (t->slots[at]) at = (at + 1) & mask;
  t->slots[at] = entry;
}

static bool grow(key_table *t) {
  uint32_t *larger = calloc((size_t)4 << t->bits, sizeof *larger);
  if (!larger) return false;
  free(t->slots);
  t->slots = larger, t->bits += 2;
  for (uint32_t e = 1; e <= t->used; e++) put(t, e);
  return true;
}

bool key_table_add(key_table *t, const uint64_t *key, uint32_t number) {
  if (t->used + 1 == t->space) {
    uint64_t *more = array_resized(t->entries, width(t) * sizeof *more, (size_t)t->space * 2);
    if (!more) return false;
    t->entries = more, t->space *= 2;
  }
  if (t->used >= 1u << (t->bits - 1) && !grow(t)) return false;
  uint64_t *entry = t->entries + ++t->used * width(t);
  entry[0] = number;
  memcpy(entry + 1, key, (width(t) - 1) * sizeof *key);
  put(t, t->used);
  return true;
}

uint32_t key_table_find(const key_table *t, const uint64_t *key) {
  uint32_t mask = (1u << t->bits) - 1;
  for (uint32_t at = first_slot(t, key); t->slots[at]; at = (at + 1) & mask) {
    const uint64_t *entry = t->entries + t->slots[at] * width(t);
    uint64_t other = 0;
    for (int w = 0; w < t->words; w++) other |= entry[1 + w] ^ key[w];
    if (other == 0) return (uint32_t)entry[0];
  }
  return 0;
}

/* Nothing here branches on whether a key is there: the next is on its way while one is compared. */
static inline uint32_t glance(const key_table *t, int words, const signature_block *block,
                              const uint32_t *at, uint32_t count, uint32_t *numbers,
                              uint32_t *missed) {
  const uint32_t *slots = t->slots;
  const uint64_t *entries = t->entries;
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t key[SIGNATURE_WORDS] = {0}, other = 0;
    signature_block_key(block, i, words, key);
    const uint64_t *entry = entries + slots[at[i]] * ((size_t)words + 1);
    for (int w = 0; w < words; w++) other |= entry[1 + w] ^ key[w];
    uint32_t number = (uint32_t)entry[0] & -(uint32_t)(other == 0);
    numbers[i] = number;
    missed[n] = i;
    n += number == 0;
  }
  return n;
}

uint32_t key_table_glance(const key_table *t, signature_block *block, uint32_t count,
                          uint32_t *numbers, uint32_t *missed) {
  uint32_t *at = block->parts;
  first_slots(t, block, count, at);
  if (t->words == 1) return glance(t, 1, block, at, count, numbers, missed);
  if (t->words == 2) return glance(t, 2, block, at, count, numbers, missed);
  return glance(t, t->words, block, at, count, numbers, missed);
}
