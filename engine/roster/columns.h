/*
** columns.h - the arrays that residents stand in: growing them, and putting one value
** into one. Knows no file and no neighbouring cell.
*/
#ifndef ROSTER_COLUMNS_H
#define ROSTER_COLUMNS_H

#include "roster/roster_file.h"

/* What one column remembers while it is read, so that a text met before is not taken apart again. */
typedef struct {
  slice last; /* the previous row's text, and what it came to */
  uint32_t last_code;
  dictionary *texts;  /* LABEL, LABELS: distinct texts of cells */
  uint32_t *meanings; /* ... and the label or set of each */
  uint32_t meanings_space;
  dictionary *sets; /* LABELS: each distinct set's bytes; its code is the set's index */
} column_memo;

/* Make room in the column, which may have none yet; dictionaries and the empty set are made the first time. */
bool column_reserve(roster *r, int f, column_memo *memo, uint32_t space);
void column_memo_free(column_memo *memo);

/* A blank cell: what the field says that it means. A cell that cannot be known. */
void column_put_blank(roster *r, int f, uint32_t row);
void column_put_unknown(roster *r, int f, uint32_t row);
/* A text that is not blank and is text. Reports what is wrong with it; the cell is then unknown (a set: dirty). */
void column_put(roster *r, int f, column_memo *memo, uint32_t row, slice text);
/* Every row blank: a column that the file does not have. */
bool column_fill_blank(roster *r, int f, column_memo *memo);

#endif
