/*
** balance.h - does a run add up: rows read and rows written, people by case, status and town,
** money by resident, fund, identity, status and town. Computes no figure of its own; says no
** where two that were counted apart differ, so that nothing wrong is ever written.
*/
#ifndef STUDIES_BALANCE_H
#define STUDIES_BALANCE_H

#include "studies/result_row.h"
#include "studies/summary.h"

typedef struct {
  const roster *roster;
  const summary *summary;  /* finished */
  const row_sums *written; /* of the result's rows; NULL where there is no result */
  int64_t in_cases;        /* residents over all cases; -1 where they were not counted */
} balance;

/* CANBAO_DATA, naming the two figures that differ: then the run must write nothing. */
canbao_status balance_check(const balance *b, canbao_error *error);
/* The residents of all cases together. */
int64_t balance_cases(const population *p);

#endif
