/*
** column_span.h - can a term fail for any resident of this roster? Looked at through
** the least and the most of each column, so that no resident has to be asked. Says "it
** may" where it is not sure; never the other way round.
*/
#ifndef STUDIES_COLUMN_SPAN_H
#define STUDIES_COLUMN_SPAN_H

#include "terms/term.h"

/* Least and most of the columns that were asked for; the roster is borrowed. */
typedef struct {
  const roster *roster;
  const term_table *terms;
  int32_t as_of;
  bool known[SCHEMA_FIELDS_MAX];
  int64_t least[SCHEMA_FIELDS_MAX], most[SCHEMA_FIELDS_MAX]; /* both 0 when no cell has a value */
  uint8_t *told; /* by term: 0 not asked yet, 1 it cannot fail, 2 it may */
  uint32_t told_count;
} column_spans;

/* Spans within which nearly every cell lies: what cannot fail there needs a look only for a resident of whom cells_usual is
** false. No column is gone through for them. */
column_spans column_spans_usual(const roster *r, const term_table *terms, int32_t as_of);
/* Does each of these fields (dates, money, numbers) of the row lie there, or have no value? */
bool cells_usual(const roster *r, uint64_t fields, uint32_t row);
/* The same limits for a column's cells, each as a number; false for a field of another type. */
bool usual_limits(const column *c, int64_t *least, int64_t *most);
#define USUAL_FEN INT64_C(100000000) /* a million yuan, owed or paid */

/* The terms must all be there by now; what is known of the columns stays. False when memory ran out. Close in any case. */
bool column_spans_open(column_spans *s);
void column_spans_close(column_spans *s);

/* May the term's value be VALUE_ERROR for some resident? */
bool term_may_fail(column_spans *s, term x);

#endif
