/*
** result_row.h - the bytes of a result's rows: the cells of the chosen columns in their order, quoted,
** defused, masked. What all residents of a case share is rendered once and copied for each; a column that
** was not chosen is never looked at. Knows no file.
*/
#ifndef STUDIES_RESULT_ROW_H
#define STUDIES_RESULT_ROW_H

#include "studies/outcome.h"
#include "studies/result_columns.h"
#include "values/arena.h"

/* What the rows came to, as they were written: sums by effect index, over the residents decided, modulo 2^64 (whoever
** compares them knows that the sums are in range). */
typedef struct {
  uint64_t rows, decided;
  uint64_t summed; /* bit per effect that stands in a column as an amount; the others' sums are 0 */
  uint64_t sums[EFFECTS_MAX];
} row_sums;

/* Bytes being put together, and what stands in them. Out of memory is kept in `failed`; nothing is added after it. */
typedef struct {
  char *bytes;
  size_t used, space;
  bool failed;
  row_sums
      sums; /* of the rows put in, ever; those of a template's that are no hole: see row_template_sums */
} row_bytes;

/* The columns of one policy and roster, both borrowed. Threads may share it. */
typedef struct row_format row_format;
/* One case's row, with holes for what differs from resident to resident. Threads may share it. */
typedef struct row_template row_template;

/* CANBAO_USAGE as result_columns_choose says, CANBAO_LIMIT. */
canbao_status row_format_new(row_format **out, const policy *p, const roster *r,
                             const result_form *form, canbao_error *error);
void row_format_free(row_format *f);
/* In the order of the cells; borrowed. */
const result_columns *row_format_columns(const row_format *f);
void row_format_heading(const row_format *f, row_bytes *b);
/* The row of one resident who shares a decision with nobody. */
void row_format_row(const row_format *f, const outcome *o, row_bytes *b);

/* Made from any resident's outcome_shared, in `kept`, with which it goes. Borrows the format and the decision. NULL when
** memory ran out. */
row_template *row_template_new(const row_format *f, const outcome *shared, arena *kept);
/* The row will be made soon: what it reads may be on its way from memory until then. */
void row_template_expect(const row_template *t, uint32_t row);
/* The row of one resident of the case: the same bytes as row_format_row's. True when it was made from the template;
** its constants are then the caller's to add, through row_template_sums. */
bool row_template_row(const row_template *t, uint32_t row, row_bytes *b);
/* So many rows of the template, and the amounts that stand in its text. */
void row_template_sums(const row_template *t, uint64_t rows, row_sums *sums);
/* Another's sums too. */
void row_sums_add(row_sums *to, const row_sums *from);

#endif
