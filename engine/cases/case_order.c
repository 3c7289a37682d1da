/*
** case_order.c - see case_order.h. Rows need not be looked through for where a case appears first:
** each key's first row is known.
*/
#include "cases/case_order.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "values/threads.h"
#include "values/vector.h"

#define ROWS_PER_THREAD 200000 /* fewer residents are not worth a thread */
#define STRETCH 65536          /* rows that a thread takes at a time */

/* By the bits of the rows in which a key stands first. */
static void number_cases(case_order *o, const row_keys *k, const uint32_t *met, uint64_t *firsts) {
  for (uint32_t n = 1; n <= k->count; n++) {
    uint32_t row = k->row_of[n];
    firsts[row / 64] |= UINT64_C(1) << row % 64;
    __builtin_prefetch(&k->of_row[row]); /* they lie far apart */
  }
  for (uint32_t w = 0; w <= k->roster->rows / 64; w++)
    for (uint64_t bits = firsts[w]; bits; bits &= bits - 1) {
      uint32_t row = w * 64 + (uint32_t)__builtin_ctzll(bits), n = k->of_row[row];
      uint32_t *number = &o->number[met[n]];
      if (!*number) o->first_rows[ *number = ++o->cases] = row;
      o->case_of_key[n] = *number;
    }
}

bool case_order_find(case_order *o, const row_keys *keys, const uint32_t *met, uint32_t count) {
  *o = (case_order){.number = calloc((size_t)count + 1, sizeof *o->number)};
  o->first_rows = calloc((size_t)count + 1, sizeof *o->first_rows);
  o->case_of_key = calloc((size_t)keys->count + 1, sizeof *o->case_of_key);
  uint64_t *firsts = calloc((size_t)keys->roster->rows / 64 + 1, sizeof *firsts);
  bool good = o->number && o->first_rows && o->case_of_key && firsts;
  if (good) number_cases(o, keys, met, firsts);
  free(firsts);
  return good;
}

void case_order_free(case_order *o) {
  free(o->number);
  free(o->first_rows);
  free(o->case_of_key);
  *o = (case_order){0};
}

/* ---- the rows ---- */

typedef struct {
  uint32_t *of_row;
  const uint32_t *of_key;
  uint32_t rows;
  atomic_uint next; /* stretch */
} handing_out;

VECTOR static void hand_out(const uint32_t *of_key, uint32_t *of_row, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) of_row[i] = of_key[of_row[i]];
}

static void run(void *payload, int worker) {
  handing_out *h = payload;
  (void)worker;
  for (;;) {
    uint64_t first = (uint64_t)atomic_fetch_add(&h->next, 1) * STRETCH;
    if (first >= h->rows) break;
    uint32_t left = h->rows - (uint32_t)first;
    hand_out(h->of_key, h->of_row + first, left < STRETCH ? left : STRETCH);
  }
}

void case_order_hand_out(const case_order *o, row_keys *keys, int threads) {
  handing_out h = {.of_row = keys->of_row, .of_key = o->case_of_key, .rows = keys->roster->rows};
  int useful = (int)(h.rows / ROWS_PER_THREAD) + 1;
  threads_run(threads < useful ? threads : useful, run, &h);
}
