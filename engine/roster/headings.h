/*
** headings.h - which column of the file is which field. Found once, in the first
** rows of the file; knows no row below the heading row.
*/
#ifndef ROSTER_HEADINGS_H
#define ROSTER_HEADINGS_H

#include "roster/roster_file.h"
#include "values/csv.h"

#define HEADING_ROWS_MAX 20   /* rows in which the heading row is looked for */
#define HEADING_CELLS_MAX 512 /* columns that a file may have */

typedef struct {
  int count;                            /* columns, without trailing ones that have no heading */
  int width;                            /* cells of the heading row */
  int16_t fields[HEADING_CELLS_MAX];    /* field of each column, -1: extra */
  int16_t positions[SCHEMA_FIELDS_MAX]; /* column of each field, -1: absent */
  slice texts[HEADING_CELLS_MAX];       /* the headings, trimmed */
} heading_row;

/* Find the row with the most known headings (the first of several); the scanner then stands behind it. Sets the
** roster's extra headings and which columns are present. CANBAO_DATA as roster_open says. */
canbao_status headings_find(heading_row *out, roster *r, csv_scanner *scanner, canbao_error *error);
/* A cell's text without doubled quotes; `at` is NULL when out of memory. */
slice heading_cell_text(roster *r, csv_cell cell);

#endif
