/*
** duplicates.c - ID numbers that stand in more than one row. Rows are parted by hash, a part
** for each thread. A first look, with two bits for each of many hashes, leaves out most of the rows
** that are alone; the others go into a table by hash. Texts are compared wherever hashes agree.
*/
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "roster/roster_file.h"
#include "values/array.h"
#include "values/message.h"
#include "values/threads.h"

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
  if (roster_id_ruined(r, p.row) && roster_id_ruined(r, p.first)) return; /* it is told as that */
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
static size_t slots_for(size_t rows) {
  size_t slots = 64;
  while (slots < rows + rows / 2) slots *= 2;
  return slots;
}

/* ---- the rows that may not be alone ---- */

/* How many rows of a part have one of so many hashes: 0, 1, or 2 for more. Two to four tallies for each row show at least
** three rows of five to be alone, and mostly more, in a byte a row at most. */
typedef struct {
  uint64_t *words; /* 32 tallies in each */
  uint32_t shift;  /* of a mixed hash, to the place of its tally */
} tallies;

static bool tallies_new(tallies *t, uint32_t rows) {
  uint32_t bits = 8;
  while (bits < 31 && UINT64_C(1) << bits < (uint64_t)rows * 2) bits++;
  *t = (tallies){.words = calloc((size_t)1 << (bits - 5), sizeof *t->words), .shift = 32 - bits};
  return t->words != NULL;
}

static inline uint32_t tally_at(const tallies *t, uint32_t hash) {
  return (hash * UINT32_C(0x9E3779B1)) >> t->shift;
}

/* Without a branch, like what follows: whether a row is of this part and what its tally is cannot be foretold. */
static inline void tally(tallies *t, uint32_t hash, bool counts) {
  uint32_t at = tally_at(t, hash), shift = at % 32 * 2;
  uint64_t *word = &t->words[at / 32];
  *word += (uint64_t)(counts & ((*word >> shift & 3) < 2)) << shift;
}

static inline bool may_be_twice(const tallies *t, uint32_t hash) {
  uint32_t at = tally_at(t, hash);
  return (t->words[at / 32] >> (at % 32 * 2) & 2) != 0;
}

typedef struct {
  uint32_t row, hash;
} hashed_row;

typedef struct {
  hashed_row *rows; /* in order */
  size_t count, space;
} hashed_rows;

#define STEP 4096 /* rows between two looks at the room there is */

static bool make_room(hashed_rows *list) {
  void *more;
  if (list->space - list->count >= STEP) return true;
  size_t space = list->space * 2 + STEP;
  if (!ARRAY_RESIZE(list->rows, space, more)) return false;
  list->space = space;
  return true;
}

static inline bool is_in(const search *s, uint32_t hash, int part) {
  return (hash != 0) & ((int)((uint64_t)hash * (unsigned)s->parts >> 32) == part);
}

/* False when out of memory. */
static bool collect(const search *s, int part, hashed_rows *out) {
  const uint32_t rows = s->r->rows;
  tallies t;
  if (!tallies_new(&t, rows / (uint32_t)s->parts)) return false;
  for (uint32_t row = 0; row < rows; row++)
    tally(&t, s->hashes[row], is_in(s, s->hashes[row], part));
  bool enough = true;
  for (uint32_t from = 0; from < rows && (enough = make_room(out)); from += STEP) {
    uint32_t to = rows - from < STEP ? rows : from + STEP;
    for (uint32_t row = from; row < to; row++) {
      uint32_t hash = s->hashes[row];
      out->rows[out->count] = (hashed_row){row, hash};
      out->count += (size_t)is_in(s, hash, part) & (size_t)may_be_twice(&t, hash);
    }
  }
  free(t.words);
  return enough;
}

/* ---- a part ---- */

static bool same_text(const search *s, uint32_t a, uint32_t b) {
  return slice_equal(text_ref_slice(s->texts[a]), text_ref_slice(s->texts[b]));
}

/* `table`: of places in the list, plus one; 0 is free. */
static bool find_in(const search *s, pair_list *found, const hashed_rows *list, uint32_t *table,
                    size_t slots) {
  const hashed_row *rows = list->rows;
  bool enough = true;
  for (uint32_t i = 0; enough && i < list->count; i++) {
    size_t at = rows[i].hash & (slots - 1);
    for (; table[at] != 0; at = (at + 1) & (slots - 1)) {
      const hashed_row *first = &rows[table[at] - 1];
      if (first->hash != rows[i].hash) continue;
      if (!same_text(s, first->row, rows[i].row)) continue;
      enough = add_pair(found, rows[i].row, first->row);
      break;
    }
    if (table[at] == 0) table[at] = i + 1;
  }
  return enough;
}

static bool search_part(const search *s, int part) {
  hashed_rows list = {.count = 0};
  uint32_t *table = NULL;
  bool enough = collect(s, part, &list);
  if (enough && list.count > 0) {
    size_t slots = slots_for(list.count);
    table = calloc(slots, sizeof *table);
    enough = table != NULL && find_in(s, &s->found[part], &list, table, slots);
  }
  free(list.rows);
  free(table);
  return enough;
}

static void search_parts(void *payload, int worker) {
  search *s = payload;
  (void)worker;
  for (;;) {
    int part = atomic_fetch_add(&s->next, 1);
    if (part >= s->parts) break;
    if (!search_part(s, part)) s->out_of_memory = true;
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
