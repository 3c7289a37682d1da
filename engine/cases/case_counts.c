/*
** case_counts.c - see case_counts.h. The counts of keys are added up by the keys' cases. A key whose
** residents were given another has none, and what was counted of it goes to nobody.
*/
#include "cases/case_counts.h"

#include <stdlib.h>
#include <string.h>

static void add_keys(case_counts *c, const key_counts *k, const uint32_t *case_of) {
  key_counts_join_rows(k, c->part_rows);
  for (uint32_t p = 0; p < c->parts; p++)
    key_counts_join(k, p, case_of, c->residents + (size_t)p * c->width);
}

/* Every thread had room for all that it met. */
static bool were_counted(const row_keys *keys) {
  for (const key_counts *k = keys->counts; k; k = k->next)
    if (!k->cells) return false;
  return true;
}

/* Those who were given a number of their own, which was not counted. */
static void add_alone(case_counts *c, const case_order *o, const row_keys *keys,
                      const resident_split *split) {
  for (uint32_t n = keys->scanned + 1; n <= keys->count; n++)
    c->residents[split_part(split, keys->row_of[n]) * (size_t)c->width + o->case_of_key[n]]++;
}

/* Keys and parts were too many to be counted together. */
static void add_rows(case_counts *c, const row_keys *keys, const resident_split *split) {
  for (uint32_t row = 0; row < keys->roster->rows; row++) {
    uint32_t part = split_part(split, row);
    c->residents[(size_t)part * c->width + keys->of_row[row]]++;
    if (row < c->part_rows[part]) c->part_rows[part] = row;
  }
}

static void add_up(case_counts *c) {
  for (uint32_t p = 0; c->parts > 1 && p < c->parts; p++) {
    const uint32_t *residents = c->residents + (size_t)p * c->width;
    for (uint32_t i = 0; i < c->width; i++) c->all[i] += residents[i];
  }
}

bool case_counts_make(case_counts *c, const case_order *o, const row_keys *keys,
                      const resident_split *split) {
  static const resident_split one = {.codes = NULL};
  *c = (case_counts){.parts = split_parts(split), .width = o->cases + 1};
  c->together =
      (uint64_t)c->parts * c->width > split_cells_most(keys->roster->rows) && split->codes;
  if (c->together) c->parts = 1, split = &one;
  size_t sheets = c->parts > 1 ? (size_t)c->parts + 1 : 1; /* and all */
  c->residents = calloc(sheets * c->width, sizeof *c->residents);
  c->part_rows = malloc(c->parts * sizeof *c->part_rows);
  if (!c->residents || !c->part_rows) return false;
  memset(c->part_rows, 0xFF, c->parts * sizeof *c->part_rows);
  c->all = c->residents + (sheets - 1) * c->width;
  if (were_counted(keys) && !c->together) {
    for (const key_counts *k = keys->counts; k; k = k->next) add_keys(c, k, o->case_of_key);
    add_alone(c, o, keys, split);
  } else {
    add_rows(c, keys, split);
  }
  add_up(c);
  return true;
}

void case_counts_free(case_counts *c) {
  free(c->residents);
  free(c->part_rows);
  *c = (case_counts){0};
}
