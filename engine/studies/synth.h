/*
** synth.h - a synthetic roster of any size for a notice, row by row: memory does
** not grow with it. The same options give the same bytes on every machine.
*/
#ifndef STUDIES_SYNTH_H
#define STUDIES_SYNTH_H

#include "host/policy.h"
#include "studies/synth_dirt.h"
#include "values/file.h"

typedef enum { SYNTH_UTF8, SYNTH_UTF8_BOM, SYNTH_GB18030 } synth_encoding;

typedef struct {
  const char *profile; /* file; NULL: the one beside the script */
  int64_t rows;
  uint64_t seed;
  uint32_t dirty; /* millionths of rows that get a problem; 0: a clean roster */
  synth_encoding encoding;
  bool chinese; /* headings */
  bool title_row;
  roster_progress progress;
  void *payload;
} synth_options;

typedef struct {
  uint64_t rows, households, towns;
  uint64_t dirt[DIRT_KINDS];
} synth_counts;

/* Write the roster to `path`, whole or not at all. CANBAO_SCRIPT when the profile is missing or wrong, CANBAO_DATA
** when the file cannot be written, CANBAO_LIMIT. */
canbao_status synth_write(const policy *p, const char *path, const synth_options *options,
                          synth_counts *counts, canbao_error *error);
/* The same in memory; the caller closes the map. */
canbao_status synth_make(const policy *p, file_map *out, const synth_options *options,
                         synth_counts *counts, canbao_error *error);
/* The profile beside the script; malloc'ed. NULL when memory ran out. It need not be there. */
char *synth_profile_path(const policy *p);

#endif
