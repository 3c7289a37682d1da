/*
** duplicates.c - ID numbers that stand in more than one row. Rows are parted by hash, a part
** for each thread, and each part into buckets, each with a small table of rows by hash. Texts
** are compared wherever hashes agree.
*/
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "roster/roster_file.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

#define BUCKETS 64

typedef struct {
  uint32_t row, first;
} pair;

typedef struct {
  pair *pairs;
  uint32_t count, space;
} pair_list;

typedef struct {
  const roster *r;
  const text_ref *texts;
  const uint32_t *hashes;
  int parts;
  pair_list *found; /* one a part */
  atomic_int next;
  atomic_bool out_of_memory;
} search;

static void report(roster *r, int id_field, pair p) {
  char reason[160];
  snprintf(reason, sizeof reason, _("the ID number already stands in line %u"),
           (unsigned)roster_line(r, p.first));
  problem_add(r, p.row, id_field, PROBLEM_DUPLICATE,
              text_ref_slice(r->columns[id_field].texts[p.row]), reason);
}

static bool add_pair(pair_list *list, uint32_t row, uint32_t first) {
  void *more;
  if (list->count == list->space) {
    uint32_t space = list->space == 0 ? 64 : list->space * 2;
    if (!ARRAY_RESIZE(list->pairs, space, more)) return false;
    list->space = space;
  }
  list->pairs[list->count++] = (pair){row, first};
  return true;
}

/* Slots of a table for so many rows: a power of two that leaves a third of it free. */
static uint32_t slots_for(uint32_t rows) {
  uint64_t slots = 64;
  while (slots < (uint64_t)rows + rows / 2) slots *= 2;
  return (uint32_t)slots;
}

/* ---- a part ---- */

/* A part's rows, in order within each bucket of hashes: a bucket's table stays in the core's cache. */
typedef struct {
  uint32_t row, hash;
} hashed_row;

typedef struct {
  hashed_row *rows;
  uint32_t *table; /* of places in a bucket's rows, plus one; 0 is free */
  uint32_t starts[BUCKETS + 1];
} part_rows;

static inline bool is_in(const search *s, uint32_t hash, int part) {
  return hash != 0 && (int)((uint64_t)hash * (unsigned)s->parts >> 32) == part;
}

static inline uint32_t bucket_of(uint32_t hash) { return hash % BUCKETS; }

/* False when out of memory. */
static bool sort_out(const search *s, int part, part_rows *p) {
  uint32_t counts[BUCKETS] = {0}, total = 0, most = 0;
  for (uint32_t row = 0; row < s->r->rows; row++)
    counts[bucket_of(s->hashes[row])] += is_in(s, s->hashes[row], part);
  for (int i = 0; i < BUCKETS; i++) {
    p->starts[i] = total;
    total += counts[i];
    if (counts[i] > most) most = counts[i];
    counts[i] = p->starts[i];
  }
  p->starts[BUCKETS] = total;
  p->rows = array_new(sizeof *p->rows, (size_t)total + 1);
  p->table = array_new(sizeof *p->table, slots_for(most));
  if (p->rows == NULL || p->table == NULL) return false;
  for (uint32_t row = 0; row < s->r->rows; row++) {
    uint32_t hash = s->hashes[row], *to = &counts[bucket_of(hash)];
    if (is_in(s, hash, part)) p->rows[(*to)++] = (hashed_row){row, hash};
  }
  return true;
}

static bool same_text(const search *s, uint32_t a, uint32_t b) {
  return slice_equal(text_ref_slice(s->texts[a]), text_ref_slice(s->texts[b]));
}

static bool find_in(const search *s, pair_list *found, const part_rows *p, int bucket) {
  const hashed_row *rows = p->rows + p->starts[bucket];
  uint32_t count = p->starts[bucket + 1] - p->starts[bucket], slots = slots_for(count);
  bool enough = true;
  memset(p->table, 0, slots * sizeof *p->table);
  for (uint32_t i = 0; enough && i < count; i++) {
    uint32_t at = rows[i].hash / BUCKETS & (slots - 1);
    for (; p->table[at] != 0; at = (at + 1) & (slots - 1)) {
      const hashed_row *first = &rows[p->table[at] - 1];
      if (first->hash != rows[i].hash) continue;
      if (!same_text(s, first->row, rows[i].row)) continue;
      enough = add_pair(found, rows[i].row, first->row);
      break;
    }
    if (p->table[at] == 0) p->table[at] = i + 1;
  }
  return enough;
}

static void search_parts(void *payload, int worker) {
  search *s = payload;
  (void)worker;
  for (;;) {
    int part = atomic_fetch_add(&s->next, 1);
    if (part >= s->parts) break;
    part_rows p = {.rows = NULL};
    bool enough = sort_out(s, part, &p);
    for (int i = 0; enough && i < BUCKETS; i++) enough = find_in(s, &s->found[part], &p, i);
    if (!enough) s->out_of_memory = true;
    free(p.rows);
    free(p.table);
  }
}

/* ---- all of them ---- */

static int by_row(const void *a, const void *b) {
  const pair *x = a, *y = b;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* The parts' pairs in the first part's list, in order of rows. */
static bool join(search *s) {
  pair_list *all = &s->found[0];
  for (int part = 1; part < s->parts; part++) {
    for (uint32_t i = 0; i < s->found[part].count; i++) {
      const pair *p = &s->found[part].pairs[i];
      if (!add_pair(all, p->row, p->first)) return false;
    }
  }
  if (all->count > 1) qsort(all->pairs, all->count, sizeof *all->pairs, by_row);
  return true;
}

void duplicates_find(roster *r, int id_field, const uint32_t *hashes, int threads) {
  search s = {.r = r,
              .texts = r->columns[id_field].texts,
              .hashes = hashes,
              .parts = threads,
              .found = calloc((size_t)threads, sizeof *s.found)};
  if (s.found == NULL) {
    r->file->out_of_memory = true;
    return;
  }
  threads_run(threads, search_parts, &s);
  if (s.out_of_memory || !join(&s)) r->file->out_of_memory = true;
  for (uint32_t i = 0; !r->file->out_of_memory && i < s.found[0].count; i++)
    report(r, id_field, s.found[0].pairs[i]);
  for (int part = 0; part < s.parts; part++) free(s.found[part].pairs);
  free(s.found);
}
