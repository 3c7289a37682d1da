/*
** population.h - every resident of a roster decided, in the roster's order.
** Owns the case book of the run: equal traces of questions are one case.
*/
#ifndef CASES_POPULATION_H
#define CASES_POPULATION_H

#include "host/policy.h"

/* One resident's decision, valid during the call that hands it over. */
typedef struct {
  const policy *policy;
  const decision *decision; /* shared by every resident of the case */
  resident resident;
  uint32_t case_number; /* 1-based, in the order of first appearance in the roster */
} verdict;

/* The effect's value for this resident (terms evaluated); VALUE_UNKNOWN when undetermined. */
value verdict_value(const verdict *v, int effect_index);
/* Bounds of a money effect: equal to the value when it is known. False when there are none. */
bool verdict_bounds(const verdict *v, int effect_index, int64_t *low, int64_t *high);

typedef struct {
  bool reference; /* every resident through Lua */
  int threads;    /* 0: as many as there are cores */
  int32_t as_of;
  roster_progress progress;
  void *progress_payload;
} population_options;

typedef struct {
  uint32_t cases;
  uint64_t lua_calls; /* residents that went through Lua */
} population_counts;

/* Called for every resident in order; anything but CANBAO_OK stops the run with that status. */
typedef canbao_status (*verdict_sink)(void *payload, const verdict *v);

canbao_status population_run(policy *p, const roster *r, const population_options *options, verdict_sink sink,
                             void *payload, population_counts *counts, canbao_error *error);

#endif
