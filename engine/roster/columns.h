/*
** columns.h - the arrays that residents stand in: making them, and putting one value
** into one. Knows no file and no neighbouring cell.
*/
#ifndef ROSTER_COLUMNS_H
#define ROSTER_COLUMNS_H

#include "roster/roster_file.h"

#define KNOWN_TEXTS 64

/* A text met lately, and its code. Two short texts are the same when length, head and tail are. */
typedef struct {
  uint64_t head, tail; /* first and last eight bytes, which may overlap; of fewer, what there is */
  const char *at;
  uint32_t length, code; /* length 0: nothing */
} known_text;

/* What one column remembers while it is read, so that a text met before is not taken apart again. */
typedef struct {
  slice last; /* the previous row's text, and what it came to */
  uint32_t last_code;
  dictionary *texts;  /* LABEL, LABELS: distinct texts of cells */
  uint32_t *meanings; /* ... and the label or set of each */
  uint32_t meanings_space;
  dictionary *sets;     /* LABELS: each distinct set's bytes; its code is the set's index */
  uint32_t *first_rows; /* CODED, PLACE: the first row that has each code; LABELS: each set */
  uint32_t first_count, first_space;
  known_text *known; /* KNOWN_TEXTS of them, by hash; block.c's. NULL where texts have no codes */
} column_memo;

/* Every column's array, for so many rows, none of them set: large ones in one piece, which takes fewer pages. False when out of
** memory; columns_free in any case. */
bool columns_make(roster *r, uint32_t rows);
void columns_free(roster *r);
/* The dictionaries that a view puts texts into, and the empty set. */
bool column_begin(roster *view, int f, column_memo *memo);
void column_memo_free(column_memo *memo);

/* A blank cell: what the field says that it means. A cell that cannot be known. */
void column_put_blank(roster *r, int f, uint32_t row);
void column_put_unknown(roster *r, int f, uint32_t row);
/* A text that is not blank and is text. Reports what is wrong with it; the cell is then unknown (a set: dirty). */
void column_put(roster *r, int f, column_memo *memo, uint32_t row, slice text);
/* The same where there is nothing to report; false, and nothing reported, where there is. */
bool column_try(roster *r, int f, column_memo *memo, uint32_t row, slice text);
/* What a column keeps of the text. */
text_ref column_text(roster *r, slice text);
/* Rows blank from `row` on. */
void column_fill_blank(roster *r, int f, uint32_t row, uint32_t count);
/* The index of the set in the column, added when new. UINT32_MAX: out of memory. */
uint32_t column_set_index(column *c, dictionary *sets, const label_set *set);

#endif
