/*
** manifest.h - what an auditor needs to make a result again: the program's
** version, the SHA-256 of every script and of the roster, the day of the question,
** the parameters that were changed, the counts. What differs from run to run
** or from place to place (time, duration, calls into Lua, where the files lay as seen
** from the result's folder) stands in the one member "run", so that two runs compare by
** all the others.
*/
#ifndef STUDIES_MANIFEST_H
#define STUDIES_MANIFEST_H

#include "studies/result_columns.h"
#include "studies/summary.h"
#include "values/file.h"

typedef struct {
  const char *version;
  const policy *policy;
  const roster *roster;
  const char *roster_path, *result_path; /* as given */
  const char *result_sha256, *problems_path, *problems_sha256;
  const result_form *form;       /* of the result */
  const policy_options *options; /* settings, scenarios, targets file */
  const population_counts *counts;
  const summary *summary;
  int32_t as_of;
  uint64_t absent; /* bit per field that the rules ask about and the roster has no column for */
  bool reference;
  int64_t started; /* seconds since 1970-01-01 UTC */
  int64_t duration_ms;
} manifest;

/* Write it to `w`, whose owner commits it. CANBAO_LIMIT when memory ran out, CANBAO_DATA when
** the targets file cannot be read again. */
canbao_status manifest_write(file_writer *w, const manifest *m, canbao_error *error);

#endif
