/*
** result_columns.h - which columns a result has, and in which order: all that the policy and the
** roster give, or those that somebody names by what stands in the heading row. The columns of all:
** id_number, town, village, household_id; the policy's output effects in their order; case, articles,
** doubts, problem; then the roster's own columns that no field claims. By name alone: every other
** field that the roster has a column for. Knows no cell.
*/
#ifndef STUDIES_RESULT_COLUMNS_H
#define STUDIES_RESULT_COLUMNS_H

#include "host/policy.h"
#include "roster/roster.h"

typedef enum {
  COLUMN_FIELD, /* the roster's, of a field */
  COLUMN_EXTRA, /* the roster's, of no field */
  COLUMN_EFFECT,
  COLUMN_CASE,
  COLUMN_ARTICLES,
  COLUMN_DOUBTS,
  COLUMN_PROBLEM
} column_kind;

typedef struct {
  column_kind kind;
  field_role role; /* of a field's */
  int index;       /* the field, -1 where the schema has none; the extra column; the effect */
  slice heading;   /* in the heading row */
  const char *key; /* the name in an ordinary result's, ID numbers masked: what it is called by */
} result_column;

typedef struct {
  result_column *at;
  int count;
  arena texts;
} result_columns;

/* How a result is written. All zero: every column, nothing masked, for programs. */
typedef struct {
  const struct column_names *columns; /* NULL or none in it: every column */
  bool mask;                          /* ID numbers here too */
  bool
      spreadsheet; /* for a spreadsheet's reader: headings and flags in the user's language, numbers that are names kept as text */
} result_form;

/* Names of columns, ID numbers masked; none stands for every column. `at` is freed alone, by whoever made it. */
typedef struct column_names {
  const char **at;
  int count;
} column_names;

/* Read LIST, written as a heading row is: parted by commas, quoted where a name has one in it; blanks around a name do not
** count. CANBAO_USAGE when a name is empty or there twice; CANBAO_LIMIT. */
canbao_status column_names_read(column_names *out, const char *list, canbao_error *error);

/* The columns that the form names, in that order: by their key, by the Chinese title of the field or effect, or by any heading of
** a field. CANBAO_USAGE when there is none of that name, with the nearest; when the roster has no column for that field; when two
** are called so; CANBAO_LIMIT. Free in any case. */
canbao_status result_columns_choose(result_columns *out, const policy *p, const roster *r,
                                    const result_form *form, canbao_error *error);
void result_columns_free(result_columns *c);

/* Its cells are the roster's, not the decision's. */
static inline bool column_is_own(const result_column *c) {
  return c->kind == COLUMN_FIELD || c->kind == COLUMN_EXTRA;
}

#endif
