/* row_runs.c - see row_runs.h. Rows are picked a block at a time, so that their cells, which lie far apart, are on their
** way before the first is needed. */
#include "studies/row_runs.h"

#include <stdlib.h>

#define BLOCK_ROWS 4096u

typedef struct {
  uint32_t row;
  uint32_t people; /* 0: none yet */
} run;

static bool same_cells(const roster *r, uint64_t fields, uint32_t a, uint32_t b) {
  for (; fields; fields &= fields - 1) {
    const column *c = &r->columns[__builtin_ctzll(fields)];
    if (c->fen     ? c->fen[a] != c->fen[b]
        : c->dates ? c->dates[a] != c->dates[b]
                   : !c->numbers || c->numbers[a] != c->numbers[b])
      return false;
  }
  return true;
}

/* The rows of the block whose group is wanted into `rows`; returns how many. */
static uint32_t pick(const row_runs *r, uint32_t from, uint32_t to, uint32_t *rows) {
  uint32_t n = 0;
  for (uint32_t row = from; row < to; row++) {
    rows[n] = row;
    n += r->wanted[r->group_of[row]] != 0;
  }
  for (uint32_t i = 0; i < n; i++) {
    uint64_t rest = r->fields[r->group_of[rows[i]]];
    for (; rest != 0 && rest != EACH_ALONE; rest &= rest - 1) {
      const column *c = &r->roster->columns[__builtin_ctzll(rest)];
      if (c->fen)
        __builtin_prefetch(&c->fen[rows[i]]);
      else if (c->dates)
        __builtin_prefetch(&c->dates[rows[i]]);
    }
  }
  return n;
}

bool row_runs_each(const row_runs *r, row_run_sink take, void *payload) {
  uint32_t rows[BLOCK_ROWS] = {0}, count = r->roster->rows;
  bool any = false;
  for (uint32_t g = 0; g < r->groups; g++) any |= r->wanted[g] != 0;
  if (!any) return true;
  run *runs = calloc((size_t)r->groups + 1, sizeof *runs);
  bool good = runs != NULL;
  for (uint32_t from = 0; good && from < count; from += BLOCK_ROWS) {
    uint32_t n = pick(r, from, count - from > BLOCK_ROWS ? from + BLOCK_ROWS : count, rows);
    for (uint32_t i = 0; good && i < n; i++) {
      uint32_t row = rows[i], g = r->group_of[row];
      run *x = &runs[g];
      if (x->people && r->fields[g] != EACH_ALONE &&
          same_cells(r->roster, r->fields[g], x->row, row)) {
        x->people++;
        continue;
      }
      if (x->people) good = take(payload, g, x->row, x->people);
      *x = (run){row, 1};
    }
  }
  for (uint32_t g = 0; good && g < r->groups; g++)
    if (runs[g].people) good = take(payload, g, runs[g].row, runs[g].people);
  free(runs);
  return good;
}
