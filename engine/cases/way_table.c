/* way_table.c - see way_table.h. Open addressing, linear probing. */
#include "cases/way_table.h"

#include <stdlib.h>
#include <string.h>

#include "values/array.h"

bool way_table_begin(way_table *t, int width) {
  *t = (way_table){.width = width, .space = 1024, .mask = 4095};
  t->slots = calloc((size_t)t->mask + 1, sizeof *t->slots);
  t->entries = malloc(t->space * sizeof *t->entries);
  return t->slots && t->entries;
}

void way_table_free(way_table *t) {
  arena_free(&t->kept);
  free(t->entries);
  free(t->slots);
  *t = (way_table){0};
}

/* Two chains beside one another, so that neither waits for the other's product. */
static uint32_t hash_of(const uint32_t *ways, int width) {
  uint64_t a = 0, b = 0;
  for (int i = 0; i + 1 < width; i += 2) {
    a = (a ^ ways[i]) * UINT64_C(0x9E3779B97F4A7C15);
    b = (b ^ ways[i + 1]) * UINT64_C(0xD6E8FEB86659FD93);
  }
  if (width % 2) a = (a ^ ways[width - 1]) * UINT64_C(0x9E3779B97F4A7C15);
  a ^= b ^ b >> 29;
  return (uint32_t)((a ^ a >> 32) * UINT64_C(0xD6E8FEB86659FD93) >> 32);
}

static bool is_entry(const way_table *t, uint32_t entry, uint32_t hash, const uint32_t *ways) {
  return t->entries[entry].hash == hash &&
         memcmp(way_table_ways(t, entry), ways, (size_t)t->width * sizeof *ways) == 0;
}

uint32_t way_table_find(const way_table *t, const uint32_t *ways) {
  uint32_t hash = hash_of(ways, t->width), at = hash & t->mask;
  while (t->slots[at] && !is_entry(t, t->slots[at], hash, ways)) at = (at + 1) & t->mask;
  return t->slots[at];
}

static bool grow_slots(way_table *t) {
  uint32_t mask = t->mask * 4 + 3;
  uint32_t *slots = calloc((size_t)mask + 1, sizeof *slots);
  if (!slots) return false;
  for (uint32_t i = 1; i <= t->count; i++) {
    uint32_t at = t->entries[i].hash & mask;
    while (slots[at]) at = (at + 1) & mask;
    slots[at] = i;
  }
  free(t->slots);
  t->slots = slots, t->mask = mask;
  return true;
}

static bool grow_entries(way_table *t) {
  void *more;
  size_t space = (size_t)t->space * 2;
  if (!ARRAY_RESIZE(t->entries, space, more)) return false;
  t->space = (uint32_t)space;
  return true;
}

uint32_t way_table_add(way_table *t, const uint32_t *ways) {
  if (t->count + 1 == t->space && !grow_entries(t)) return 0;
  if (t->count >= t->mask / 2 && !grow_slots(t)) return 0;
  size_t size = (size_t)t->width * sizeof *ways;
  uint32_t *kept = arena_take(&t->kept, size);
  if (!kept) return 0;
  memcpy(kept, ways, size);
  uint32_t entry = ++t->count, hash = hash_of(ways, t->width), at = hash & t->mask;
  t->entries[entry] = (way_entry){.ways = kept, .hash = hash};
  while (t->slots[at]) at = (at + 1) & t->mask;
  t->slots[at] = entry;
  return entry;
}
