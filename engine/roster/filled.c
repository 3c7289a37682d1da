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

#define COLLECT(name, type, any) \
  static uint32_t name(const type *v, uint32_t rows, type blank, uint32_t most, uint32_t *out) { \
    uint32_t n = 0; \
    for (uint32_t from = 0; from < rows; from += GROUP) { \
      uint32_t to = from + GROUP < rows ? from + GROUP : rows; \
      if (to - from == GROUP && !any(v + from, blank)) continue; \
      if (n + GROUP > most) return UINT32_MAX; \
      for (uint32_t i = from; i < to; i++) { \
        out[n] = i; \
        n += v[i] != blank; \
      } \
    } \
    return n; \
  }

COLLECT(collect8, uint8_t, any8)
COLLECT(collect16, uint16_t, any16)
COLLECT(collect32, uint32_t, any32)
COLLECT(collect64, uint64_t, any64)

/* Unsigned and signed integers of one size may alias: the cells are only compared for equality. */
static uint32_t collect(const roster *r, int f, uint32_t most, uint32_t *out) {
  const column *c = &r->columns[f];
  switch (r->schema->fields[f].type) {
    case FIELD_DATE:
      return collect32((const uint32_t *)c->dates, r->rows, (uint32_t)DATE_NONE, most, out);
    case FIELD_NUMBER:
      return collect32((const uint32_t *)c->numbers, r->rows, (uint32_t)NUMBER_NONE, most, out);
    case FIELD_MONEY:
      return collect64((const uint64_t *)c->fen, r->rows, (uint64_t)MONEY_NONE, most, out);
    case FIELD_FLAG: return collect8(c->flags, r->rows, FLAG_NO, most, out);
    case FIELD_LABEL: return collect16(c->labels, r->rows, LABEL_NONE, most, out);
    case FIELD_LABELS: return collect32(c->codes, r->rows, 0, most, out);
    default: return UINT32_MAX;
  }
}

typedef struct {
  roster *r;
  atomic_int next; /* field that nobody has taken */
  atomic_bool out_of_memory;
} filling;

/* `rows` has room for `most` and a group. */
static bool fill(column *c, uint32_t n, const uint32_t *rows) {
  if (n == UINT32_MAX) return true;
  c->filled = malloc(sizeof *rows * ((size_t)n + 1));
  if (!c->filled) return false;
  memcpy(c->filled, rows, sizeof *rows * n);
  c->filled_count = n;
  return true;
}

static void fill_some(void *payload, int worker) {
  filling *w = payload;
  uint32_t most = w->r->rows / 8 + 2 * GROUP;
  uint32_t *rows = malloc(sizeof *rows * ((size_t)most + GROUP));
  (void)worker;
  if (!rows) w->out_of_memory = true;
  while (rows) {
    int f = atomic_fetch_add(&w->next, 1);
    if (f >= w->r->schema->count) break;
    if (!fill(&w->r->columns[f], collect(w->r, f, most, rows), rows)) w->out_of_memory = true;
  }
  free(rows);
}

bool roster_find_filled(roster *r, int threads) {
  filling w = {.r = r};
  threads_run(r->rows < ROWS_ALONE ? 1 : threads_count(threads), fill_some, &w);
  return !w.out_of_memory;
}
