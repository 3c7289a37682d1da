/*
** outcome_kind.h - the cases of a population sorted into kinds: whose residents all add
** the same to a summary, but for amounts that the same expression takes from their cells.
** Cases are thousands, kinds some dozens. Counts nobody; borrows what it is given.
*/
#ifndef STUDIES_OUTCOME_KIND_H
#define STUDIES_OUTCOME_KIND_H

#include "studies/column_span.h"
#include "studies/summary.h"

/* A look at one cell of a resident: is it usual (see column_span.h), and the amount that it makes then. */
typedef struct {
  const int64_t *fen;    /* the column; NULL: */
  const int32_t *others; /* days or numbers */
  int64_t from, to;      /* usual cells */
  int64_t more, least;   /* the amount: so much more than the cell, but not less than `least` */
  uint32_t amount;       /* among those of all kinds; NO_AMOUNT */
} cell_step;

#define NO_AMOUNT UINT32_MAX

/* How the residents of a kind are counted. Where `each`, look at every one of them: whose cells are all usual for the
** `steps`, they tell everything. For all others, and where there are none, compute the effects of `money`, and for
** their errors those of `fallible`. */
typedef struct {
  const decision *decision; /* of its first case */
  uint32_t case_number;     /* its first case */
  uint32_t steps_from, steps_count;
  uint32_t amounts_from; /* of its `money` effects, among those of all kinds */
  uint64_t money;        /* bit per amount that rests on a cell */
  uint64_t fallible;     /* effects that can fail for somebody */
  bool each;
  bool alone; /* nobody's outcome is the kind's */
} outcome_kind;

typedef struct {
  const summary *summary;
  const policy *policy;
  resident somebody; /* whom constants are computed for */
  outcome_kind *kinds;
  uint32_t count, space;
  uint32_t *of;     /* kind by case number, from 0 */
  uint32_t amounts; /* of all kinds together */
  cell_step *steps;
  uint32_t steps_count, steps_space;
  column_spans usual;
  uint8_t *notes; /* by term: what its arithmetic can come to */
  struct dictionary *keys, *texts;
} outcome_kinds;

/* Of a population whose cases are all kept. CANBAO_LIMIT when memory ran out. Free in any case. */
canbao_status outcome_kinds_make(outcome_kinds *k, const summary *s, const population *p,
                                 const roster *r, canbao_error *error);
void outcome_kinds_free(outcome_kinds *k);

/* The verdict of a resident of the kind, but for the case's own reasons. */
static inline verdict outcome_kind_verdict(const outcome_kinds *k, const outcome_kind *x,
                                           uint32_t row) {
  return (verdict){.policy = k->policy,
                   .decision = x->decision,
                   .resident = {k->somebody.roster, row, k->somebody.as_of},
                   .case_number = x->case_number};
}

#endif
