/*
** manifest_claim.h - what a manifest says of the result beside it, read back: the program, the
** scripts, the roster, the question. Owns all texts. Checks that they are there, not that they
** are true: verify does.
*/
#ifndef STUDIES_MANIFEST_CLAIM_H
#define STUDIES_MANIFEST_CLAIM_H

#include "studies/result_columns.h"

struct cJSON;

typedef struct {
  struct cJSON *root; /* all texts below are its */
  const char *version, *policy, *script;
  const source *sources; /* `path` as recorded: below the rules folder, or whole */
  int sources_count;
  const char *roster_file, *roster_sha256;
  const char *targets_file, *targets_sha256; /* NULL without */
  const char *result_sha256;
  const char *problems_file, *problems_sha256;
  int32_t as_of;
  bool masked;
  const char *language; /* it was written in: zh, en; NULL: it does not say */
  bool spreadsheet;     /* written for one */
  column_names columns; /* none: every column */
  policy_limits limits;
  parameter_setting *settings;
  int settings_count;
  /* where things lay, seen from the manifest's folder; NULL where it does not say */
  const char *rules_path, *script_path, *roster_path, *targets_path;
  const char **scenarios; /* names, or paths seen from the folder */
  int scenarios_count;
} manifest_claim;

/* Read the manifest at `path`. CANBAO_DATA when it cannot be read or lacks what a result is made from, with the member that
** is missing; CANBAO_LIMIT. Free in any case. */
canbao_status manifest_claim_read(manifest_claim *out, const char *path, canbao_error *error);
void manifest_claim_free(manifest_claim *c);

#endif
