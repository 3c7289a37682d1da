/*
** duplicates.c - ID numbers that stand in more than one row. Rows are parted by hash, a part
** for each thread; each has a table of rows by hash, gone when it is done. Texts are compared
** wherever hashes agree.
*/
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "roster/roster_file.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

#define AHEAD 16 /* rows whose slot is fetched before it is needed */

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
  problem_add(r, p.row, id_field, PROBLEM_DUPLICATE, text_ref_slice(r->columns[id_field].texts[p.row]),
              reason);
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

/* The rows of a part, in order. Into `rows`, which has room for all of them; returns how many. */
static uint32_t rows_of(const search *s, int part, uint32_t *rows) {
  uint32_t count = 0;
  for (uint32_t row = 0; row < s->r->rows; row++) {
    uint32_t hash = s->hashes[row];
    rows[count] = row;
    count += hash != 0 && (int)((uint64_t)hash * (unsigned)s->parts >> 32) == part;
  }
  return count;
}

static bool find_in(search *s, pair_list *found, const uint32_t *rows, uint32_t count) {
  uint64_t slots = 64;
  while (slots < (uint64_t)count + count / 2) slots *= 2;
  uint32_t *table = array_new(sizeof *table, slots), mask = (uint32_t)(slots - 1);
  bool enough = table != NULL; /* of rows + 1; 0 is free */
  if (enough) memset(table, 0, slots * sizeof *table);
  for (uint32_t i = 0; enough && i < count; i++) {
    uint32_t row = rows[i], hash = s->hashes[row], at = hash & mask;
    if (i + AHEAD < count) __builtin_prefetch(&table[s->hashes[rows[i + AHEAD]] & mask], 1);
    for (; table[at] != 0; at = (at + 1) & mask) {
      uint32_t first = table[at] - 1;
      if (s->hashes[first] != hash) continue;
      if (!slice_equal(text_ref_slice(s->texts[first]), text_ref_slice(s->texts[row]))) continue;
      enough = add_pair(found, row, first);
      break;
    }
    if (table[at] == 0) table[at] = row + 1;
  }
  free(table);
  return enough;
}

static void search_parts(void *payload, int worker) {
  search *s = payload;
  (void)worker;
  for (;;) {
    int part = atomic_fetch_add(&s->next, 1);
    if (part >= s->parts) break;
    uint32_t *rows = array_new(sizeof *rows, (size_t)s->r->rows + 1);
    if (rows == NULL || !find_in(s, &s->found[part], rows, rows_of(s, part, rows)))
      s->out_of_memory = true;
    free(rows);
  }
}

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
  if (s->parts > 1 && all->count > 1) qsort(all->pairs, all->count, sizeof *all->pairs, by_row);
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
