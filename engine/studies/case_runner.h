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
  int article; /* where to look: the one that the case names, or that fixed what came out; of what no article fixed, as of the
               ** case as a whole: of its other mismatches the one of the named article, or of the first effect. -1: none */
} case_mismatch;

typedef struct {
  char *sentence;
  int line;
  case_mismatch *mismatches; /* none: the case passed */
  int mismatches_count;
  int article; /* of the case as a whole */
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
