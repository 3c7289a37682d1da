/* balance.c - see balance.h. Sums written are modulo 2^64; the summary's are in range, so equality is equality. */
#include "studies/balance.h"

#include "values/message.h"
#include "values/money.h"

/* What the program itself got wrong: the reader of the message can only pass it on. */
static canbao_status people_differ(const char *one, int64_t people, const char *other,
                                   int64_t others, canbao_error *error) {
  return fault(error, CANBAO_DATA,
               _("The run does not add up, so nothing was written: %lld residents %s, %lld %s. "
                 "This is an error of the program; please report it."),
               (long long)people, one, (long long)others, other);
}

static canbao_status money_differs(const effect *e, int64_t fen, const char *other, int64_t others,
                                   canbao_error *error) {
  char a[24], b[24];
  money_format(fen, a);
  money_format(others, b);
  return fault(error, CANBAO_DATA,
               _("The run does not add up, so nothing was written: the sum of %s is %s yuan over "
                 "the residents, %s %s. This is an error of the program; please report it."),
               e->name, a, b, other);
}

static const char *over_split(split_kind kind) {
  static const char *const words[] = {N_("over the statuses"), N_("over the funds"),
                                      N_("over the identities"), N_("over the towns")};
  return _(words[kind]);
}

/* A fund or an identity is only of a decision that came to an end; a status and a town are everybody's. */
static int64_t people_expected(const summary *s, split_kind kind) {
  bool all = kind == SPLIT_STATUS || kind == SPLIT_TOWN;
  return all ? s->people : s->by_problem[DECIDED];
}

static canbao_status check_split(const summary *s, split_kind kind, canbao_error *error) {
  const summary_split *split = &s->splits[kind];
  int64_t people = 0, enrolled = 0, expected = people_expected(s, kind);
  for (uint32_t g = 0; g < split->count; g++) {
    people += split->groups[g].people;
    enrolled += split->groups[g].enrolled;
  }
  if (people != expected)
    return people_differ(_("in all"), expected, over_split(kind), people, error);
  if (enrolled != s->enrolled)
    return people_differ(_("enrolled"), s->enrolled, over_split(kind), enrolled, error);
  for (uint64_t rest = s->money; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    uint64_t sum = 0, of_enrolled = 0;
    for (uint32_t g = 0; g < split->count; g++) {
      sum += (uint64_t)split->groups[g].sums[i];
      of_enrolled += (uint64_t)split->groups[g].enrolled_sums[i];
    }
    const effect *e = &s->policy->effects[i];
    if (sum != (uint64_t)s->sums[i])
      return money_differs(e, s->sums[i], over_split(kind), (int64_t)sum, error);
    if (of_enrolled != (uint64_t)s->enrolled_sums[i])
      return money_differs(e, s->enrolled_sums[i], over_split(kind), (int64_t)of_enrolled, error);
  }
  return CANBAO_OK;
}

static canbao_status check_written(const summary *s, const row_sums *w, int64_t rows,
                                   canbao_error *error) {
  if (w->rows != (uint64_t)rows)
    return people_differ(_("in the roster"), rows, _("in the result"), (int64_t)w->rows, error);
  if (w->decided != (uint64_t)s->by_problem[DECIDED])
    return people_differ(_("decided"), s->by_problem[DECIDED], _("in the result"),
                         (int64_t)w->decided, error);
  for (uint64_t rest = s->money & w->summed; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    const effect *e = &s->policy->effects[i];
    if (w->sums[i] != (uint64_t)s->sums[i])
      return money_differs(e, s->sums[i], _("over the result's rows"), (int64_t)w->sums[i], error);
  }
  return CANBAO_OK;
}

canbao_status balance_check(const balance *b, canbao_error *error) {
  const summary *s = b->summary;
  int64_t rows = b->roster->rows, by_problem = 0;
  canbao_status status = CANBAO_OK;
  for (int i = DECIDED; i <= DECISION_ERROR; i++) by_problem += s->by_problem[i];
  if (s->people != rows)
    return people_differ(_("in the roster"), rows, _("in the summary"), s->people, error);
  if (by_problem != rows)
    return people_differ(_("in the roster"), rows, _("by how they were decided"), by_problem,
                         error);
  if (b->in_cases >= 0 && b->in_cases != rows)
    return people_differ(_("in the roster"), rows, _("over the cases"), b->in_cases, error);
  for (int kind = 0; kind < SPLITS_COUNT && status == CANBAO_OK; kind++)
    if (summary_has(s, (split_kind)kind)) status = check_split(s, (split_kind)kind, error);
  if (status == CANBAO_OK && b->written) status = check_written(s, b->written, rows, error);
  return status;
}

int64_t balance_cases(const population *p) {
  int64_t people = 0;
  for (uint32_t i = 1; i <= population_counted(p).cases; i++)
    people += (int64_t)population_residents(p, i);
  return people;
}
