/*
** verify.h - does a result still hold? Everything its manifest names is hashed again, and
** its rows are derived again from scripts and roster and compared byte for byte.
** Owns what it finds; prints nothing.
*/
#ifndef STUDIES_VERIFY_H
#define STUDIES_VERIFY_H

#include "cases/population.h"
#include "studies/manifest_claim.h"
#include "studies/resaved.h"

typedef enum {
  PART_PROGRAM,
  PART_SCRIPT,
  PART_TARGETS,
  PART_ROSTER,
  PART_RESULT,
  PART_PROBLEMS
} part_kind;
typedef enum { PART_HOLDS, PART_CHANGED, PART_MISSING } part_state;

/* One thing that the manifest names: the version or the SHA-256 then and now. */
typedef struct {
  part_kind kind;
  part_state state;
  char name[512]; /* file, or "canbao" */
  char recorded[65], found[65];
} verify_part;

#define DIFFERENCES_KEPT 20

/* A row of the result that is not what comes out now. */
typedef struct {
  uint32_t row;     /* resident, from 1; 0: the heading row */
  uint32_t line;    /* of the result file */
  char column[128]; /* "" when the row is there only once, or has other columns */
  char recorded[160],
      derived
          [160]; /* the cell, made safe; "…" where it is the roster's own and may name somebody */
  bool extra,
      lacking; /* the result has a row too many, or no such row: the line is where it should be */
  bool moved;  /* it stands where another belongs; its cells may differ besides */
} verify_difference;

typedef struct {
  const char *version;   /* of this program */
  const char *rules_dir; /* NULL: where the manifest says */
  const char *roster;    /* likewise */
  const char *targets;   /* likewise */
  bool all;              /* every row through Lua alone, no columns */
  uint64_t sample;       /* rows through Lua besides one of every case */
  uint64_t seed;
  int threads;
  roster_progress progress;
  void *progress_payload;
} verify_options;

typedef struct {
  manifest_claim claim;
  char *folder; /* of the result, with its slash */
  verify_part *parts;
  int parts_count;
  uint64_t rows_recorded, rows_compared, rows_by_lua, rows_different;
  uint64_t
      rows_resaved; /* of the different ones, those that a spreadsheet program has only written otherwise or cut */
  uint64_t rows_missing, rows_extra, rows_moved; /* of the different ones */
  resaved resaved; /* its traces; none where the result is the file that was written */
  uint32_t cases;
  verify_difference differences[DIFFERENCES_KEPT]; /* of the others */
  int differences_count;
  bool derived;          /* rows could be compared at all */
  canbao_error obstacle; /* why not: scripts or roster that cannot be read any more */
} verification;

/* Verify the result at `path` by its manifest. CANBAO_DATA when the manifest or the result cannot be read, CANBAO_LIMIT. What has changed is
** no error: see verify_holds. Close in any case. */
canbao_status verify_open(verification *out, const char *path, const verify_options *options,
                          canbao_error *error);
/* Everything is as it was, and every row that was compared is the same. */
bool verify_holds(const verification *v);
void verify_close(verification *v);

#endif
