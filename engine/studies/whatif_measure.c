/*
** whatif_measure.c - figures by name: what a gate holds, a sweep plots and a report
** shows. The names, and what each means, stand in whatif.h.
*/
#include <stdio.h>
#include <string.h>

#include "studies/whatif_parts.h"
#include "values/message.h"

#define STATUS_PREFIX "status."
#define NAMES_MAX (EFFECTS_MAX + 64)

typedef enum {
  OF_PEOPLE,
  OF_ELIGIBLE,
  OF_INELIGIBLE,
  OF_ENROLLED,
  OF_UNDETERMINED,
  OF_COST, /* have a base */
  OF_CHANGED,
  OF_BETTER,
  OF_WORSE,
  OF_MIXED,
  OF_OPENED,
  OF_CLOSED,
  OF_GAIN, /* have none */
  OF_STATUS,
  OF_EFFECT
} measure_kind;

static const char *const fixed_names[] = {
    "people",     "eligible",  "ineligible", "enrolled", "undetermined", "cost", "changed",
    "better_off", "worse_off", "mixed",      "opened",   "closed",       "gain"};
#define FIXED_COUNT ((int)(sizeof fixed_names / sizeof fixed_names[0]))

typedef struct {
  measure_kind kind;
  const char *name; /* of the effect or status */
} measured;

static bool is_compared(measure_kind k) { return k >= OF_CHANGED && k <= OF_GAIN; }
static bool is_money(measure_kind k) { return k == OF_COST || k == OF_GAIN || k == OF_EFFECT; }

static bool is_status(const policy *p, const char *name) {
  int e = policy_effect(p, EFFECT_STATUS);
  for (char **v = e >= 0 ? p->effects[e].values : NULL; v && *v; v++)
    if (strcmp(*v, name) == 0) return true;
  return e >= 0 && strcmp(name, STATUS_UNDETERMINED) == 0;
}

static canbao_status no_measure(const policy *p, const char *name, canbao_error *error) {
  const char *names[NAMES_MAX];
  char shown[96], statuses[32][64];
  int count = 0, made = 0, e = policy_effect(p, EFFECT_STATUS);
  for (int i = 0; i < FIXED_COUNT; i++) names[count++] = fixed_names[i];
  for (int i = 0; i < p->effects_count; i++)
    if (p->effects[i].type == TYPE_MONEY) names[count++] = p->effects[i].name;
  for (char **v = e >= 0 ? p->effects[e].values : NULL; v && *v && made < 32 && count < NAMES_MAX;
       v++) {
    snprintf(statuses[made], sizeof statuses[made], STATUS_PREFIX "%s", *v);
    names[count++] = statuses[made++];
  }
  int near = text_nearest(name, names, count);
  text_display(slice_of(name, strlen(name)), shown, sizeof shown);
  if (near >= 0)
    return fault(error, CANBAO_USAGE, _("there is no measure \"%s\"; did you mean %s?"), shown,
                 names[near]);
  char all[600] = "";
  size_t used = 0;
  for (int i = 0; i < count - made && used < sizeof all - 1; i++)
    used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
  return fault(error, CANBAO_USAGE, _("there is no measure \"%s\"; there are %s and status.NAME"),
               shown, all);
}

static canbao_status find(const policy *p, const char *name, measured *out, canbao_error *error) {
  size_t prefix = sizeof STATUS_PREFIX - 1;
  out->name = name;
  for (int i = 0; i < FIXED_COUNT; i++) {
    out->kind = (measure_kind)i;
    if (strcmp(name, fixed_names[i]) == 0) return CANBAO_OK;
  }
  if (strncmp(name, STATUS_PREFIX, prefix) == 0 && is_status(p, name + prefix)) {
    *out = (measured){OF_STATUS, name + prefix};
    return CANBAO_OK;
  }
  int e = policy_effect(p, name);
  out->kind = OF_EFFECT;
  if (e >= 0 && p->effects[e].type == TYPE_MONEY) return CANBAO_OK;
  return no_measure(p, name, error);
}

canbao_status whatif_measure_check(const policy *p, const char *name, bool *money,
                                   bool *needs_gains, canbao_error *error) {
  measured m;
  canbao_status status = find(p, name, &m, error);
  if (status != CANBAO_OK) return status;
  if (money) *money = is_money(m.kind);
  if (needs_gains) *needs_gains = is_compared(m.kind);
  return CANBAO_OK;
}

bool whatif_measure_name(const whatif *w, int index, char *buf, size_t size) {
  const policy *p = w->scenario->policy;
  int status = policy_effect(p, EFFECT_STATUS);
  if (index < 0) return false;
  if (index < FIXED_COUNT) return snprintf(buf, size, "%s", fixed_names[index]) >= 0;
  index -= FIXED_COUNT;
  for (int i = 0; i < w->effects_count; i++)
    if (w->effects[i].type == TYPE_MONEY && index-- == 0)
      return snprintf(buf, size, "%s", w->effects[i].name) >= 0;
  for (char **v = status >= 0 ? p->effects[status].values : NULL; v && *v; v++)
    if (index-- == 0) return snprintf(buf, size, STATUS_PREFIX "%s", *v) >= 0;
  return status >= 0 && index == 0 &&
         snprintf(buf, size, STATUS_PREFIX "%s", STATUS_UNDETERMINED) >= 0;
}

/* ---- of a side ---- */

static bool has_status(const whatif_side *s, uint32_t number, decision_problem how,
                       const char *name) {
  if (how != DECIDED) return strcmp(name, STATUS_UNDETERMINED) == 0;
  return s->status >= 0 && slice_is(whatif_fact_text(s, &s->facts[number], s->status), name);
}

static int64_t count_status(const whatif_side *s, const char *name) {
  int64_t people = 0;
  bool by_row = false;
  for (uint32_t c = 1; c <= s->cases; c++) {
    bool fails = s->store->row_work[c] & ROW_FAILS;
    by_row |= fails;
    if (!fails && has_status(s, c, (decision_problem)s->facts[c].problem, name))
      people += s->facts[c].people;
  }
  for (uint32_t row = 0; by_row && row < s->roster->rows; row++) {
    uint32_t c = s->case_of[row];
    if (s->store->row_work[c] & ROW_FAILS)
      people += has_status(s, c, whatif_fact_problem(s, c, row), name);
  }
  return people;
}

static int64_t open_people(const whatif_side *s) {
  return s->totals.people - s->totals.problems[DECIDED];
}

typedef struct {
  int64_t v, low, high, unbounded;
} side_figure;

/* The undetermined may be enrolled or not: what they add lies between nothing and their most. */
static bool add_money(const whatif_side *s, int e, bool everybody, side_figure *f) {
  const whatif_totals *t = &s->totals;
  if (e < 0) return true;
  int64_t low = everybody || t->low[e] < 0 ? t->low[e] : 0,
          high = everybody || t->high[e] > 0 ? t->high[e] : 0;
  int64_t v = everybody ? t->sums[e] : t->enrolled_sums[e];
  f->unbounded += t->unbounded[e];
  return money_add(f->v, v, &f->v) && money_add(f->low, v, &f->low) &&
         money_add(f->low, low, &f->low) && money_add(f->high, v, &f->high) &&
         money_add(f->high, high, &f->high);
}

static bool money_of(const whatif_side *s, const measured *m, side_figure *f) {
  if (m->kind == OF_COST)
    return add_money(s, s->subsidy, false, f) && add_money(s, s->fiscal, false, f);
  int e = policy_effect(s->policy, m->name);
  return add_money(s, e, e >= 0 && e == s->refund, f);
}

static bool side_figure_of(const whatif_side *s, const measured *m, side_figure *f) {
  const whatif_totals *t = &s->totals;
  *f = (side_figure){0};
  int64_t open = open_people(s);
  switch (m->kind) {
    case OF_PEOPLE: f->v = t->people, open = 0; break;
    case OF_ELIGIBLE: f->v = t->eligible; break;
    case OF_INELIGIBLE: f->v = s->eligible >= 0 ? t->problems[DECIDED] - t->eligible : 0; break;
    case OF_ENROLLED: f->v = t->enrolled; break;
    case OF_UNDETERMINED: f->v = open, open = 0; break;
    case OF_STATUS:
      f->v = count_status(s, m->name);
      if (strcmp(m->name, STATUS_UNDETERMINED) == 0) open = 0;
      break;
    default: return money_of(s, m, f);
  }
  f->low = f->v, f->high = f->v + open;
  return true;
}

/* ---- of the comparison ---- */

static int64_t compared_figure(const whatif *w, measure_kind k, bool *good) {
  int64_t sum = 0;
  switch (k) {
    case OF_CHANGED: return w->changed;
    case OF_BETTER: return w->gains[GAIN_BETTER];
    case OF_WORSE: return w->gains[GAIN_WORSE];
    case OF_MIXED: return w->gains[GAIN_MIXED];
    case OF_OPENED: return w->opened;
    case OF_CLOSED: return w->closed;
    default: *good = money_add(w->better.sum, w->worse.sum, &sum); return sum;
  }
}

canbao_status whatif_measure(const whatif *w, const char *name, whatif_figure *out,
                             canbao_error *error) {
  measured m;
  side_figure a = {0}, b = {0};
  bool good = true;
  canbao_status status = find(w->scenario->policy, name, &m, error);
  if (status != CANBAO_OK && find(w->base->policy, name, &m, NULL) == CANBAO_OK) status = CANBAO_OK;
  if (status != CANBAO_OK) return status;
  if (is_compared(m.kind) && !(w->has & WHATIF_GAINS))
    return fault(error, CANBAO_USAGE, _("%s was not asked for when the two sides were compared"),
                 name);
  if (is_compared(m.kind))
    b.v = b.low = b.high = compared_figure(w, m.kind, &good);
  else
    good = side_figure_of(w->base, &m, &a) && side_figure_of(w->scenario, &m, &b);
  *out = (whatif_figure){.money = is_money(m.kind),
                         .compared = is_compared(m.kind),
                         .base = a.v,
                         .scenario = b.v,
                         .base_low = a.low,
                         .base_high = a.high,
                         .low = b.low,
                         .high = b.high,
                         .unbounded = b.unbounded,
                         .base_unbounded = a.unbounded};
  good = good && money_add(b.v, -a.v, &out->difference);
  return good ? CANBAO_OK
              : fault(error, CANBAO_LIMIT,
                      _("the sum of %s over the roster is too large to be exact"), name);
}

/* ---- of one resident ---- */

static int64_t of_side(const whatif_side *s, const measured *m, uint32_t row, bool *open) {
  uint32_t c = s->case_of[row];
  const case_fact *f = &s->facts[c];
  decision_problem how = whatif_fact_problem(s, c, row);
  if (m->kind == OF_PEOPLE) return 1;
  if (m->kind == OF_UNDETERMINED) return how != DECIDED;
  if (m->kind == OF_STATUS) return has_status(s, c, how, m->name);
  if (how != DECIDED) {
    *open = true;
    return 0;
  }
  switch (m->kind) {
    case OF_ELIGIBLE: return whatif_fact_flag(f, s->eligible);
    case OF_INELIGIBLE: return s->eligible >= 0 && !whatif_fact_flag(f, s->eligible);
    case OF_ENROLLED: return whatif_fact_flag(f, s->enrolled);
    case OF_COST:
      return whatif_enrolled_money(s, row, s->subsidy) + whatif_enrolled_money(s, row, s->fiscal);
    default: break;
  }
  int e = policy_effect(s->policy, m->name);
  if (e < 0 || e != s->refund) return whatif_enrolled_money(s, row, e);
  value v = whatif_fact_value(s, f, row, e);
  return v.state == VALUE_KNOWN ? v.v : 0;
}

static int64_t of_comparison(const whatif *w, measure_kind k, uint32_t row) {
  row_verdict v;
  whatif_row_verdict(w, w->pair_of[row], row, &v);
  switch (k) {
    case OF_CHANGED: return whatif_row_changed(&v);
    case OF_BETTER: return v.kind == GAIN_BETTER;
    case OF_WORSE: return v.kind == GAIN_WORSE;
    case OF_MIXED: return v.kind == GAIN_MIXED;
    case OF_OPENED: return v.before == DECIDED && v.after != DECIDED;
    case OF_CLOSED: return v.before != DECIDED && v.after == DECIDED;
    default: return v.kind == GAIN_OPEN ? 0 : v.gain;
  }
}

bool whatif_measure_of(const whatif *w, const char *name, uint32_t row, int64_t *base,
                       int64_t *scenario) {
  measured m;
  bool open = false;
  *base = *scenario = 0;
  if (find(w->scenario->policy, name, &m, NULL) != CANBAO_OK &&
      find(w->base->policy, name, &m, NULL) != CANBAO_OK)
    return false;
  if (is_compared(m.kind)) {
    if (!(w->has & WHATIF_GAINS)) return false;
    *scenario = of_comparison(w, m.kind, row);
    return true;
  }
  *base = of_side(w->base, &m, row, &open);
  *scenario = of_side(w->scenario, &m, row, &open);
  return !open;
}
