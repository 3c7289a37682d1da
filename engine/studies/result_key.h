/*
** result_key.h - by what one row of a result is known again in another, whatever happened to the file: all its cells,
** those that are the roster's own, and what a spreadsheet program leaves as it is.
*/
#ifndef STUDIES_RESULT_KEY_H
#define STUDIES_RESULT_KEY_H

#include "studies/result_columns.h"
#include "studies/row_alignment.h"

/* Of one record with its line end. Quotes, line ends and empty cells at its end make no other key. */
row_key result_key(slice record, const result_columns *columns);

#endif
