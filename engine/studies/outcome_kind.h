/*
** outcome_kind.h - the cases of a population sorted into kinds: whose residents all add
** the same to a summary, but for amounts that the same expression takes from their cells.
** Cases are thousands, kinds some dozens. Counts nobody, but in whose case there are doubts; borrows what it is given.
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
  uint32_t steps_count;  /* among `firsts`: of the kind; then all else may be 0 */
  uint64_t unused;       /* a cache line each */
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
  uint64_t open; /* the same of an undetermined kind, whose amounts and their bounds are meant */
  uint64_t fallible; /* effects that can fail for somebody */
  bool each;
  bool alone; /* nobody's outcome is the kind's */
} outcome_kind;

#define KIND_SORTERS_MAX 8

/* Sorts a stretch of the cases; several do so side by side. */
typedef struct {
  uint32_t from, to; /* numbers of cases; not the last */
  uint32_t *firsts;  /* by kind of the stretch: its first case */
  uint32_t count, space;
  struct dictionary *keys; /* code is the kind */
  uint8_t *notes;          /* by term: what its arithmetic can come to */
  constants constants;
  int64_t doubts[DOUBTS_MAX]; /* residents whose decision rests on it */
  bool good;                  /* memory did not run out */
} kind_sorter;

typedef struct {
  const summary *summary;
  const population *population;
  const policy *policy;
  resident somebody; /* whom constants are computed for */
  kind_sorter sorters[KIND_SORTERS_MAX];
  uint32_t sorters_count;
  outcome_kind *kinds; /* in the order of their first cases */
  uint32_t count, space;
  uint32_t *of;      /* kind by case number, from 0 */
  uint32_t amounts;  /* of all kinds together */
  cell_step *firsts; /* by kind: its first step */
  cell_step *steps;
  uint32_t steps_count, steps_space;
  column_spans usual;
  constants constants; /* all that the kinds' decisions rest on is in them when they are made */
} outcome_kinds;

/* Of a population whose cases are all kept: begin, for `threads` threads; sort for each number below sorters_count, each on any
** thread; join when all are sorted. CANBAO_LIMIT, and join false, when memory ran out. Free in any case. */
canbao_status outcome_kinds_begin(outcome_kinds *k, const summary *s, const population *p,
                                  const roster *r, int threads, canbao_error *error);
void outcome_kinds_sort(outcome_kinds *k, uint32_t sorter);
bool outcome_kinds_join(outcome_kinds *k);
/* Of everybody, case by case: kinds do not tell them apart. */
void outcome_kinds_add_doubts(const outcome_kinds *k, summary *to);
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
