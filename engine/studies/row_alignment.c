/*
** row_alignment.c - see row_alignment.h. Between rows that are matched already: equal rows from both ends, then those
** whose key is nobody else's there, the longest run of them that is in order (patience); the others of them are moved, but
** for those that have only the loosest key in common.
*/
#include "studies/row_alignment.h"

#include <stdlib.h>
#include <string.h>

#include "values/array.h"

/* Rows of both lists between two matched ones that have no partner. */
typedef struct {
  uint32_t *a, *b;
  uint32_t a_count, b_count;
} row_gap;

/* A key that is in a gap, and whose. */
typedef struct {
  uint64_t key;
  uint32_t place; /* among the gap's rows */
  bool of_b;
} keyed_row;

typedef struct {
  row_alignment *out;
  const row_key_list *a, *b;
  row_gap gap;
  keyed_row *keyed;
  uint32_t *candidate, *tails, *before; /* by place among the gap's rows of a */
  int level;
} aligning;

row_key *row_key_list_add(row_key_list *l) {
  if (!ARRAY_ROOM(l->keys, l->space, l->count)) return NULL;
  l->keys[l->count] = (row_key){{0}};
  return &l->keys[l->count++];
}

static uint64_t key_a(const aligning *x, uint32_t place) {
  return x->a->keys[x->gap.a[place]].at[x->level];
}

static uint64_t key_b(const aligning *x, uint32_t place) {
  return x->b->keys[x->gap.b[place]].at[x->level];
}

static void join(aligning *x, uint32_t a, uint32_t b, bool moved) {
  x->out->partner[a] = b;
  x->out->moved[a] = moved;
  x->out->taken[b] = true;
}

/* ---- rows whose key is nobody else's ---- */

static int by_key(const void *p, const void *q) {
  const keyed_row *x = p, *y = q;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  if (x->of_b != y->of_b) return x->of_b ? 1 : -1;
  return x->place < y->place ? -1 : x->place > y->place;
}

/* The place of each row's only likeness: candidate[place of a] = place of b. How many there are. */
static uint32_t find_candidates(aligning *x, uint32_t from, uint32_t a_to, uint32_t b_to) {
  uint32_t n = 0, found = 0;
  for (uint32_t i = from; i < a_to; i++) {
    x->candidate[i] = ROW_NONE;
    if (key_a(x, i)) x->keyed[n++] = (keyed_row){key_a(x, i), i, false};
  }
  for (uint32_t i = from; i < b_to; i++)
    if (key_b(x, i)) x->keyed[n++] = (keyed_row){key_b(x, i), i, true};
  qsort(x->keyed, n, sizeof *x->keyed, by_key);
  for (uint32_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && x->keyed[end].key == x->keyed[i].key;) end++;
    if (end - i != 2 || x->keyed[i].of_b || !x->keyed[i + 1].of_b) continue;
    x->candidate[x->keyed[i].place] = x->keyed[i + 1].place;
    found++;
  }
  return found;
}

/* The longest run of candidates in order is joined, the others as moved. */
static void join_candidates(aligning *x, uint32_t from, uint32_t a_to) {
  uint32_t length = 0;
  for (uint32_t i = from; i < a_to; i++) {
    if (x->candidate[i] == ROW_NONE) continue;
    uint32_t low = 0, high = length; /* the first tail that is behind this one */
    while (low < high) {
      uint32_t middle = low + (high - low) / 2;
      if (x->candidate[x->tails[middle]] < x->candidate[i])
        low = middle + 1;
      else
        high = middle;
    }
    x->before[i] = low ? x->tails[low - 1] : ROW_NONE;
    x->tails[low] = i;
    if (low == length) length++;
  }
  uint32_t last = length ? x->tails[length - 1] : ROW_NONE;
  for (uint32_t i = a_to; i-- > from;) {
    if (x->candidate[i] == ROW_NONE) continue;
    bool moved = i != last;
    if (!moved) last = x->before[i];
    if (!moved || x->level + 1 < ROW_KEYS) join(x, x->gap.a[i], x->gap.b[x->candidate[i]], moved);
  }
}

/* ---- gaps ---- */

static void match_gap(aligning *x) {
  uint32_t from = 0, a_to = x->gap.a_count, b_to = x->gap.b_count;
  while (from < a_to && from < b_to && key_a(x, from) && key_a(x, from) == key_b(x, from)) {
    join(x, x->gap.a[from], x->gap.b[from], false);
    from++;
  }
  while (from < a_to && from < b_to && key_a(x, a_to - 1) &&
         key_a(x, a_to - 1) == key_b(x, b_to - 1)) {
    a_to--, b_to--;
    join(x, x->gap.a[a_to], x->gap.b[b_to], false);
  }
  if (from < a_to && from < b_to && find_candidates(x, from, a_to, b_to) > 0)
    join_candidates(x, from, a_to);
}

/* As many here as there: each stands for the one that has its place. */
static void pair_gap(aligning *x) {
  if (x->gap.a_count != x->gap.b_count) return;
  for (uint32_t i = 0; i < x->gap.a_count; i++) join(x, x->gap.a[i], x->gap.b[i], false);
}

/* `take` for every gap, as it is before; a moved row closes none. */
static void each_gap(aligning *x, void (*take)(aligning *x)) {
  const row_alignment *out = x->out;
  uint32_t i = 0, k = 0;
  while (i < x->a->count || k < x->b->count) {
    x->gap.a_count = x->gap.b_count = 0;
    uint32_t end = x->b->count;
    for (; i < x->a->count; i++) {
      if (out->partner[i] == ROW_NONE) {
        x->gap.a[x->gap.a_count++] = i;
      } else if (!out->moved[i]) {
        end = out->partner[i++];
        break;
      }
    }
    for (; k < end; k++)
      if (!out->taken[k]) x->gap.b[x->gap.b_count++] = k;
    if (k < x->b->count) k++; /* the partner */
    if (x->gap.a_count && x->gap.b_count) take(x);
  }
}

bool row_align(row_alignment *out, const row_key_list *a, const row_key_list *b) {
  aligning x = {.out = out, .a = a, .b = b};
  size_t n = (size_t)a->count + 1, m = (size_t)b->count + 1;
  *out = (row_alignment){malloc(n * sizeof *out->partner), calloc(n, 1), calloc(m, 1)};
  x.gap.a = malloc(n * sizeof *x.gap.a), x.gap.b = malloc(m * sizeof *x.gap.b);
  x.keyed = malloc((n + m) * sizeof *x.keyed);
  x.candidate = malloc(n * sizeof *x.candidate);
  x.tails = malloc(n * sizeof *x.tails), x.before = malloc(n * sizeof *x.before);
  bool good = out->partner && out->moved && out->taken && x.gap.a && x.gap.b && x.keyed &&
              x.candidate && x.tails && x.before;
  if (good) {
    memset(out->partner, 0xFF, n * sizeof *out->partner); /* ROW_NONE */
    for (x.level = 0; x.level < ROW_KEYS; x.level++) {
      each_gap(&x, match_gap);
      each_gap(&x, match_gap); /* beside those that were found, others are equal now */
    }
    each_gap(&x, pair_gap);
  }
  free(x.gap.a), free(x.gap.b), free(x.keyed);
  free(x.candidate), free(x.tails), free(x.before);
  return good;
}

void row_alignment_free(row_alignment *x) {
  free(x->partner), free(x->moved), free(x->taken);
  *x = (row_alignment){NULL, NULL, NULL};
}
