/*
** problems_file.h - what is wrong with a roster, as CSV: row, line, column,
** value, reason. Every ID number in it is masked. Decides nothing.
*/
#ifndef STUDIES_PROBLEMS_FILE_H
#define STUDIES_PROBLEMS_FILE_H

#include "roster/roster.h"
#include "values/csv.h"

/* Write all problems of `r` to `w`, whose owner commits it. `row` counts residents from 1,
** `line` is the file's; both are blank for what concerns the whole file. Notices on the heading row come first, as row 0. */
void problems_file_write(file_writer *w, const roster *r);
/* The field's name for a person: its Chinese title or its English name; "" for -1. */
const char *problems_column(const roster *r, int field_index);
/* The sentence on a column that no field claims, with the nearest heading; `shown` is the heading made safe. Returns buf. */
const char *problems_heading(const roster *r, const char *shown, slice heading, char *buf,
                             size_t size);
/* "unreadable", "unknown_label" ...: the kind as files and JSON write it. */
const char *problems_kind(problem_kind kind);

#endif
