/* verdict.c - one resident's values, computed from the terms of the case's decision. */
#include "cases/population.h"

value verdict_value(const verdict *v, int effect_index) {
  const effect *e = &v->policy->effects[effect_index];
  const effect_mark *mark = &v->decision->effects[effect_index];
  if (mark->state == VALUE_KNOWN && mark->value)
    return term_value(v->policy->terms, mark->value, &v->resident);
  return (value){.type = (uint8_t)e->type,
                 .state = mark->state == VALUE_KNOWN ? VALUE_NONE : mark->state};
}

bool verdict_bounds(const verdict *v, int effect_index, int64_t *low, int64_t *high) {
  if (v->policy->effects[effect_index].type != TYPE_MONEY) return false;
  effect_bounds of = decision_bounds(v->decision, effect_index);
  value a = verdict_value(v, effect_index), b = a;
  if (a.state == VALUE_UNKNOWN && of.low && of.high) {
    a = term_value(v->policy->terms, of.low, &v->resident);
    b = term_value(v->policy->terms, of.high, &v->resident);
  }
  if (a.state != VALUE_KNOWN || b.state != VALUE_KNOWN) return false;
  *low = a.v;
  *high = b.v;
  return true;
}
