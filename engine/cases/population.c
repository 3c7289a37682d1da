/*
** population.c - every resident decided by cases. Threads compute keys from the
** columns and look them up; what they do not find is walked through the known cases,
** and what is new there is decided by the policy, one at a time. Neither the cases
** nor their numbers depend on how many threads there are.
*/
#include "cases/population.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cases/case_book.h"
#include "cases/signature.h"
#include "cases/trace_tree.h"
#include "values/message.h"

#define WARM_UP 1024           /* residents, spread over the roster, who bring the first questions */
#define STALE_AFTER 64         /* residents decided by walking before the questions are compiled anew */
#define ROWS_PER_THREAD 50000  /* fewer residents are not worth a thread */
#define THREADS_MAX 64
#define SLOTS_BITS 14          /* size of a thread's table of keys; it is emptied when half full */
#define GROWS_AFTER 20000      /* cases from which on they may be growing with residents */

struct population {
  policy *policy;
  const roster *roster;
  population_options options;
  case_book *book;
  trace_tree *tree;
  decision *scratch;
  int64_t *answers;        /* of the resident at hand, by question */
  uint32_t answers_space;
  uint8_t *asked;          /* by question: some case asks it */
  uint32_t asked_space;
  signature *signature;    /* current; older ones are kept until the end, threads may still use them */
  signature **retired;
  int retired_count;
  uint32_t walked;         /* residents walked since it was compiled, whose case it does not cover */
  uint32_t *case_of;       /* by row */
  uint64_t *residents;     /* by case */
  population_counts counts;
  pthread_mutex_t lock;    /* guards all above but case_of */
  atomic_uint next_block;
  atomic_uint done;
  atomic_bool stop;
  canbao_status status;
  canbao_error error;
};

/* ---- one resident, slowly ---- */

static bool note_questions(population *p, const decision *d) {
  uint32_t n = question_count(p->policy->terms);
  if (n > p->asked_space) {
    uint8_t *grown = realloc(p->asked, n + 256);
    if (!grown) return false;
    memset(grown + p->asked_space, 0, n + 256 - p->asked_space);
    p->asked = grown;
    p->asked_space = n + 256;
  }
  for (uint32_t i = 0; i < d->notes_count; i++) p->asked[d->notes[i].question] = 1;
  return true;
}

/* The case of one row: through the known cases, or through the policy. 0 when the run must stop. Locked. */
static uint32_t decide_row(population *p, uint32_t row) {
  resident r = {p->roster, row, p->options.as_of};
  uint32_t known = question_count(p->policy->terms);
  if (known > p->answers_space) {
    int64_t *grown = realloc(p->answers, sizeof *grown * (known + 256));
    if (grown) p->answers = grown, p->answers_space = known + 256;
  }
  if (known > p->answers_space) known = p->answers_space;
  if (p->signature)
    signature_answers(p->signature, p->roster, row, p->answers, known);
  else
    for (uint32_t q = 0; q < known; q++) p->answers[q] = ANSWER_MISSING;
  uint32_t number = trace_tree_walk(p->tree, p->policy->terms, &r, p->answers, known);
  if (number) return number;
  decision *d = p->scratch;
  p->counts.lua_calls++;
  policy_given(p->policy, p->answers, known);
  canbao_status status = policy_decide(p->policy, &r, d, &p->error);
  policy_given(p->policy, NULL, 0);
  if (status == CANBAO_OK && (!(number = case_book_append(p->book, d)) || !note_questions(p, d) || !trace_tree_add(p->tree, d, number)))
    status = fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  if (status == CANBAO_OK) return number;
  p->status = status;
  atomic_store(&p->stop, true);
  return 0;
}

/* Compile the questions known by now. Locked. */
static bool compile(population *p) {
  signature **grown = realloc(p->retired, sizeof *grown * (size_t)(p->retired_count + 1));
  signature *s = grown ? signature_compile(p->policy->terms, p->roster, p->options.as_of, p->asked,
                                           question_count(p->policy->terms) < p->asked_space ? question_count(p->policy->terms) : p->asked_space)
                       : NULL;
  if (grown) p->retired = grown;
  if (!s) {
    p->status = fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
    atomic_store(&p->stop, true);
    return false;
  }
  p->retired[p->retired_count++] = s;
  p->signature = s;
  p->walked = 0;
  return true;
}

/* ---- a thread ---- */

typedef struct {
  uint64_t key[SIGNATURE_WORDS];
  uint32_t case_number; /* 0: empty */
} slot;

typedef struct {
  population *p;
  const signature *signature;
  int words;
  slot *slots;
  uint32_t used;
  signature_block block;
  pthread_t thread;
} worker;

static inline uint32_t slot_of(const uint64_t *key, int words) {
  uint64_t h = key[0];
  for (int w = 1; w < words; w++) h = (h ^ h >> 29) * UINT64_C(0x9E3779B97F4A7C15) + key[w];
  h ^= h >> 32;
  h *= UINT64_C(0x9E3779B97F4A7C15);
  return (uint32_t)(h >> (64 - SLOTS_BITS));
}

static void forget(worker *w) {
  memset(w->slots, 0, sizeof *w->slots << SLOTS_BITS);
  w->used = 0;
}

static void remember(worker *w, const uint64_t *key, uint32_t number) {
  if (w->used >= 1u << (SLOTS_BITS - 1)) forget(w);
  uint32_t at = slot_of(key, w->words);
  while (w->slots[at].case_number) at = (at + 1) & ((1u << SLOTS_BITS) - 1);
  memcpy(w->slots[at].key, key, sizeof *key * (size_t)w->words);
  w->slots[at].case_number = number;
  w->used++;
}

/* A row whose key is not known. 0 when the run must stop. */
static uint32_t miss(worker *w, uint32_t row, const uint64_t *key, bool odd) {
  population *p = w->p;
  pthread_mutex_lock(&p->lock);
  uint32_t number = atomic_load(&p->stop) ? 0 : decide_row(p, row);
  bool covered = false;
  if (number && !odd) {
    const decision *d = case_book_decision(p->book, number);
    covered = d && signature_covers(w->signature, d);
    if (!covered && w->signature == p->signature) p->walked++;
    if (p->walked >= STALE_AFTER && signature_free_field(p->signature) < 0) compile(p);
  }
  pthread_mutex_unlock(&p->lock);
  if (covered) remember(w, key, number);
  return number;
}

static inline uint32_t look_up(const worker *w, const uint64_t *key) {
  for (uint32_t at = slot_of(key, w->words);; at = (at + 1) & ((1u << SLOTS_BITS) - 1)) {
    const slot *s = &w->slots[at];
    if (s->case_number == 0) return 0;
    if (s->key[0] != key[0]) continue;
    if (w->words == 1 || memcmp(s->key + 1, key + 1, sizeof *key * (size_t)(w->words - 1)) == 0) return s->case_number;
  }
}

static bool run_block(worker *w, uint32_t first, uint32_t count) {
  population *p = w->p;
  pthread_mutex_lock(&p->lock);
  const signature *newest = p->signature;
  pthread_mutex_unlock(&p->lock);
  if (newest != w->signature) {
    w->signature = newest;
    w->words = signature_words(newest);
    forget(w);
  }
  signature_block *b = &w->block;
  signature_compute(newest, p->roster, first, count, b);
  for (uint32_t i = 0; i < count; i++) {
    uint64_t key[SIGNATURE_WORDS];
    for (int k = 0; k < w->words; k++) key[k] = b->keys[k][i];
    uint32_t number = b->odd[i] ? 0 : look_up(w, key);
    if (number == 0) number = miss(w, first + i, key, b->odd[i]);
    if (number == 0) return false;
    p->case_of[first + i] = number;
  }
  return true;
}

static void *run_worker(void *payload) {
  worker *w = payload;
  population *p = w->p;
  for (;;) {
    uint32_t first = atomic_fetch_add(&p->next_block, 1) * SIGNATURE_BLOCK;
    if (first >= p->roster->rows || atomic_load(&p->stop)) break;
    uint32_t count = p->roster->rows - first < SIGNATURE_BLOCK ? p->roster->rows - first : SIGNATURE_BLOCK;
    if (!run_block(w, first, count)) break;
    uint32_t done = atomic_fetch_add(&p->done, count) + count;
    if (p->options.progress && (first / SIGNATURE_BLOCK) % 32 == 0) {
      pthread_mutex_lock(&p->lock);
      p->options.progress(p->options.progress_payload, done, p->roster->rows);
      pthread_mutex_unlock(&p->lock);
    }
  }
  return NULL;
}

/* ---- the run ---- */

static int threads_for(const population *p) {
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  int n = p->options.threads > 0 ? p->options.threads : cores > 0 ? (int)cores : 1;
  int useful = (int)(p->roster->rows / ROWS_PER_THREAD) + 1;
  if (n > useful) n = useful;
  return n < THREADS_MAX ? n : THREADS_MAX;
}

/* Residents spread over the roster bring most questions before anything is compiled. */
static bool warm_up(population *p) {
  uint32_t n = p->roster->rows < WARM_UP ? p->roster->rows : WARM_UP;
  for (uint32_t i = 0; i < n; i++)
    if (!decide_row(p, (uint32_t)((uint64_t)i * p->roster->rows / n))) return false;
  return compile(p);
}

static void run_threads(population *p) {
  int n = threads_for(p), started = 0;
  worker *workers = calloc((size_t)n, sizeof *workers);
  bool good = workers != NULL;
  for (int i = 0; i < n && good; i++) {
    workers[i].p = p;
    workers[i].slots = calloc(1u << SLOTS_BITS, sizeof *workers[i].slots);
    good = workers[i].slots != NULL;
  }
  if (good) {
    while (started < n - 1 && pthread_create(&workers[started].thread, NULL, run_worker, &workers[started]) == 0) started++;
    run_worker(&workers[n - 1]);
    for (int i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
  } else {
    p->status = fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  }
  for (int i = 0; workers && i < n; i++) free(workers[i].slots);
  free(workers);
}

/* Cases were numbered as threads met them: number them by first appearance, and count. */
static bool renumber(population *p) {
  uint32_t count = case_book_count(p->book), given = 0;
  uint32_t *number = calloc((size_t)count + 1, sizeof *number);
  p->residents = calloc((size_t)count + 1, sizeof *p->residents);
  if (!number || !p->residents) {
    free(number);
    return false;
  }
  for (uint32_t i = 0; i < p->roster->rows; i++) {
    uint32_t c = p->case_of[i];
    if (number[c] == 0) number[c] = ++given;
    p->case_of[i] = number[c];
    p->residents[number[c]]++;
  }
  bool good = case_book_renumber(p->book, number, given);
  p->counts.cases = given;
  free(number);
  return good;
}

canbao_status population_decide(population **out, policy *rules, const roster *r, const population_options *options,
                                canbao_error *error) {
  *out = NULL;
  population *p = calloc(1, sizeof *p);
  if (!p) return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  p->policy = rules, p->roster = r, p->options = *options;
  p->counts.fallback_field = -1;
  pthread_mutex_init(&p->lock, NULL);
  p->book = case_book_new(rules);
  p->tree = trace_tree_new();
  p->scratch = decision_new();
  p->case_of = malloc(sizeof *p->case_of * ((size_t)r->rows + 1));
  p->status = p->book && p->tree && p->scratch && p->case_of ? CANBAO_OK : fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  if (p->status == CANBAO_OK) {
    policy_remember(rules, true);
    if (warm_up(p)) run_threads(p);
    policy_remember(rules, false);
  }
  if (p->status == CANBAO_OK && p->signature) p->counts.fallback_field = signature_free_field(p->signature);
  if (p->status == CANBAO_OK && !renumber(p)) p->status = fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  if (p->status == CANBAO_OK) {
    *out = p;
    return CANBAO_OK;
  }
  canbao_status status = p->status;
  if (error) *error = p->error;
  population_free(p);
  return status;
}

void population_free(population *p) {
  if (!p) return;
  for (int i = 0; i < p->retired_count; i++) signature_free(p->retired[i]);
  free(p->retired);
  case_book_free(p->book);
  trace_tree_free(p->tree);
  decision_free(p->scratch);
  free(p->asked);
  free(p->answers);
  free(p->case_of);
  free(p->residents);
  pthread_mutex_destroy(&p->lock);
  free(p);
}

population_counts population_counted(const population *p) { return p->counts; }
const uint32_t *population_case_of_rows(const population *p) { return p->case_of; }
const decision *population_decision(const population *p, uint32_t case_number) { return case_book_decision(p->book, case_number); }
uint64_t population_residents(const population *p, uint32_t case_number) { return p->residents[case_number]; }

canbao_status population_verdict(const population *p, uint32_t row, verdict *out, decision *scratch, canbao_error *error) {
  *out = (verdict){.policy = p->policy, .resident = {p->roster, row, p->options.as_of}, .case_number = p->case_of[row]};
  out->decision = case_book_decision(p->book, out->case_number);
  if (out->decision) return CANBAO_OK;
  out->decision = scratch;
  return policy_decide(p->policy, &out->resident, scratch, error);
}
