/*
** no_resident.h - rows that a spreadsheet leaves among the residents: blank ones, totals, headings of a file pasted
** below another. Tells them from residents; drops none.
*/
#ifndef ROSTER_NO_RESIDENT_H
#define ROSTER_NO_RESIDENT_H

#include "roster/headings.h"

typedef enum { ROW_RESIDENT, ROW_BLANK, ROW_TOTAL, ROW_HEADINGS } row_kind;

#define TOTAL_CELLS 6 /* a total's word stands in one of the first cells */

/* Is the trimmed text a total's word? */
bool is_total_word(slice text);
/* What the record of so many cells is; `value`: what gives it away. `id`: the field of ID numbers, -1: none. */
row_kind row_kind_of(const heading_row *h, int id, const csv_cell *cells, int count, slice *value);
/* One sentence that says so and what to do. */
const char *row_kind_reason(row_kind kind);

#endif
