/* whatif_gain.c - the one definition of who is better off: see whatif.h, which says it in words. */
#include "studies/whatif_parts.h"

enum { BETTER = 1, WORSE = 2 };

typedef struct {
  const whatif *w;
  const case_fact *before, *after;
  uint32_t row;
} pair_at;

/* One effect on both sides; false unless it is known on both. */
static bool known_on_both(const pair_at *p, int effect_index, int64_t *before, int64_t *after) {
  if (effect_index < 0) return false;
  const whatif_effect *e = &p->w->effects[effect_index];
  if (e->base < 0 || e->scenario < 0) return false;
  value a = whatif_fact_value(p->w->base, p->before, p->row, e->base);
  value b = whatif_fact_value(p->w->scenario, p->after, p->row, e->scenario);
  *before = a.v, *after = b.v;
  return a.state == VALUE_KNOWN && b.state == VALUE_KNOWN;
}

/* Ineligible 0, not enrolled 1, enrolled 2. A programme that says nothing of eligibility has everybody eligible. */
static int standing(const whatif_side *s, const case_fact *f) {
  if (s->eligible >= 0 && !whatif_fact_flag(f, s->eligible)) return 0;
  return whatif_fact_flag(f, s->enrolled) ? 2 : 1;
}

static int direction(int64_t before, int64_t after, bool more_is_better) {
  if (before == after) return 0;
  return (after > before) == more_is_better ? BETTER : WORSE;
}

gain_kind whatif_gain(const whatif *w, const row_verdict *seen, uint32_t row, int64_t *gain) {
  const whatif_verdicts *v = w->verdicts;
  pair_at p = {w, &w->base->facts[w->base->case_of[row]],
               &w->scenario->facts[w->scenario->case_of[row]], row};
  bool changed = seen->changed || seen->articles || seen->before != seen->after;
  int64_t before, after;
  *gain = 0;
  if (seen->before != DECIDED || seen->after != DECIDED) return GAIN_OPEN;
  int was = standing(w->base, p.before), is = standing(w->scenario, p.after);
  int found = direction(was, is, true);
  if (known_on_both(&p, v->due >= 0 ? v->due : v->subsidy, &before, &after)) {
    found |= direction(before, after, v->due < 0);
    *gain += v->due >= 0 ? before - after : after - before;
  }
  if (was == is && known_on_both(&p, v->refund, &before, &after)) {
    found |= direction(before, after, true);
    *gain += after - before;
  }
  if (known_on_both(&p, v->from, &before, &after)) found |= direction(before, after, false);
  if (known_on_both(&p, v->to, &before, &after)) found |= direction(before, after, true);
  if (found == (BETTER | WORSE)) return GAIN_MIXED;
  if (found) return found == BETTER ? GAIN_BETTER : GAIN_WORSE;
  return changed ? GAIN_NEITHER : GAIN_SAME;
}
