/*
** open_mark.h - what still has to be checked against the new notice: the
** comments 待核 ("to be verified") that `canbao new` puts before each day,
** amount and citation. Taking the comment away closes the mark.
*/
#ifndef STUDIES_OPEN_MARK_H
#define STUDIES_OPEN_MARK_H

#include "values/fault.h"

#define OPEN_MARK "--[[待核]] " /* as it is put before what it concerns */
#define OPEN_MARK_WORD "待核"   /* a comment that begins with this word is an open mark */
#define OPEN_MARK_BEGINS "--[[" OPEN_MARK_WORD

typedef struct {
  char *file;
  int line;
  char *
      what; /* what the mark itself says, and the code that follows it on its line up to the next */
} open_mark;

typedef struct {
  open_mark *marks;
  int count;
} open_marks;

/* Add every open mark of one file to `out`, in order. CANBAO_DATA, CANBAO_LIMIT. */
canbao_status open_marks_find(open_marks *out, const char *path, canbao_error *error);
/* The same for a script and every Lua file of its year beside it (its cases). */
canbao_status open_marks_of_script(open_marks *out, const char *script, canbao_error *error);
void open_marks_free(open_marks *marks);

#endif
