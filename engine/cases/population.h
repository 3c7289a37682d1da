/*
** population.h - every resident of a roster decided, in the roster's order.
** Owns the case book of the run: equal traces of questions are one case.
*/
#ifndef CASES_POPULATION_H
#define CASES_POPULATION_H

#include "cases/resident_split.h"
#include "host/policy.h"

typedef struct population population;

/* One resident's decision, valid during the call that hands it over. */
typedef struct {
  const policy *policy;
  const decision *
      decision; /* shared by every resident of the case; an outline unless verdict_whole was asked */
  const population
      *population; /* whose case it is; NULL: the decision is the resident's own, and whole */
  resident resident;
  uint32_t case_number; /* 1-based, in the order of first appearance in the roster */
} verdict;

/* The effect's value for this resident (terms evaluated); VALUE_UNKNOWN when undetermined. */
value verdict_value(const verdict *v, int effect_index);
/* Bounds of a money effect: equal to the value when it is known. False when there are none. */
bool verdict_bounds(const verdict *v, int effect_index, int64_t *low, int64_t *high);
/* See to it that the decision has its notes: into `scratch` when it is an outline. CANBAO_LIMIT out of memory. */
canbao_status verdict_whole(verdict *v, decision *scratch, canbao_error *error);

typedef struct {
  bool reference; /* every resident through Lua, one after the other, and nothing else */
  int threads;    /* 0: as many as there are cores; the result does not depend on it */
  int32_t as_of;
  resident_split split; /* by whose parts residents are counted besides */
  roster_progress progress;
  void *progress_payload;
  uint32_t sample; /* residents from whom questions are learnt first; 0: as many as pay */
} population_options;

typedef struct {
  uint32_t cases;
  uint64_t lua_calls; /* residents that the columns could not tell: decided one by one */
  int fallback_field; /* field whose texts or exact amounts make cases grow with residents; -1: none */
} population_counts;

/* ---- all residents decided, kept ---- */

/* Decide every resident by cases. The policy and the roster are borrowed and must outlive it; the policy must not decide
** anything else meanwhile. CANBAO_SCRIPT when a rule keeps state, CANBAO_LIMIT out of memory. */
canbao_status population_decide(population **out, policy *p, const roster *r,
                                const population_options *options, canbao_error *error);
void population_free(population *p);
population_counts population_counted(const population *p);
/* The case of every row, 1-based, numbered by first appearance in the roster. */
const uint32_t *population_case_of_rows(const population *p);
uint32_t population_first_row(const population *p, uint32_t case_number);
/* The decision all residents of the case share, as an outline: without its notes; borrowed. NULL beyond CASES_KEPT cases (see
** case_book.h). */
const decision *population_decision(const population *p, uint32_t case_number);
/* The same with its notes, in `scratch` or borrowed. CANBAO_LIMIT when memory ran out. */
canbao_status population_whole(const population *p, uint32_t case_number, const decision **out,
                               decision *scratch, canbao_error *error);
uint64_t population_residents(const population *p, uint32_t case_number);
/* Of one part of the split that it was decided with (options->split.count is that of those without): residents by case
** number, from 1 on, and the first row, UINT32_MAX where nobody is in it. NULL, and UINT32_MAX, where there are so many parts
** that nobody is told apart by them. */
const uint32_t *population_part(const population *p, uint32_t part);
uint32_t population_part_row(const population *p, uint32_t part);
/* One resident's verdict. Threads may ask side by side, except about cases whose decision is not kept: those are decided
** again, into `scratch`, and only by one thread at a time. */
canbao_status population_verdict(const population *p, uint32_t row, verdict *out, decision *scratch,
                                 canbao_error *error);

/* The error of a run that has more cases than its policy's limits allow. */
canbao_status population_too_many(const policy *p, canbao_error *error);

/* ---- one after the other ---- */

/* Called for every resident in order; anything but CANBAO_OK stops the run with that status. */
typedef canbao_status (*verdict_sink)(void *payload, const verdict *v);

/* Decide all and hand each over in the roster's order. With options->reference each resident's own decision from Lua is
** handed over; else the case's. */
canbao_status population_run(policy *p, const roster *r, const population_options *options,
                             verdict_sink sink, void *payload, population_counts *counts,
                             canbao_error *error);

#endif
