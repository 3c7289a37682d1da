/* attribution.c - see attribution.h. Values are by combination: one bit for each edit that can be on. */
#include "studies/attribution.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "values/fault.h"
#include "values/message.h"
#include "values/money.h"
#include "values/threads.h"

__extension__ typedef __int128 wide;

/* One combination, decided. */
typedef struct {
  uint64_t on;
  int64_t v; /* the measure, less the base's */
  bool there;
} valued;

typedef struct {
  attribution *a;
  const whatif *whole;
  valued
      *values; /* with `free`: by the bits of `edits` that are on; else by the number of edits on */
  int count;
  int edits[EDITS_MAX]; /* those that are not switched off anyway */
  int n, done;
  bool free;
  bool failed; /* memory ran out */
} work;

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
}

/* ---- combinations ---- */

static int64_t without_decision(const whatif_side *s) {
  const int64_t *by = s->totals.problems;
  return by[DECISION_CONFLICT] + by[DECISION_GAP] + by[DECISION_LIMIT] + by[DECISION_ERROR];
}

static bool add_trouble(attribution *a, uint64_t on, const canbao_error *error, int64_t failed) {
  char text[1400];
  attribution_trouble *grown =
      realloc(a->troubles, ((size_t)a->troubles_count + 1) * sizeof *grown);
  if (!grown) return false;
  a->troubles = grown;
  attribution_trouble *t = &grown[a->troubles_count++];
  *t = (attribution_trouble){.on = on, .failed = failed};
  if (!error) return true;
  t->message = strdup(fault_text(error, text, sizeof text));
  return t->message != NULL;
}

static canbao_status take(void *payload, int index, const whatif *w, const canbao_error *error) {
  work *k = payload;
  valued *to = &k->values[index];
  const whatif_question *q = &k->whole->base->question;
  whatif_figure f;
  canbao_error why = {0};
  if (q->progress) q->progress(q->progress_payload, (uint64_t)k->done++, (uint64_t)k->count);
  if (w && w->scenario->policy->edits_count != k->a->count)
    fault(&why, CANBAO_SCRIPT, "%s", _("the scenario makes other edits when some are left out"));
  else if (!w)
    why = *error;
  else if (whatif_measure(w, k->a->measure, &f, &why) == CANBAO_OK)
    to->there = true, to->v = f.difference;
  if (!w || !to->there) {
    k->failed |= !add_trouble(k->a, to->on, &why, 0);
  } else {
    int64_t failed = without_decision(w->scenario) - without_decision(w->base);
    if (failed > 0) k->failed |= !add_trouble(k->a, to->on, NULL, failed);
  }
  return k->failed ? CANBAO_LIMIT : CANBAO_OK;
}

static uint64_t bits_on(const work *k, unsigned set) {
  uint64_t on = 0;
  for (int i = 0; i < k->n; i++)
    if (set >> i & 1) on |= UINT64_C(1) << k->edits[i];
  return on;
}

static uint64_t first_edits(const work *k, int number) {
  uint64_t on = 0;
  for (int i = 0; i < number; i++) on |= UINT64_C(1) << k->edits[i];
  return on;
}

static int by_size(const void *a, const void *b) {
  const attribution_trouble *x = a, *y = b;
  int p = __builtin_popcountll(x->on), q = __builtin_popcountll(y->on);
  if (p != q) return p < q ? -1 : 1;
  return x->on < y->on ? -1 : x->on > y->on;
}

/* Decide every combination but the whole scenario, which is decided already. */
static canbao_status decide(work *k, const policy_options *options, bool gains,
                            canbao_error *error) {
  policy_options *all = calloc((size_t)k->count, sizeof *all);
  const whatif_side *base = k->whole->base;
  if (!all) return no_memory(error);
  for (int i = 0; i < k->count; i++) {
    k->values[i].on = k->free ? bits_on(k, (unsigned)i) : first_edits(k, i);
    all[i] = *options;
    all[i].edits_off = ~k->values[i].on;
    all[i].shallow = options->scenarios_count == 0; /* then only constants are set */
  }
  canbao_status status = whatif_many(base, all, k->count - 1, gains ? WHATIF_GAINS : 0,
                                     base->question.threads, take, k, error);
  free(all);
  if (status != CANBAO_OK || k->failed) return no_memory(error);
  canbao_error none = {0};
  take(k, k->count - 1, k->whole, &none);
  if (k->failed) return no_memory(error);
  if (k->a->troubles_count > 0)
    qsort(k->a->troubles, (size_t)k->a->troubles_count, sizeof *k->a->troubles, by_size);
  return CANBAO_OK;
}

/* ---- the two splits ---- */

static const valued *after(const work *k, int number) {
  return &k->values[k->free ? (1 << number) - 1 : number];
}

static void split_in_order(const work *k) {
  attribution *a = k->a;
  for (int i = 0; i <= k->n; i++)
    if (!after(k, i)->there) return;
  for (int i = 0; i < k->n; i++)
    a->parts[k->edits[i]].in_order = after(k, i + 1)->v - after(k, i)->v;
  a->ordered = true;
}

static int64_t factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }

/* The share of one edit in 1/n!: over all combinations without it, |S|! (n-|S|-1)! times what it adds to them. */
static wide numerator(const work *k, int i) {
  wide sum = 0;
  for (int s = 0; s < k->count; s++) {
    if (s >> i & 1) continue;
    int size = __builtin_popcount((unsigned)s);
    wide weight = factorial(size) * factorial(k->n - size - 1);
    sum += weight * (k->values[s | 1 << i].v - k->values[s].v);
  }
  return sum;
}

static void split_free(const work *k) {
  wide rest[ATTRIBUTION_EDITS];
  wide whole = factorial(k->n);
  attribution *a = k->a;
  int64_t left = k->values[k->count - 1].v - k->values[0].v;
  for (int i = 0; i < k->count; i++)
    if (!k->values[i].there) return;
  for (int i = 0; i < k->n; i++) {
    wide sum = numerator(k, i), down = sum / whole;
    if (down * whole > sum) down--; /* towards minus infinity, so that nothing too much is given */
    rest[i] = sum - down * whole;
    a->parts[k->edits[i]].share = (int64_t)down;
    left -= (int64_t)down;
  }
  for (; left > 0; left--) {
    int most = 0;
    for (int i = 1; i < k->n; i++)
      if (rest[i] > rest[most]) most = i;
    a->parts[k->edits[most]].share++;
    rest[most] = -1;
  }
  a->order_free = true;
}

/* ---- in words ---- */

/* Which edits are on: "A + B"; as many as there is room for. */
static void edits_words(const attribution *a, uint64_t on, char *buf, size_t size) {
  size_t at = 0;
  buf[0] = '\0';
  for (int i = 0; i < a->count && at < size; i++)
    if (on >> i & 1)
      at += (size_t)snprintf(buf + at, size - at, "%s%s", at ? " + " : "", a->parts[i].edit->label);
}

static void trouble_words(const attribution *a, const attribution_trouble *t, char *buf,
                          size_t size) {
  char edits[900];
  edits_words(a, t->on, edits, sizeof edits);
  const char *on = t->on ? edits : _("no edit");
  if (t->message)
    snprintf(buf, size, _("with %s on, the rules cannot decide: %s"), on, t->message);
  else
    snprintf(buf, size,
             _("with %s on, %lld residents more than in the base end without a decision and count "
               "for nothing"),
             on, (long long)t->failed);
}

bool attribution_note(const attribution *a, int index, char *buf, size_t size) {
  char whole[2600];
  if (index < a->troubles_count) {
    trouble_words(a, &a->troubles[index], whole, sizeof whole);
    text_display(slice_of(whole, strlen(whole)), buf, size);
    return true;
  }
  index -= a->troubles_count;
  if (!a->ordered && index-- == 0) {
    snprintf(buf, size, "%s", _("No split in order: one of its steps cannot be decided."));
    return true;
  }
  if (a->order_free || index != 0) return false;
  if (a->too_many)
    snprintf(buf, size,
             _("No order-free split: it is exact up to %d edits, and these are %d; leave some out, "
               "or bring several together in one article."),
             ATTRIBUTION_EDITS, a->count);
  else
    snprintf(buf, size, "%s", _("No order-free split: one of its combinations cannot be decided."));
  return true;
}

/* ---- making one ---- */

static canbao_status make(work *k, const policy_options *options, bool gains, canbao_error *error) {
  k->free = k->n <= ATTRIBUTION_EDITS;
  k->a->too_many = !k->free;
  k->count = k->free ? 1 << k->n : k->n + 1;
  k->values = calloc((size_t)k->count, sizeof *k->values);
  if (!k->values) return no_memory(error);
  k->a->combinations = k->count;
  canbao_status status = decide(k, options, gains, error);
  if (status == CANBAO_OK) {
    if (k->values[0].there) k->a->declared = k->values[0].v;
    split_in_order(k);
    if (k->free) split_free(k);
  }
  free(k->values);
  return status;
}

canbao_status attribution_make(attribution **out, const whatif *w, const policy_options *options,
                               const char *name, canbao_error *error) {
  const policy *p = w->scenario->policy;
  whatif_figure f;
  bool gains;
  *out = NULL;
  canbao_status status = whatif_measure(w, name, &f, error);
  if (status == CANBAO_OK) status = whatif_measure_check(p, name, NULL, &gains, error);
  if (status != CANBAO_OK) return status;
  attribution *a = calloc(1, sizeof *a);
  if (a) a->parts = calloc((size_t)p->edits_count + 1, sizeof *a->parts);
  if (!a || !a->parts) {
    attribution_free(a);
    return no_memory(error);
  }
  a->measure = name, a->money = f.money, a->total = f.difference, a->count = p->edits_count;
  work k = {.a = a, .whole = w};
  for (int i = 0; i < a->count; i++) {
    a->parts[i].edit = &p->edits[i];
    if (p->edits[i].applied) k.edits[k.n++] = i;
  }
  status = make(&k, options, gains, error);
  if (status == CANBAO_OK)
    *out = a;
  else
    attribution_free(a);
  return status;
}

void attribution_free(attribution *a) {
  if (!a) return;
  for (int i = 0; i < a->troubles_count; i++) free(a->troubles[i].message);
  free(a->troubles), free(a->parts), free(a);
}
