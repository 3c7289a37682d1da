/*
** marks.h - what a program put into a cell and nobody means: characters that do not show, a spreadsheet's mark that a
** number is text ('350, `350, ="350"); and texts that are hardly what they stand for. Knows no row; reports nothing.
*/
#ifndef ROSTER_MARKS_H
#define ROSTER_MARKS_H

#include "roster/schema.h"
#include "values/hidden.h"

#define TEXT_LENGTH_MOST 1024 /* bytes; no name, place or number of a household is longer */

/* Might the trimmed text be any of that? One look, for the many of which it is not so. */
static inline bool marks_may_be(slice s) {
  if (s.length == 0) return false;
  unsigned char c = (unsigned char)s.at[0];
  return c < '0' || c == '=' || c == '@' || c == '`' || c == 0xEF || s.length > TEXT_LENGTH_MOST ||
         text_may_hide(s);
}

/* Is there something to leave out of the trimmed text? */
bool marks_are_in(slice s);
/* The text without it, trimmed, in buf, which has room for s. */
slice marks_left_out(slice s, char *buf);
/* Why a text that is kept as it stands (a name, a town) is hardly one, in the user's language; NULL: it may be one. */
const char *text_oddity(const field *f, slice s);

#endif
