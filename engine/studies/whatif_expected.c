/*
** whatif_expected.c - what a scenario's assumptions about behaviour would add. An
** expectation, exact as a ratio until the one rounding at its end, and kept apart from
** everything that follows from the rules alone.
*/
#include <stdlib.h>

#include "studies/whatif_parts.h"
#include "values/message.h"

__extension__ typedef __int128 wide;

/* Numerators over one denominator, den * 100: the share is so much for each fen. */
typedef struct {
  wide whole; /* the denominator: everybody */
  wide people, subsidy, fiscal, due;
  int64_t concerned;
} expectation;

static int64_t known_money(const whatif_side *s, uint32_t row, int effect_index) {
  if (effect_index < 0) return 0;
  value v = whatif_side_value(s, row, effect_index);
  return v.state == VALUE_KNOWN ? v.v : 0;
}

/* Residents who are not enrolled, may enrol, and have less to pay than in the base. */
static int64_t saved(const whatif *w, uint32_t row) {
  const whatif_side *base = w->base, *now = w->scenario;
  const case_fact *f = &now->facts[now->case_of[row]];
  if (base->due < 0 || now->due < 0) return 0;
  if (whatif_side_problem(base, row) != DECIDED || whatif_side_problem(now, row) != DECIDED)
    return 0;
  if (whatif_fact_flag(f, now->enrolled) ||
      (now->eligible >= 0 && !whatif_fact_flag(f, now->eligible)))
    return 0;
  value before = whatif_side_value(base, row, base->due),
        after = whatif_side_value(now, row, now->due);
  if (before.state != VALUE_KNOWN || after.state != VALUE_KNOWN || after.v >= before.v) return 0;
  return before.v - after.v;
}

static void expect(expectation *x, const whatif *w, const behaviour *b, uint32_t row,
                   int64_t people) {
  int64_t fen = saved(w, row);
  if (fen <= 0 || b->num <= 0) return;
  wide share = (wide)b->num * fen;
  if (share > x->whole) share = x->whole;
  share *= people;
  x->concerned += people;
  x->people += share;
  x->subsidy += share * known_money(w->scenario, row, w->scenario->subsidy);
  x->fiscal += share * known_money(w->scenario, row, w->scenario->fiscal);
  x->due += share * known_money(w->scenario, row, w->scenario->due);
}

static int64_t rounded(wide numerator, wide whole, bool *range) {
  wide twice = 2 * numerator + whole;
  wide units = twice / (2 * whole);
  if (twice % (2 * whole) < 0) units--;
  if (units > MONEY_MAX || units < -MONEY_MAX) {
    *range = false;
    return 0;
  }
  return (int64_t)units;
}

/* Amounts count here even where they are the same expression on both sides. */
static bool by_row(const whatif *w, uint32_t pair) {
  return w->verdicts->pairs[pair].rowwise ||
         w->scenario->store->row_work[w->pairs[pair].after] & ROW_MONEY;
}

static bool fill(const whatif *w, const behaviour *b, whatif_expected *out) {
  expectation x = {.whole = (wide)b->den * 100};
  bool range = b->den > 0, rowwise = false;
  for (uint32_t i = 0; i < w->pairs_count; i++) {
    bool apart = by_row(w, i);
    rowwise |= apart;
    if (!apart) expect(&x, w, b, w->verdicts->first_row[i], w->pairs[i].residents);
  }
  for (uint32_t row = 0; rowwise && row < w->base->roster->rows; row++)
    if (by_row(w, w->pair_of[row])) expect(&x, w, b, row, 1);
  if (!range) return false;
  *out = (whatif_expected){.assumption = b,
                           .concerned = x.concerned,
                           .people = rounded(x.people * 100, x.whole, &range),
                           .subsidy = rounded(x.subsidy, x.whole, &range),
                           .fiscal = rounded(x.fiscal, x.whole, &range),
                           .personal_due = rounded(x.due, x.whole, &range)};
  out->cost = rounded(x.subsidy + x.fiscal, x.whole, &range);
  return range;
}

canbao_status whatif_expected_make(whatif *w, canbao_error *error) {
  const policy *p = w->scenario->policy;
  w->expected = calloc((size_t)p->assumptions_count + 1, sizeof *w->expected);
  if (!w->expected) return whatif_no_memory(error);
  for (int i = 0; i < p->assumptions_count; i++) {
    if (!fill(w, &p->assumptions[i], &w->expected[i]))
      return fault(error, CANBAO_LIMIT,
                   _("what is assumed (%s) comes to amounts that are too large to be exact"),
                   p->assumptions[i].text);
    w->expected_count++;
  }
  return CANBAO_OK;
}
