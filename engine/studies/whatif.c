/* whatif.c - see whatif.h: putting two sides beside each other, one scenario or many. */
#include "studies/whatif.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "studies/whatif_parts.h"
#include "values/message.h"
#include "values/threads.h"

#define AT_ONCE_MAX 64

/* ---- effects of both sides ---- */

static bool add_effect(whatif *w, const effect *e, int base, int scenario) {
  if (w->effects_count == 64) return false; /* one bit each */
  w->effects[w->effects_count++] =
      (whatif_effect){e->name, e->title, e->type, base, scenario, e->output};
  return true;
}

static canbao_status match_effects(whatif *w, canbao_error *error) {
  const policy *a = w->base->policy, *b = w->scenario->policy;
  bool room = true;
  w->effects = calloc(2 * EFFECTS_MAX, sizeof *w->effects);
  if (!w->effects) return whatif_no_memory(error);
  for (int i = 0; i < a->effects_count && room; i++) {
    int other = policy_effect(b, a->effects[i].name);
    bool same = other >= 0 && b->effects[other].type == a->effects[i].type;
    room = add_effect(w, &a->effects[i], i, same ? other : -1);
    if (same && b->effects[other].output) w->effects[w->effects_count - 1].output = true;
  }
  for (int i = 0; i < b->effects_count && room; i++) {
    int other = policy_effect(a, b->effects[i].name);
    if (other < 0 || a->effects[other].type != b->effects[i].type)
      room = add_effect(w, &b->effects[i], -1, i);
  }
  return room ? CANBAO_OK
              : fault(error, CANBAO_LIMIT, "%s",
                      _("the two scripts have more than 64 effects between them"));
}

/* ---- one comparison ---- */

bool whatif_spread_of(whatif_tally *t, whatif_spread *out) {
  *out = (whatif_spread){0};
  static const int percents[] = {0, 10, 25, 50, 75, 90, 100};
  int64_t *const quantiles[] = {&out->least,  &out->tenth,          &out->quarter,
                                &out->median, &out->three_quarters, &out->ninth_tenth,
                                &out->most};
  uint32_t n = tally_sort(t);
  bool good = true;
  for (uint32_t i = 0; i < n; i++) {
    int64_t product;
    out->count += t->entries[i].count;
    good = good && !__builtin_mul_overflow(t->entries[i].fen, t->entries[i].count, &product) &&
           money_add(out->sum, product, &out->sum);
  }
  for (int q = 0; q < 7 && out->count; q++) {
    int64_t k = (out->count * percents[q] + 99) / 100, seen = 0;
    if (k < 1) k = 1;
    for (uint32_t i = 0; i < n && seen < k; i++) {
      seen += t->entries[i].count;
      *quantiles[q] = t->entries[i].fen;
    }
  }
  return good;
}

static canbao_status fill(whatif *w, canbao_error *error) {
  canbao_status status = match_effects(w, error);
  if (status == CANBAO_OK && w->has & WHATIF_GAINS) status = whatif_pairs_make(w, error);
  if (status == CANBAO_OK && w->has & WHATIF_GAINS &&
      !(whatif_spread_of(&w->verdicts->better, &w->better) &&
        whatif_spread_of(&w->verdicts->worse, &w->worse)))
    status = fault(error, CANBAO_LIMIT, "%s",
                   _("a sum over the changed residents is too large to be exact"));
  if (status == CANBAO_OK && w->has & WHATIF_TRANSITIONS)
    status = whatif_transitions_make(w, error);
  if (status == CANBAO_OK && w->has & WHATIF_GAINS) status = whatif_expected_make(w, error);
  if (w->has & WHATIF_TOWNS) w->base_towns = w->base->towns, w->scenario_towns = w->scenario->towns;
  return status;
}

canbao_status whatif_compare(whatif **out, const whatif_side *base, const whatif_side *scenario,
                             unsigned needs, canbao_error *error) {
  *out = NULL;
  if (base->roster->rows != scenario->roster->rows)
    return fault(error, CANBAO_USAGE, "%s",
                 _("the two sides have different residents, so they cannot be compared"));
  whatif *w = calloc(1, sizeof *w);
  if (!w) return whatif_no_memory(error);
  w->base = base, w->scenario = scenario;
  w->has = needs & WHATIF_TRANSITIONS ? needs | WHATIF_GAINS : needs;
  canbao_status status = fill(w, error);
  if (status == CANBAO_OK)
    *out = w;
  else
    whatif_free(w);
  return status;
}

void whatif_free(whatif *w) {
  if (!w) return;
  for (int i = 0; i < w->transitions_count; i++) whatif_transition_free(&w->transitions[i]);
  whatif_pairs_free(w);
  free(w->transitions), free(w->effects), free(w->pairs), free(w->pair_of), free(w->expected);
  whatif_side_free(w->owned);
  free(w);
}

static canbao_status run_with(whatif **out, const whatif_side *base, const char *rules,
                              const policy_options *options, unsigned needs, int threads,
                              canbao_error *error) {
  whatif_side *side;
  whatif_question q = base->question;
  *out = NULL;
  if (rules) q.rules = rules;
  if (threads) q.threads = threads, q.progress = NULL;
  canbao_status status = whatif_side_load_beside(&side, base, &q, options, error);
  if (status == CANBAO_OK && needs & WHATIF_GROUPS) status = whatif_side_group(side, error);
  if (status == CANBAO_OK && needs & WHATIF_TOWNS) status = whatif_side_towns(side, error);
  if (status == CANBAO_OK) status = whatif_compare(out, base, side, needs, error);
  if (*out)
    (*out)->owned = side;
  else
    whatif_side_free(side);
  return status;
}

canbao_status whatif_run(whatif **out, const whatif_side *base, const policy_options *options,
                         unsigned needs, canbao_error *error) {
  return run_with(out, base, NULL, options, needs, 0, error);
}

canbao_status whatif_run_rules(whatif **out, const whatif_side *base, const char *rules,
                               const policy_options *options, unsigned needs, canbao_error *error) {
  return run_with(out, base, rules, options, needs, 0, error);
}

/* ---- many ---- */

typedef struct {
  const whatif_side *base;
  const policy_options *scenarios;
  int count, next, threads;
  unsigned needs;
  whatif_sink sink;
  void *payload;
  canbao_status status; /* of the sink that stopped the run */
  pthread_mutex_t lock; /* guards next, status and the sink */
} many;

static void *run_some(void *payload) {
  many *m = payload;
  for (;;) {
    pthread_mutex_lock(&m->lock);
    int index = m->status == CANBAO_OK && m->next < m->count ? m->next++ : -1;
    pthread_mutex_unlock(&m->lock);
    if (index < 0) return NULL;
    whatif *w;
    canbao_error error = {0};
    run_with(&w, m->base, NULL, &m->scenarios[index], m->needs, m->threads, &error);
    pthread_mutex_lock(&m->lock);
    if (m->status == CANBAO_OK) m->status = m->sink(m->payload, index, w, &error);
    pthread_mutex_unlock(&m->lock);
    whatif_free(w);
  }
}

canbao_status whatif_many(const whatif_side *base, const policy_options *scenarios, int count,
                          unsigned needs, int at_once, whatif_sink sink, void *payload,
                          canbao_error *error) {
  many m = {.base = base,
            .scenarios = scenarios,
            .count = count,
            .needs = needs,
            .sink = sink,
            .payload = payload};
  pthread_t threads[AT_ONCE_MAX];
  int n = threads_count(at_once), started = 0;
  if (n > count) n = count;
  if (n > AT_ONCE_MAX) n = AT_ONCE_MAX;
  m.threads = n > 1 ? 1 : 0;
  if (pthread_mutex_init(&m.lock, NULL) != 0) return whatif_no_memory(error);
  while (started < n - 1 && threads_begin(&threads[started], run_some, &m)) started++;
  run_some(&m);
  for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
  pthread_mutex_destroy(&m.lock);
  return m.status;
}
