/*
** key_counts.c - see key_counts.h. By part, and in it by number. The numbers that come first are mostly the
** most frequent: their residents are counted in several cells in turn, so that of two in a row who have one
** number the second does not wait for the first.
*/
#include "cases/key_counts.h"

#include <stdlib.h>
#include <string.h>

#include "values/vector.h"

#define NUMBERS 512  /* that there is room for at first */
#define FREQUENT 32u /* numbers */
#define LANES 8u     /* cells of each of them */
#define PREFETCH 16u /* codes to a line of the cache */

/* Of a part, with so many numbers. */
static inline size_t width_of(uint32_t space) { return space + FREQUENT * (LANES - 1); }

/* Where a number, `at` above those before, is counted in its part. */
static inline uint32_t cell_of(uint32_t at, uint32_t lane) {
  return at < FREQUENT ? at * LANES + lane : at + FREQUENT * (LANES - 1);
}

/* Room for so many numbers. Too many cells: none is kept any more. False when memory ran out. */
static bool make_room(key_counts *c, uint32_t space) {
  uint32_t *cells = NULL;
  size_t width = width_of(space), before = width_of(c->space);
  bool few = (uint64_t)width * c->parts <= c->most;
  if (few && !(cells = calloc(width * c->parts, sizeof *cells))) return false;
  for (uint32_t p = 0; cells && c->cells && p < c->parts; p++)
    memcpy(cells + p * width, c->cells + p * before, before * sizeof *cells);
  free(c->cells);
  c->cells = cells, c->space = space;
  return true;
}

key_counts *key_counts_new(const resident_split *split, uint32_t before, uint64_t most) {
  key_counts *c = calloc(1, sizeof *c);
  if (!c) return NULL;
  *c = (key_counts){.split = *split, .before = before, .highest = before, .most = most};
  c->parts = split_parts(split);
  bool good = make_room(c, NUMBERS);
  if (good && !c->cells) return c;
  if (good && (c->part_rows = malloc(c->parts * sizeof *c->part_rows))) {
    memset(c->part_rows, 0xFF, c->parts * sizeof *c->part_rows);
    c->unmet = split->count;
    return c;
  }
  key_counts_free(c);
  return NULL;
}

void key_counts_free(key_counts *c) {
  if (!c) return;
  free(c->cells);
  free(c->part_rows);
  free(c);
}

bool key_counts_room(key_counts *c, uint32_t highest) {
  uint32_t at = highest - c->before, space = c->space;
  if (!c->cells) return true;
  while (space <= at) space *= 4;
  if (space > c->space && !make_room(c, space)) return false;
  c->highest = highest;
  return true;
}

/* ---- rows ---- */

VECTOR static bool all_are(const uint32_t *codes, uint32_t count, uint32_t code) {
  uint32_t others = 0;
  for (uint32_t i = 0; i < count; i++) others |= codes[i] ^ code;
  return others == 0;
}

VECTOR static void find_cells(const uint32_t *numbers, uint32_t count, uint32_t before,
                              uint32_t *cells) {
  for (uint32_t i = 0; i < count; i++) cells[i] = cell_of(numbers[i] - before, i % LANES);
}

VECTOR static void find_part_cells(const uint32_t *numbers, const uint32_t *codes, uint32_t count,
                                   uint32_t none, uint32_t before, uint32_t width,
                                   uint32_t *cells) {
  for (uint32_t i = 0; i < count; i++) {
    uint32_t part = codes[i] < none ? codes[i] : none;
    cells[i] = part * width + cell_of(numbers[i] - before, i % LANES);
  }
}

VECTOR static bool all_below(const uint32_t *codes, uint32_t count, uint32_t code) {
  uint32_t others = 0;
  for (uint32_t i = 0; i < count; i++) others |= codes[i] >= code;
  return others == 0;
}

static void note_part(key_counts *c, uint32_t part, uint32_t row) {
  uint32_t *first = &c->part_rows[part];
  if (row >= *first) return;
  c->unmet -= *first == UINT32_MAX && part < c->split.count;
  *first = row;
}

/* Can one of these rows be the first of its part? Rosters mostly lie in order of their towns: then nothing is new for many
** rows. In any other order all towns are soon met. */
static bool may_be_first(const key_counts *c, uint32_t first, uint32_t count) {
  const uint32_t *codes = c->split.codes;
  uint32_t none = c->split.count;
  if (codes && c->unmet == 0)
    return c->part_rows[none] > first && !all_below(codes + first, count, none);
  if (c->part_rows[split_part(&c->split, first)] > first) return true;
  return codes && !all_are(codes + first, count, codes[first]);
}

static void note_parts(key_counts *c, uint32_t first, uint32_t count) {
  if (!may_be_first(c, first, count)) return;
  for (uint32_t row = first; row < first + count; row++)
    note_part(c, split_part(&c->split, row), row);
}

void key_counts_row(key_counts *c, uint32_t number, uint32_t row) {
  if (!c->cells) return;
  uint32_t part = split_part(&c->split, row);
  note_part(c, part, row);
  c->cells[part * width_of(c->space) + cell_of(number - c->before, 0)]++;
}

static void count_cells(const uint32_t *restrict cells, uint32_t count, uint32_t *restrict counts) {
  uint32_t i = 0;
  for (; i + 3 < count; i += 4) {
    counts[cells[i]]++;
    counts[cells[i + 1]]++;
    counts[cells[i + 2]]++;
    counts[cells[i + 3]]++;
  }
  for (; i < count; i++) counts[cells[i]]++;
}

void key_counts_block(key_counts *c, const uint32_t *numbers, uint32_t first, uint32_t count,
                      uint32_t ahead, uint32_t *cells) {
  const uint32_t *codes = c->split.codes;
  if (!c->cells) return;
  note_parts(c, first, count);
  if (!codes) {
    find_cells(numbers, count, c->before, cells);
    count_cells(cells, count, c->cells);
    return;
  }
  find_part_cells(numbers, codes + first, count, c->split.count, c->before,
                  (uint32_t)width_of(c->space), cells);
  for (uint32_t i = 0; i < count; i += PREFETCH) {
    if (i < ahead) __builtin_prefetch(codes + first + count + i);
    count_cells(cells + i, count - i < PREFETCH ? count - i : PREFETCH, c->cells);
  }
}

/* ---- what it came to ---- */

void key_counts_join(const key_counts *c, uint32_t part, const uint32_t *case_of,
                     uint32_t *residents) {
  const uint32_t *counts = c->cells + part * width_of(c->space), *cases = case_of + c->before;
  uint32_t numbers = c->highest - c->before + 1, at = 1;
  for (; at < numbers && at < FREQUENT; at++)
    for (uint32_t lane = 0; lane < LANES; lane++) residents[cases[at]] += counts[cell_of(at, lane)];
  counts += FREQUENT * (LANES - 1); /* one cell to a number */
  for (; at + 8 <= numbers; at += 8) {
    const uint32_t *n = counts + at;
    if (!(n[0] | n[1] | n[2] | n[3] | n[4] | n[5] | n[6] | n[7])) continue; /* as most often */
    for (uint32_t i = 0; i < 8; i++) residents[cases[at + i]] += n[i];
  }
  for (; at < numbers; at++) residents[cases[at]] += counts[at];
}

void key_counts_join_rows(const key_counts *c, uint32_t *part_rows) {
  for (uint32_t p = 0; p < c->parts; p++)
    if (c->part_rows[p] < part_rows[p]) part_rows[p] = c->part_rows[p];
}
