/*
** row_keys.c - see row_keys.h. Threads take stretches of rows from a common counter and look
** keys up without a lock; only a key that nobody has met takes one.
*/
#include "cases/row_keys.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cases/key_table.h"
#include "values/threads.h"
#include "values/vector.h"

#define ROWS_PER_THREAD 50000 /* fewer residents are not worth a thread */
#define TABLE_BITS 14         /* first size of the table */
#define SPARSE 16             /* of so many rows in a row one is wanted: each is computed alone */

typedef struct {
  row_keys *keys;
  const signature *signature;
  const uint32_t *rows; /* NULL: all */
  uint32_t count;
  atomic_uint next; /* stretch */
  atomic_bool failed;
  _Atomic(key_table *) table;
  pthread_mutex_t lock; /* for whoever adds a number */
} scan;

bool row_keys_begin(row_keys *k, const roster *r) {
  *k = (row_keys){.roster = r, .space = 1024};
  k->of_row = malloc(((size_t)r->rows + 1) * sizeof *k->of_row);
  k->row_of = malloc(k->space * sizeof *k->row_of);
  k->odd = malloc(k->space * sizeof *k->odd);
  k->key_of = malloc(k->space * SIGNATURE_WORDS * sizeof *k->key_of);
  return k->of_row && k->row_of && k->odd && k->key_of;
}

void row_keys_free(row_keys *k) {
  free(k->of_row);
  free(k->row_of);
  free(k->odd);
  free(k->key_of);
  *k = (row_keys){0};
}

/* ---- a key that was not met before ---- */

static bool more(void **array, uint32_t space, size_t size) {
  void *grown = realloc(*array, space * size);
  if (grown) *array = grown;
  return grown != NULL;
}

/* `key` NULL: of a row whose key does not tell its answers. */
static uint32_t number_for(row_keys *k, uint32_t row, const uint64_t *key) {
  if (k->count + 1 == k->space) {
    uint32_t space = k->space * 2;
    if (!more((void **)&k->row_of, space, sizeof *k->row_of) ||
        !more((void **)&k->odd, space, sizeof *k->odd) ||
        !more((void **)&k->key_of, space, SIGNATURE_WORDS * sizeof *k->key_of))
      return 0;
    k->space = space;
  }
  k->row_of[++k->count] = row;
  k->odd[k->count] = key == NULL;
  if (key)
    memcpy(k->key_of + (size_t)k->count * SIGNATURE_WORDS, key, SIGNATURE_WORDS * sizeof *key);
  return k->count;
}

uint32_t row_keys_alone(row_keys *k, uint32_t row) {
  return k->of_row[row] = number_for(k, row, NULL);
}

/* Locked. 0 when memory ran out. */
static uint32_t add_key(scan *s, const uint64_t *key, uint32_t row) {
  key_table *t = atomic_load(&s->table);
  uint32_t number = key_table_find(t, key, key_table_slot(t, key)); /* somebody else was faster */
  if (number || !(number = number_for(s->keys, row, key))) return number;
  if (key_table_add(t, key, number)) return number;
  if (!(t = key_table_grown(t))) return 0;
  atomic_store(&s->table, t);
  return key_table_add(t, key, number) ? number : 0;
}

static uint32_t new_number(scan *s, const uint64_t *key, uint32_t row, bool odd) {
  pthread_mutex_lock(&s->lock);
  uint32_t number = odd ? number_for(s->keys, row, NULL) : add_key(s, key, row);
  pthread_mutex_unlock(&s->lock);
  if (!number) atomic_store(&s->failed, true);
  return number;
}

/* ---- a thread ---- */

VECTOR static void find_slots(const key_table *t, const signature_block *b, uint32_t count,
                              uint32_t *slots) {
  if (t->words == 1) {
    for (uint32_t i = 0; i < count; i++) slots[i] = key_table_slot(t, &b->keys[0][i]);
    return;
  }
  for (uint32_t i = 0; i < count; i++) {
    uint64_t key[SIGNATURE_WORDS] = {0};
    for (int w = 0; w < t->words; w++) key[w] = b->keys[w][i];
    slots[i] = key_table_slot(t, key);
  }
}

/* Number the rows from first on; `wanted` (ascending) of them, all when NULL. */
static bool number_rows(scan *s, signature_block *b, uint32_t first, uint32_t span,
                        const uint32_t *wanted, uint32_t count) {
  const key_table *t = atomic_load(&s->table);
  signature_compute(s->signature, s->keys->roster, first, span, b);
  uint32_t *slots = b->rows;
  find_slots(t, b, span, slots);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t at = wanted ? wanted[i] - first : i;
    uint64_t key[SIGNATURE_WORDS] = {0};
    key[0] = b->keys[0][at];
    for (int w = 1; w < t->words; w++) key[w] = b->keys[w][at];
    uint32_t number = b->odd[at] ? 0 : key_table_find(t, key, slots[at]);
    if (number == 0) number = new_number(s, key, first + at, b->odd[at]);
    if (number == 0) return false;
    s->keys->of_row[first + at] = number;
  }
  return true;
}

/* Rows of a list: those that lie close together are computed together. */
static bool number_list(scan *s, signature_block *b, const uint32_t *rows, uint32_t count) {
  for (uint32_t i = 0; i < count;) {
    uint32_t n = 1;
    while (i + n < count && rows[i + n] - rows[i] < SIGNATURE_BLOCK) n++;
    uint32_t span = rows[i + n - 1] - rows[i] + 1;
    if (span / n >= SPARSE) n = 1, span = 1;
    if (!number_rows(s, b, rows[i], span, rows + i, n)) return false;
    i += n;
  }
  return true;
}

static void run(void *payload, int worker) {
  scan *s = payload;
  (void)worker;
  signature_block *b = malloc(sizeof *b);
  if (!b) atomic_store(&s->failed, true);
  while (b && !atomic_load(&s->failed)) {
    uint32_t stretch = atomic_fetch_add(&s->next, 1);
    if (stretch > s->count / SIGNATURE_BLOCK) break;
    uint32_t first = stretch * SIGNATURE_BLOCK, left = s->count - first;
    uint32_t count = left < SIGNATURE_BLOCK ? left : SIGNATURE_BLOCK;
    if (s->rows)
      number_list(s, b, s->rows + first, count);
    else
      number_rows(s, b, first, count, NULL, count);
  }
  free(b);
}

bool row_keys_scan(row_keys *k, const signature *s, const uint32_t *rows, uint32_t count,
                   int threads) {
  scan all = {.keys = k, .signature = s, .rows = rows, .count = count};
  key_table *table = key_table_new(signature_words(s), TABLE_BITS);
  if (!table) return false;
  atomic_store(&all.table, table);
  pthread_mutex_init(&all.lock, NULL);
  int useful = (int)(count / ROWS_PER_THREAD) + 1;
  threads_run(threads < useful ? threads : useful, run, &all);
  pthread_mutex_destroy(&all.lock);
  key_table_free(atomic_load(&all.table));
  return !atomic_load(&all.failed);
}
