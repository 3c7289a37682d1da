/*
** resaved.h - what a spreadsheet program leaves behind in a result that it has opened and
** saved again: days, numbers and quotes written otherwise, and what is lost for good. Says of
** a cell whether it is what such a program makes of the one that eval wrote, never that it holds.
*/
#ifndef STUDIES_RESAVED_H
#define STUDIES_RESAVED_H

#include <stdbool.h>
#include <stdint.h>

#include "values/text.h"

typedef enum {
  RESAVED_LINE_ENDS, /* these could be an editor's too ... */
  RESAVED_MARK,      /* the byte order mark */
  RESAVED_ENCODING,
  RESAVED_QUOTES,
  RESAVED_EMPTY_CELLS, /* ... from here on a spreadsheet program's; at the end of rows */
  RESAVED_EMPTY_ROWS,  /* at the end of the file */
  RESAVED_DAY,
  RESAVED_FLAG,
  RESAVED_NUMBER,
  RESAVED_TEXT_MARK, /* ="…" has become what stood in it */
  RESAVED_ROUNDED,   /* from here on something is lost: digits at the end, */
  RESAVED_ZEROS,     /* zeros at the front, */
  RESAVED_TEXT_DAY,  /* the text 3-4, now a day */
  RESAVED_KINDS
} resaved_kind;

typedef struct {
  resaved_kind kind;
  char column[128]; /* as its heading says; "" for the file as a whole */
  uint64_t rows;
  uint32_t row, line; /* the first: resident, 0 for the heading row; line of the file */
} resaved_trace;

typedef struct {
  resaved_trace *traces; /* in the order met, one for each kind and column */
  int count;
  bool failed; /* memory ran out */
} resaved;

/* Is `recorded` what a spreadsheet program makes of the cell `derived`, which is another text? */
bool resaved_cell(slice recorded, slice derived, resaved_kind *kind);
/* Note a trace in one more row. */
void resaved_add(resaved *s, resaved_kind kind, slice column, uint32_t row, uint32_t line);
void resaved_free(resaved *s);

static inline bool resaved_is_lost(resaved_kind kind) { return kind >= RESAVED_ROUNDED; }
/* Is there a trace that no editor leaves? */
bool resaved_by_spreadsheet(const resaved *s);
/* The word files use, never translated: "line_ends", "mark", … "text_day". */
const char *resaved_word(resaved_kind kind);

#endif
