/*
** csv.h - RFC 4180. Reading yields one record's cells as slices of the text;
** writing quotes what must be quoted and defuses what a spreadsheet would run.
*/
#ifndef VALUES_CSV_H
#define VALUES_CSV_H

#include "values/file.h"

#define CSV_QUOTED 1  /* stood in quotes; `text` is what lies between them */
#define CSV_DOUBLED 2 /* has doubled quotes in it: see csv_undouble */
#define CSV_NUL 4     /* has a NUL byte */
#define CSV_BAD_QUOTE \
  8 /* begins with a quote that is not closed before a comma or a line's end: then the quote is
                        ** an ordinary character, so that a stray one never swallows the rows after it */

/* Longest quoted cell. A longer one is taken for a quote that was never closed. */
#define CSV_CELL_MAX (1u << 16)

typedef struct {
  const char *at;
  uint32_t length;
  uint32_t flags;
} csv_cell;

typedef struct {
  const char *at, *end;
  uint32_t line; /* 1-based line of the next record, as a spreadsheet numbers its rows: a record is
                 ** one, however many line ends stand within its cells */
} csv_scanner;

csv_scanner csv_begin(const char *text, size_t n);
/* The next record's cells: at most `space` are stored, all are counted. Records end at LF, CRLF or CR. Returns
** the count (an empty line is one empty cell), -1 at the end of the text. */
int csv_record(csv_scanner *s, csv_cell *cells, int space);
/* Is the record, of so many cells, a line of white space only? */
bool csv_is_blank_line(const csv_cell *first, int count);
/* The cell's text with doubled quotes made single, into buf (at least cell.length bytes); returns its length. */
size_t csv_undouble(csv_cell cell, char *buf);

/* Would a spreadsheet take this cell for a formula? = + - @ TAB CR at its start, full-width ones too. */
bool csv_is_formula(slice text);
/* -5 and +8613900000000 are numbers, not formulas. */
bool csv_is_number(slice text);
/* Would a spreadsheet make another text of it: a number of more than eleven digits or one that begins with 0, 1E5, 3-4, 3-2-12? */
bool csv_is_spoilt(slice text);
/* The cell as it must stand in a file: quoted when it has a comma, quote, line end or outer space; `defuse` puts a '
** before a formula. Into buf, which has at least 2 * text.length + 3 bytes; returns the length; writes no NUL. */
size_t csv_quote(slice text, bool defuse, char *buf);
/* The cell as ="text", which a spreadsheet shows as it is: into buf, which has at least text.length + 7 bytes; returns the length.
** 0 when the text has a quote or control character in it or is longer than such a formula may be. */
size_t csv_quote_as_text(slice text, char *buf);
/* The same as csv_quote, appended to a file. */
void csv_append(file_writer *w, slice text, bool defuse);

#endif
