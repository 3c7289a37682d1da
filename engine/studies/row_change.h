/*
** row_change.h - one resident's row written out again with one cell changed, so
** that it can be decided like any other. Owns the copy of the row and the
** decision made of it; never touches the roster it came from.
*/
#ifndef STUDIES_ROW_CHANGE_H
#define STUDIES_ROW_CHANGE_H

#include "studies/outcome.h"

typedef struct {
  policy *policy;
  decision *decision;
  char *cells[SCHEMA_FIELDS_MAX]; /* the row as text; NULL: blank */
  roster *row;                    /* as last changed; NULL: it did not make one resident */
  verdict verdict;                /* of that row; good until the next change */
} row_change;

/* Copy the resident's cells as they would be written; one that could not be read stays as it was.
** CANBAO_LIMIT. Close in any case. */
canbao_status row_change_open(row_change *c, policy *p, const resident *who, canbao_error *error);
void row_change_close(row_change *c);
/* Read the row with field `at` saying `to` instead (-1: as it stands); c->verdict.resident is then
** the changed one, as of the day of the first, and c->row is NULL when no one resident came of it.
** Who gets another birthday loses the ID number, which would contradict it. CANBAO_LIMIT. */
canbao_status row_change_put(row_change *c, int at, const char *to, canbao_error *error);
/* Decide the row that was put; needs c->row. What policy_decide returns. */
canbao_status row_change_decide(row_change *c, canbao_error *error);
/* How a field stands in a sum of terms: +1, -1, or 0 when moving it does not move the sum. Field
** -1 is the day of the question. */
int term_coefficient(const term_table *t, term x, int at);

#endif
