/*
** case_failures.h - the cases of one run that failed, article by article in the notice's order, and alike ones
** together. Reads a case_run, which must outlive it.
*/
#ifndef STUDIES_CASE_FAILURES_H
#define STUDIES_CASE_FAILURES_H

#include "studies/case_runner.h"

/* Cases of one article in which one field came out otherwise in one way. */
typedef struct {
  int article; /* -1: none is known */
  const char *field, *expected, *got;
  const case_result *first;
  int cases;
} failure_group;

typedef struct {
  const case_result **cases; /* that failed, by article, then in the file's order */
  int cases_count;
  failure_group *groups; /* by article, then in the order in which they were met */
  int groups_count;
} case_failures;

/* False when memory ran out; freed all the same. */
bool case_failures_make(case_failures *out, const case_run *run);
void case_failures_free(case_failures *f);

#endif
