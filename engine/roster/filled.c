/*
** filled.c - which rows have something in a column that is blank for most. Found
** once per roster, so that every later run over it skips the blanks.
*/
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "roster/roster.h"
#include "values/threads.h"

#define GROUP 64
#define ROWS_ALONE 10000 /* fewer are found sooner than a thread is made */

/* Is any cell of a group not `blank`? Straight loops of known length: the compiler vectorises them. */
#define ANY(name, type) \
  static bool name(const type *v, type blank) { \
    type any = 0; \
    for (uint32_t i = 0; i < GROUP; i++) any |= (type)(v[i] ^ blank); \
    return any != 0; \
  }

ANY(any8, uint8_t)
ANY(any16, uint16_t)
ANY(any32, uint32_t)
ANY(any64, uint64_t)

/* Rows into `out`, and what `keep` says of each. */
#define COLLECT(name, type, any, keep) \
  static uint32_t name(const type *v, uint32_t rows, type blank, uint32_t most, uint32_t *out, \
                       uint32_t *cells) { \
    (void)cells; \
    uint32_t n = 0; \
    for (uint32_t from = 0; from < rows; from += GROUP) { \
      uint32_t to = from + GROUP < rows ? from + GROUP : rows; \
      if (to - from == GROUP && !any(v + from, blank)) continue; \
      if (n + GROUP > most) return UINT32_MAX; \
      for (uint32_t i = from; i < to; i++) { \
        out[n] = i; \
        keep; \
        n += v[i] != blank; \
      } \
    } \
    return n; \
  }

COLLECT(collect8, uint8_t, any8, )
COLLECT(collect16, uint16_t, any16, )
COLLECT(collect32, uint32_t, any32, cells[n] = v[i])
COLLECT(collect64, uint64_t, any64, )

/* Unsigned and signed integers of one size may alias: the cells are only compared for equality. */
static uint32_t collect(const roster *r, int f, uint32_t most, uint32_t *out, uint32_t *cells) {
  const column *c = &r->columns[f];
  switch (r->schema->fields[f].type) {
    case FIELD_DATE:
      return collect32((const uint32_t *)c->dates, r->rows, (uint32_t)DATE_NONE, most, out, cells);
    case FIELD_NUMBER:
      return collect32((const uint32_t *)c->numbers, r->rows, (uint32_t)NUMBER_NONE, most, out,
                       cells);
    case FIELD_MONEY:
      return collect64((const uint64_t *)c->fen, r->rows, (uint64_t)MONEY_NONE, most, out, cells);
    case FIELD_FLAG: return collect8(c->flags, r->rows, FLAG_NO, most, out, cells);
    case FIELD_LABEL: return collect16(c->labels, r->rows, LABEL_NONE, most, out, cells);
    case FIELD_LABELS: return collect32(c->codes, r->rows, 0, most, out, cells);
    default: return UINT32_MAX;
  }
}

typedef struct {
  roster *r;
  atomic_int next; /* field that nobody has taken */
  atomic_bool out_of_memory;
} filling;

static uint32_t *copied(const uint32_t *from, uint32_t n) {
  uint32_t *copy = malloc(sizeof *from * ((size_t)n + 1));
  if (copy) memcpy(copy, from, sizeof *from * n);
  return copy;
}

static bool fill(column *c, uint32_t n, const uint32_t *rows, const uint32_t *cells) {
  if (n == UINT32_MAX) return true;
  c->filled = copied(rows, n);
  if (!c->filled) return false;
  c->filled_count = n;
  if (!c->dates && !c->numbers && !c->codes) return true;
  c->filled_cells = copied(cells, n);
  return c->filled_cells;
}

static void fill_some(void *payload, int worker) {
  filling *w = payload;
  uint32_t most = w->r->rows / 8 + 2 * GROUP;
  uint32_t *rows = malloc(2 * sizeof *rows * ((size_t)most + GROUP));
  uint32_t *cells = rows ? rows + most + GROUP : NULL;
  (void)worker;
  if (!rows) w->out_of_memory = true;
  while (rows) {
    int f = atomic_fetch_add(&w->next, 1);
    if (f >= w->r->schema->count) break;
    uint32_t n = collect(w->r, f, most, rows, cells);
    if (!fill(&w->r->columns[f], n, rows, cells)) w->out_of_memory = true;
  }
  free(rows);
}

bool roster_find_filled(roster *r, int threads) {
  filling w = {.r = r};
  threads_run(r->rows < ROWS_ALONE ? 1 : threads_count(threads), fill_some, &w);
  return !w.out_of_memory;
}
