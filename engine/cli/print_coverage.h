/* print_coverage.h - what a population and its thresholds show of scripts, as tables. Formats;
** computes nothing. */
#ifndef CLI_PRINT_COVERAGE_H
#define CLI_PRINT_COVERAGE_H

#include "cli/table.h"
#include "studies/coverage.h"
#include "studies/threshold.h"

/* The tables, for as many scripts as are tested. */
typedef struct {
  report *report;
  table *populations, *unreached, *settled, *silent, *thresholds; /* the last: with --thresholds */
  int64_t limit;                                                  /* rows of a table, 0 for all */
  int64_t hidden;                                                 /* rows beyond it */
} coverage_tables;

void coverage_tables_begin(coverage_tables *t, report *r, bool every_threshold, int64_t limit);
/* One script: `whence` says where its residents came from. */
void print_coverage(coverage_tables *t, const policy *p, const char *whence, const coverage *c,
                    const thresholds *steps);

#endif
