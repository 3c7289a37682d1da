/*
** result_cell.h - the bytes of one cell of a file about residents: quoted, defused, masked; for a
** spreadsheet in the reader's words, and what it would make another text of kept as text. Knows no
** column and no file.
*/
#ifndef STUDIES_RESULT_CELL_H
#define STUDIES_RESULT_CELL_H

#include "host/policy.h"
#include "values/text.h"

typedef struct {
  bool mask;        /* ID numbers */
  bool spreadsheet; /* for its reader, not for a program */
  slice flags[2];   /* a spreadsheet's no and yes */
} cell_form;

/* In the language of now. */
cell_form cell_form_of(bool mask, bool spreadsheet);

/* Bytes that cell_put_own may touch: the cell's and, behind it, its masked text. */
static inline size_t cell_own_room(slice text) { return (size_t)text.length * 3 + 8; }
/* What cell_put_words may. */
static inline size_t cell_words_room(slice text) { return (size_t)text.length * 2 + 7; }
/* What the roster says, `id` where it is an ID number; at `at`. How many bytes; writes no NUL. */
size_t cell_put_own(const cell_form *f, bool id, slice text, char *at);
/* What a script or the engine wrote. */
size_t cell_put_words(const cell_form *f, slice text, char *at);

/* A flag's "true" or "false" as a spreadsheet's reader reads it. */
static inline slice cell_flag(const cell_form *f, slice text) {
  return text.length > 0 ? f->flags[slice_is(text, "true")] : text;
}
/* An effect's value with a NUL behind it, as the file's reader reads it. */
slice cell_effect(const cell_form *f, const effect *e, slice text);

#endif
