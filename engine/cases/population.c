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
#include "cases/key_table.h"
#include "cases/signature.h"
#include "cases/trace_tree.h"
#include "values/message.h"

#define WARM_UP 1024   /* residents, spread over the roster, who bring the first questions */
#define STALE_AFTER 64 /* residents decided by walking before the questions are compiled anew */
#define ROWS_PER_THREAD 50000 /* fewer residents are not worth a thread */
#define THREADS_MAX 64
#define TABLE_BITS 15 /* first size of the table of keys */

/* The questions compiled at one time, and the keys met since. */
typedef struct generation {
  signature *signature;
  key_table *keys;
  uint8_t *covers; /* by case: 0 not looked at, 1 its case follows from the key, 2 it does not */
  uint32_t covers_space;
  struct generation *older;
  bool shares_signature; /* the older one owns it: only the table has grown */
} generation;

struct population {
  policy *policy;
  const roster *roster;
  population_options options;
  case_book *book;
  trace_tree *tree;
  decision *scratch;
  int64_t *answers; /* of the resident at hand, by question */
  uint32_t answers_space;
  uint8_t *asked; /* by question: some case asks it */
  uint32_t asked_space;
  generation
      *generation;     /* current; older ones are kept until the end, threads may still use them */
  uint32_t walked;     /* residents walked since it was compiled, whose case it does not cover */
  uint32_t *case_of;   /* by row */
  uint64_t *residents; /* by case */
  population_counts counts;
  pthread_mutex_t lock; /* guards all above but case_of */
  atomic_uint next_block;
  atomic_uint done;
  atomic_bool stop;
  canbao_status status;
  canbao_error error;
};

canbao_status population_too_many(const policy *p, canbao_error *error) {
  return fault_at(error, CANBAO_LIMIT, p->path, 0,
                  _("there are more than %lld distinct cases: does a rule read every single amount "
                    "or text? --limit-cases allows more"),
                  (long long)p->limits.cases);
}

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
  if (p->generation)
    signature_answers(p->generation->signature, p->roster, row, p->answers, known);
  else
    for (uint32_t q = 0; q < known; q++) p->answers[q] = ANSWER_MISSING;
  uint32_t number = trace_tree_walk(p->tree, p->policy->terms, &r, p->answers, known);
  if (number) return number;
  decision *d = p->scratch;
  if (case_book_count(p->book) >= p->policy->limits.cases) {
    p->status = population_too_many(p->policy, &p->error);
    atomic_store(&p->stop, true);
    return 0;
  }
  p->counts.lua_calls++;
  policy_given(p->policy, p->answers, known);
  canbao_status status = policy_decide(p->policy, &r, d, &p->error);
  policy_given(p->policy, NULL, 0);
  if (status == CANBAO_OK && (!(number = case_book_append(p->book, d)) || !note_questions(p, d) ||
                              !trace_tree_add(p->tree, d, number)))
    status = fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  if (status == CANBAO_OK) return number;
  p->status = status;
  atomic_store(&p->stop, true);
  return 0;
}

static bool failed(population *p) {
  p->status = fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  atomic_store(&p->stop, true);
  return false;
}

/* Make `s` and `keys` the current generation. Locked. */
static bool begin_generation(population *p, signature *s, key_table *keys, bool shares) {
  generation *g = s && keys ? calloc(1, sizeof *g) : NULL;
  if (!g) {
    if (!shares) signature_free(s);
    key_table_free(keys);
    return failed(p);
  }
  *g = (generation){
      .signature = s, .keys = keys, .older = p->generation, .shares_signature = shares};
  p->generation = g;
  p->walked = 0;
  return true;
}

/* Compile the questions known by now. Locked. */
static bool compile(population *p) {
  uint32_t n = question_count(p->policy->terms);
  if (n > p->asked_space) n = p->asked_space;
  signature *s = signature_compile(p->policy->terms, p->roster, p->options.as_of, p->asked, n);
  return begin_generation(p, s, s ? key_table_new(signature_words(s), TABLE_BITS) : NULL, false);
}

/* Does the case follow from the key? Locked. */
static bool covered(population *p, generation *g, uint32_t number) {
  if (number >= g->covers_space) {
    uint32_t space = number * 2 + 1024;
    uint8_t *grown = realloc(g->covers, space);
    if (!grown) return false;
    memset(grown + g->covers_space, 0, space - g->covers_space);
    g->covers = grown, g->covers_space = space;
  }
  if (!g->covers[number]) {
    const decision *d = case_book_decision(p->book, number);
    g->covers[number] = d && signature_covers(g->signature, d) ? 1 : 2;
  }
  return g->covers[number] == 1;
}

/* ---- a thread ---- */

typedef struct {
  population *p;
  generation *generation;
  signature_block block;
  pthread_t thread;
} worker;

/* A row whose key is not known. 0 when the run must stop. */
static uint32_t miss(worker *w, uint32_t row, const uint64_t *key, bool odd) {
  population *p = w->p;
  generation *g = w->generation;
  pthread_mutex_lock(&p->lock);
  uint32_t number =
      odd ? 0 : key_table_find(g->keys, key); /* another thread may have met it meanwhile */
  if (number == 0 && !atomic_load(&p->stop)) {
    number = decide_row(p, row);
    if (number && !odd && covered(p, g, number)) {
      if (!key_table_add(g->keys, key, number) && g == p->generation)
        begin_generation(p, g->signature, key_table_grown(g->keys), true);
    } else if (number && !odd && g->signature == p->generation->signature &&
               ++p->walked >= STALE_AFTER && signature_free_field(g->signature) < 0) {
      compile(p);
    }
  }
  pthread_mutex_unlock(&p->lock);
  return atomic_load(&p->stop) ? 0 : number;
}

static bool run_block(worker *w, uint32_t first, uint32_t count) {
  population *p = w->p;
  pthread_mutex_lock(&p->lock);
  w->generation = p->generation;
  pthread_mutex_unlock(&p->lock);
  const key_table *keys = w->generation->keys;
  signature_block *b = &w->block;
  signature_compute(w->generation->signature, p->roster, first, count, b);
  for (uint32_t i = 0; i < count; i++) {
    uint64_t key[SIGNATURE_WORDS];
    key[0] = b->keys[0][i];
    for (int k = 1; k < keys->words; k++) key[k] = b->keys[k][i];
    uint32_t number = b->odd[i] ? 0 : key_table_find(keys, key);
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
    uint32_t count =
        p->roster->rows - first < SIGNATURE_BLOCK ? p->roster->rows - first : SIGNATURE_BLOCK;
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
  if (!workers) {
    failed(p);
    return;
  }
  for (int i = 0; i < n; i++) workers[i].p = p;
  while (started < n - 1 &&
         pthread_create(&workers[started].thread, NULL, run_worker, &workers[started]) == 0)
    started++;
  run_worker(&workers[n - 1]);
  for (int i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
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

canbao_status population_decide(population **out, policy *rules, const roster *r,
                                const population_options *options, canbao_error *error) {
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
  p->status = p->book && p->tree && p->scratch && p->case_of
                  ? CANBAO_OK
                  : fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
  if (p->status == CANBAO_OK) {
    policy_remember(rules, true);
    if (warm_up(p)) run_threads(p);
    policy_remember(rules, false);
  }
  if (p->status == CANBAO_OK && p->generation)
    p->counts.fallback_field = signature_free_field(p->generation->signature);
  if (p->status == CANBAO_OK && !renumber(p))
    p->status = fault(&p->error, CANBAO_LIMIT, "%s", _("memory ran out"));
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
  for (generation *g = p->generation; g;) {
    generation *older = g->older;
    if (!g->shares_signature) signature_free(g->signature);
    key_table_free(g->keys);
    free(g->covers);
    free(g);
    g = older;
  }
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
const decision *population_decision(const population *p, uint32_t case_number) {
  return case_book_decision(p->book, case_number);
}
uint64_t population_residents(const population *p, uint32_t case_number) {
  return p->residents[case_number];
}

canbao_status population_verdict(const population *p, uint32_t row, verdict *out, decision *scratch,
                                 canbao_error *error) {
  *out = (verdict){.policy = p->policy,
                   .resident = {p->roster, row, p->options.as_of},
                   .case_number = p->case_of[row]};
  out->decision = case_book_decision(p->book, out->case_number);
  if (out->decision) return CANBAO_OK;
  out->decision = scratch;
  return policy_decide(p->policy, &out->resident, scratch, error);
}
