/* print_summary.h - a summary as the tables that eval shows. Formats; computes nothing but
** shares and orders. */
#ifndef CLI_PRINT_SUMMARY_H
#define CLI_PRINT_SUMMARY_H

#include "cli/table.h"
#include "studies/shown_name.h"
#include "studies/summary.h"

/* Facts and tables of `s` into `r`. `limit`: rows of a table at most, 0 for all. */
void print_summary(report *r, const summary *s, bool json, int64_t limit);
/* What is wrong with the roster, counted by column and kind, with the first row of each. */
void print_problems(report *r, const roster *from, bool json);
/* What the heading row leaves open: columns that no field claims, and the `absent` fields. */
void print_columns(report *r, const roster *from, uint64_t absent, bool json);
/* The distinct conflicts, gaps, limits and errors, each with its count, on stderr. */
void print_complaints(const summary *s, const roster *from);

#endif
