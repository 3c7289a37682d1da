/*
** result_row.h - the bytes of a result's rows: which columns, in which order, quoted, defused,
** masked. What all residents of a case share is rendered once and copied for each. Knows no file.
*/
#ifndef STUDIES_RESULT_ROW_H
#define STUDIES_RESULT_ROW_H

#include "studies/outcome.h"

/* Bytes being put together. Out of memory is kept in `failed`; nothing is added after it. */
typedef struct {
  char *bytes;
  size_t used, space;
  bool failed;
} row_bytes;

/* The columns of one policy and roster, both borrowed. Threads may share it. */
typedef struct row_format row_format;
/* One case's row, with holes for what differs from resident to resident. Threads may share it. */
typedef struct row_template row_template;

/* NULL when memory ran out. */
row_format *row_format_new(const policy *p, const roster *r, bool mask);
void row_format_free(row_format *f);
void row_format_heading(const row_format *f, row_bytes *b);
/* The row of one resident who shares a decision with nobody. */
void row_format_row(const row_format *f, const outcome *o, row_bytes *b);

/* Made from any resident's outcome_shared. Borrows the format and the decision. NULL when memory ran
** out. */
row_template *row_template_new(const row_format *f, const outcome *shared);
void row_template_free(row_template *t);
/* The row of one resident of the case: the same bytes as row_format_row's. */
void row_template_row(const row_template *t, uint32_t row, row_bytes *b);

#endif
