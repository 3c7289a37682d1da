/*
** case_order.c - see case_order.h. Rows need not be looked through for where a case appears first:
** each key's first row is known.
*/
#include "cases/case_order.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "values/threads.h"

#define ROWS_PER_THREAD 200000 /* fewer residents are not worth a thread */
#define STRETCH 65536          /* rows that a thread takes at a time */
#define PER_CASE \
  16 /* residents: with fewer to a case, counts of a thread's own are not worth their memory */

/* By the bits of the rows in which a key stands first; the new numbers by key into `of_key`. */
static void number_cases(case_order *o, const row_keys *k, uint64_t *firsts, uint32_t *of_key) {
  for (uint32_t n = 1; n <= k->count; n++)
    firsts[k->row_of[n] / 64] |= UINT64_C(1) << k->row_of[n] % 64;
  for (uint32_t w = 0; w <= k->roster->rows / 64; w++)
    for (uint64_t bits = firsts[w]; bits; bits &= bits - 1) {
      uint32_t n = k->of_row[w * 64 + (uint32_t)__builtin_ctzll(bits)];
      uint32_t *number = &o->number[o->of_key[n]];
      if (!*number) *number = ++o->cases;
      of_key[n] = *number;
    }
}

typedef struct {
  uint32_t *of_row;
  const uint32_t *of_key;
  uint32_t rows, cases;
  uint64_t *residents;
  pthread_mutex_t counting; /* held to add to them */
  atomic_uint next;         /* stretch */
  atomic_bool failed;
} handing_out;

/* Every second resident is counted apart: of two in a row who have one case the second does not wait for the first. */
static void hand_out(const handing_out *h, uint32_t first, uint32_t end, uint32_t (*counts)[2]) {
  const uint32_t *of_key = h->of_key;
  uint32_t *of_row = h->of_row, i = first;
  for (; i + 1 < end; i += 2) {
    uint32_t a = of_key[of_row[i]], b = of_key[of_row[i + 1]];
    of_row[i] = a, of_row[i + 1] = b;
    counts[a][0]++, counts[b][1]++;
  }
  if (i < end) counts[of_row[i] = of_key[of_row[i]]][0]++;
}

static void run(void *payload, int worker) {
  handing_out *h = payload;
  uint32_t(*counts)[2] = calloc((size_t)h->cases + 1, sizeof *counts);
  (void)worker;
  if (!counts) {
    atomic_store(&h->failed, true);
    return;
  }
  for (;;) {
    uint64_t first = (uint64_t)atomic_fetch_add(&h->next, 1) * STRETCH;
    if (first >= h->rows) break;
    uint32_t left = h->rows - (uint32_t)first;
    hand_out(h, (uint32_t)first, (uint32_t)first + (left < STRETCH ? left : STRETCH), counts);
  }
  pthread_mutex_lock(&h->counting);
  for (uint32_t c = 1; c <= h->cases; c++) h->residents[c] += (uint64_t)counts[c][0] + counts[c][1];
  pthread_mutex_unlock(&h->counting);
  free(counts);
}

bool case_order_find(case_order *o, row_keys *keys, int threads) {
  uint32_t rows = keys->roster->rows;
  uint32_t *of_key = calloc((size_t)keys->count + 1, sizeof *of_key);
  uint64_t *firsts = calloc((size_t)rows / 64 + 1, sizeof *firsts);
  bool good = of_key && firsts;
  if (good) {
    number_cases(o, keys, firsts, of_key);
    handing_out h = {.of_row = keys->of_row, .of_key = of_key, .rows = rows, .cases = o->cases};
    h.residents = o->residents;
    int useful = o->cases > rows / PER_CASE ? 1 : (int)(rows / ROWS_PER_THREAD) + 1;
    pthread_mutex_init(&h.counting, NULL);
    threads_run(threads < useful ? threads : useful, run, &h);
    pthread_mutex_destroy(&h.counting);
    good = !atomic_load(&h.failed);
  }
  free(of_key);
  free(firsts);
  return good;
}
