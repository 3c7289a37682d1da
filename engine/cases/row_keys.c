/*
** row_keys.c - see row_keys.h. Threads take stretches of rows from a common counter and look
** keys up in tables of their own; a key that a thread has not met takes a lock. Between two
** stretches the first thread hands over what is new: always the same, as what that leads to fills
** the memory nearest to its processor.
*/
#include "cases/row_keys.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "cases/key_table.h"
#include "values/array.h"
#include "values/threads.h"

#define ROWS_PER_THREAD 50000   /* fewer residents are not worth a thread, */
#define LISTED_PER_THREAD 10000 /* or fewer of a list, whose rows are looked up one by one */
#define TABLE_BITS 14           /* first size of a table */
#define SPARSE 16               /* of so many rows in a row one is wanted: each is computed alone */

typedef struct {
  row_keys *keys;
  const signature *signature;
  const uint32_t *rows; /* NULL: all */
  uint32_t count;
  int threads;      /* at most */
  bool alone;       /* one thread scans: it needs no table of its own */
  uint32_t before;  /* numbers given before */
  atomic_uint next; /* stretch */
  atomic_bool failed;
  key_table table;      /* every key, */
  pthread_mutex_t lock; /* guarded with keys->count and what is by number */
  const row_keys_taker *to;
  uint32_t met; /* the last number that was handed over; the first thread's alone */
} scan;

/* A thread, with the keys that it has met. */
typedef struct {
  scan *scan;
  key_table *table; /* its own, or that of all */
  key_table own;
  key_counts *counts; /* NULL: nobody is counted */
  uint32_t highest;   /* number that it has given */
  signature_block block;
} scanner;

bool row_keys_begin(row_keys *k, const roster *r) {
  *k = (row_keys){.roster = r, .space = 1024};
  k->of_row = array_again(sizeof *k->of_row, (size_t)r->rows + 1);
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
  for (key_counts *c = k->counts, *next; c; c = next) {
    next = c->next;
    key_counts_free(c);
  }
  *k = (row_keys){0};
}

static bool no_memory(const scanner *me) {
  atomic_store(&me->scan->failed, true);
  return false;
}

/* ---- a key that was not met before ---- */

/* `key` NULL: of a row whose key does not tell its answers. */
static uint32_t number_for(row_keys *k, uint32_t row, const uint64_t *key) {
  if (k->count + 1 == k->space) {
    void *more;
    size_t space = (size_t)k->space * 2;
    if (!ARRAY_RESIZE(k->row_of, space, more) || !ARRAY_RESIZE(k->odd, space, more) ||
        !ARRAY_RESIZE(k->key_of, space * SIGNATURE_WORDS, more))
      return 0;
    k->space = (uint32_t)space;
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

/* The number of a key that the thread has not met, or of an odd row. 0 when memory ran out. */
static uint32_t new_number(scanner *me, const uint64_t *key, uint32_t row, bool odd) {
  scan *s = me->scan;
  row_keys *k = s->keys;
  pthread_mutex_lock(&s->lock);
  uint32_t number = 0;
  if (!odd && !s->alone)
    number = key_table_find(&s->table, key); /* another thread may have met it */
  if (number && row < k->row_of[number]) k->row_of[number] = row;
  if (!number && (number = number_for(k, row, odd ? NULL : key)) && !odd &&
      !key_table_add(&s->table, key, number))
    number = 0;
  pthread_mutex_unlock(&s->lock);
  if (number && !odd && !s->alone && !key_table_add(&me->own, key, number)) number = 0;
  if (!number) atomic_store(&s->failed, true);
  if (number > me->highest) me->highest = number;
  return number;
}

static uint32_t number_of(scanner *me, uint32_t at, uint32_t row) {
  const signature_block *b = &me->block;
  uint64_t key[SIGNATURE_WORDS] = {0};
  signature_block_key(b, at, me->table->words, key);
  uint32_t number = b->odd[at] ? 0 : key_table_find(me->table, key);
  return number ? number : new_number(me, key, row, b->odd[at]);
}

/* The odd rows of a block need looking after as well. */
static uint32_t missed_or_odd(const signature_block *b, uint32_t span, uint32_t *numbers,
                              uint32_t *missed) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < span; i++) {
    if (b->odd[i]) numbers[i] = 0;
    missed[n] = i;
    n += numbers[i] == 0;
  }
  return n;
}

/* Number the rows from first on. */
static bool number_rows(scanner *me, uint32_t first, uint32_t count) {
  row_keys *k = me->scan->keys;
  signature_block *b = &me->block;
  uint32_t *numbers = k->of_row + first, *missed = b->rows;
  signature_compute(me->scan->signature, k->roster, first, count, b);
  uint32_t n = key_table_glance(me->table, b, count, numbers, missed);
  if (b->any_odd) n = missed_or_odd(b, count, numbers, missed);
  for (uint32_t i = 0; i < n; i++)
    if (!(numbers[missed[i]] = number_of(me, missed[i], first + missed[i]))) return false;
  uint32_t rest = k->roster->rows - first - count, ahead = rest < count ? rest : count;
  if (!me->counts) return true;
  if (!key_counts_room(me->counts, me->highest)) return no_memory(me);
  key_counts_block(me->counts, numbers, first, count, ahead, b->parts);
  return true;
}

/* Number these rows (ascending), which lie in `span` rows. */
static bool number_some(scanner *me, const uint32_t *rows, uint32_t count, uint32_t span) {
  row_keys *k = me->scan->keys;
  signature_compute(me->scan->signature, k->roster, rows[0], span, &me->block);
  for (uint32_t i = 0; i < count; i++)
    if (!(k->of_row[rows[i]] = number_of(me, rows[i] - rows[0], rows[i]))) return false;
  if (!me->counts) return true;
  if (!key_counts_room(me->counts, me->highest)) return no_memory(me);
  for (uint32_t i = 0; i < count; i++) key_counts_row(me->counts, k->of_row[rows[i]], rows[i]);
  return true;
}

/* Rows of a list: those that lie close together are computed together. */
static bool number_list(scanner *me, const uint32_t *rows, uint32_t count) {
  for (uint32_t i = 0; i < count;) {
    uint32_t n = 1;
    while (i + n < count && rows[i + n] - rows[i] < SIGNATURE_BLOCK) n++;
    uint32_t span = rows[i + n - 1] - rows[i] + 1;
    if (span / n >= SPARSE) n = 1, span = 1;
    if (!number_some(me, rows + i, n, span)) return false;
    i += n;
  }
  return true;
}

/* ---- handing over ---- */

#define BATCH 32

typedef struct {
  uint32_t row;
  bool odd;
  uint64_t key[SIGNATURE_WORDS];
} newcomer;

/* Copies: what is by number may move when others add to it. */
static uint32_t take_newcomers(scan *s, newcomer *batch) {
  const row_keys *k = s->keys;
  pthread_mutex_lock(&s->lock);
  uint32_t n = k->count - s->met < BATCH ? k->count - s->met : BATCH;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t number = s->met + 1 + i;
    batch[i] = (newcomer){.row = k->row_of[number], .odd = k->odd[number]};
    if (!batch[i].odd)
      memcpy(batch[i].key, k->key_of + (size_t)number * SIGNATURE_WORDS, sizeof batch[i].key);
  }
  pthread_mutex_unlock(&s->lock);
  return n;
}

static void hand_over(scan *s) {
  newcomer batch[BATCH];
  const row_keys_taker *to = s->to;
  for (uint32_t n; !atomic_load(&s->failed) && (n = take_newcomers(s, batch)) > 0;) {
    for (uint32_t i = 0; i < n; i++) to->ahead(to->payload, batch[i].row);
    for (uint32_t i = 0; i < n; i++, s->met++)
      if (!to->meet(to->payload, s->met + 1, batch[i].row, batch[i].odd ? NULL : batch[i].key)) {
        atomic_store(&s->failed, true);
        break;
      }
  }
}

/* ---- a thread ---- */

/* False when memory ran out. */
static bool begin_counts(scanner *me) {
  scan *s = me->scan;
  row_keys *k = s->keys;
  uint64_t most = split_cells_most(k->roster->rows) / (unsigned)s->threads;
  if (!k->split) return true;
  me->counts = key_counts_new(k->split, s->before, most > SPLIT_CELLS_MIN ? most : SPLIT_CELLS_MIN);
  if (!me->counts) return false;
  pthread_mutex_lock(&s->lock);
  me->counts->next = k->counts;
  k->counts = me->counts;
  pthread_mutex_unlock(&s->lock);
  return true;
}

static void run(void *payload, int worker) {
  scan *s = payload;
  scanner *me = malloc(sizeof *me);
  if (!me) {
    atomic_store(&s->failed, true);
    return;
  }
  me->scan = s;
  me->table = s->alone ? &s->table : &me->own;
  me->own = (key_table){0};
  me->counts = NULL, me->highest = s->before;
  signature_block_begin(&me->block, s->signature);
  if (!s->alone && !key_table_begin(&me->own, signature_words(s->signature), TABLE_BITS))
    atomic_store(&s->failed, true);
  if (!begin_counts(me)) (void)no_memory(me);
  while (!atomic_load(&s->failed)) {
    uint32_t stretch = atomic_fetch_add(&s->next, 1);
    if ((uint64_t)stretch * SIGNATURE_BLOCK >= s->count) break;
    uint32_t first = stretch * SIGNATURE_BLOCK, left = s->count - first;
    uint32_t count = left < SIGNATURE_BLOCK ? left : SIGNATURE_BLOCK;
    if (s->rows)
      number_list(me, s->rows + first, count);
    else
      number_rows(me, first, count);
    if (worker == 0) hand_over(s);
  }
  key_table_free(&me->own);
  free(me);
}

/* It is held for a moment only: who waits for it had better look again than sleep. */
static void lock_begin(pthread_mutex_t *lock) {
  pthread_mutexattr_t looking_again;
  pthread_mutexattr_init(&looking_again);
#ifdef __GLIBC__
  (void)pthread_mutexattr_settype(&looking_again, PTHREAD_MUTEX_ADAPTIVE_NP);
#endif
  pthread_mutex_init(lock, &looking_again);
  pthread_mutexattr_destroy(&looking_again);
}

bool row_keys_scan(row_keys *k, const signature *s, const uint32_t *rows, uint32_t count,
                   int threads, const row_keys_taker *to) {
  scan all = {.keys = k, .signature = s, .rows = rows, .count = count, .to = to};
  all.met = all.before = k->count;
  if (!key_table_begin(&all.table, signature_words(s), TABLE_BITS)) return false;
  lock_begin(&all.lock);
  int useful = (int)(count / (rows ? LISTED_PER_THREAD : ROWS_PER_THREAD)) + 1;
  all.threads = threads < useful ? threads : useful;
  all.alone = all.threads == 1;
  threads_run(all.threads, run, &all);
  hand_over(&all); /* what was met after it had looked last */
  k->scanned = k->count;
  pthread_mutex_destroy(&all.lock);
  key_table_free(&all.table);
  return !atomic_load(&all.failed);
}
