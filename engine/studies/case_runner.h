/*
** case_runner.h - a script's own examples (2023.cases.lua) decided and compared
** with what they expect, and which articles they reach. Each case is a roster of
** one row, read and decided the way any roster is.
*/
#ifndef STUDIES_CASE_RUNNER_H
#define STUDIES_CASE_RUNNER_H

#include "host/policy.h"

typedef struct {
  char *field; /* effect, "problem", "applies", "bounds.subsidy" ... */
  char *expected, *got;
} case_mismatch;

typedef struct {
  char *sentence;
  int line;
  case_mismatch *mismatches; /* none: the case passed */
  int mismatches_count;
  int article; /* of a case that failed, where to look first: the article that it names, else the one that fixed what came out
               ** otherwise; -1: none is known */
} case_result;

typedef struct {
  char *path;
  case_result *results;
  int count, failed;
  int applied[ARTICLES_MAX]; /* by how many cases the article was reached and applied */
  int not_applied[ARTICLES_MAX];
} case_run;

/* The cases beside the script into buf; false when there are none. */
bool case_file_of(const policy *p, char *buf, size_t size);
/* Decide every case. CANBAO_SCRIPT when the file itself is wrong (unknown field, effect or article), with its line. */
canbao_status case_run_file(case_run *out, policy *p, const char *path, canbao_error *error);
void case_run_free(case_run *run);
/* No case makes a guarded article apply / not apply; an article without a guard applies to everyone. */
bool case_run_unreached(const case_run *run, const policy *p, int article_index);

#endif
