/* script_marking.h - a script's text with the new year set and an open mark before what must be checked. */
#ifndef STUDIES_SCRIPT_MARKING_H
#define STUDIES_SCRIPT_MARKING_H

#include "values/fault.h"
#include "values/text.h"

/* MARK_WHOLE: one mark, which is the heading. */
typedef enum { MARK_NOTHING, MARK_SCRIPT, MARK_CASES, MARK_WHOLE } marking_kind;

typedef struct {
  marking_kind kind;
  int from_year, to_year;
  bool moved;          /* the new script is another county's: its place is marked too */
  const char *heading; /* put before the text; NULL */
} script_marking;

/* malloc'ed text, the caller frees. Changes the policy's year and the names of the year's own files, nothing else.
** CANBAO_LIMIT when memory runs out. */
canbao_status script_mark(char **out, size_t *size, int *marks, slice text,
                          const script_marking *how, canbao_error *error);

#endif
