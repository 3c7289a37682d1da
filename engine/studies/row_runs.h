/*
** row_runs.h - residents of one group (a case, a pair of cases), met one after the other, whose
** cells are the same where it matters: they are all like the first of them, and are handed on
** together. Groups of which nothing rests on a cell are passed over.
*/
#ifndef STUDIES_ROW_RUNS_H
#define STUDIES_ROW_RUNS_H

#include "roster/roster.h"

#define EACH_ALONE UINT64_MAX /* of fields: nobody is like another */

typedef struct {
  const roster *roster;
  const uint32_t *group_of; /* by row */
  uint32_t groups;          /* each is below it */
  const uint8_t *wanted;    /* by group: 0 passes it over */
  const uint64_t *fields;   /* by group: dates, money and numbers that matter; EACH_ALONE */
} row_runs;

/* Called with the first of `people` residents. False stops. */
typedef bool (*row_run_sink)(void *payload, uint32_t group, uint32_t row, int64_t people);

/* False when it was stopped, or memory ran out. */
bool row_runs_each(const row_runs *r, row_run_sink take, void *payload);

#endif
