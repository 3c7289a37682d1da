/*
** case_table.h - the case book of a run as a table: each distinct case with its
** residents, its outcome and its reasons. The numbers are those of eval's case
** column for the same roster and day. Borrows the population; decides nothing new.
*/
#ifndef STUDIES_CASE_TABLE_H
#define STUDIES_CASE_TABLE_H

#include "studies/outcome.h"
#include "values/file.h"

typedef struct {
  int article;        /* only cases to which it applies; -1: all */
  const char *status; /* only cases of this status ("undetermined" too); NULL: all */
} case_filter;

typedef struct {
  uint32_t number, row; /* row: of the first resident of the case */
  uint64_t residents;
} case_row;

typedef struct {
  const population *population;
  policy *policy;
  const roster *roster;
  case_row *rows; /* those the filter lets through, the commonest first */
  uint32_t count;
  uint64_t residents; /* in them */
  bool questions;     /* the CSV has a column of what the residents of a case were asked */
  decision *scratch;
} case_table;

/* CANBAO_LIMIT, or what deciding a case again returns. Free in any case. */
canbao_status case_table_make(case_table *out, const population *from, policy *p, const roster *r,
                              const case_filter *filter, canbao_error *error);
void case_table_free(case_table *t);

/* The case of row `i` of the table with its first resident; good until the next call. */
canbao_status case_table_verdict(case_table *t, uint32_t i, verdict *out, canbao_error *error);
/* Hundredths of a percent of the roster. */
int64_t case_share(const case_table *t, uint64_t residents);
/* An effect as all residents of the case have it: its value, or the formula ("paid_on + 1 day") where each has a value of
** their own. Returns the length. */
size_t case_effect_text(const outcome *o, int effect_index, char *buf, size_t size);
/* Numbers of the articles that apply, joined by 、; with `guarded` only those that have a condition. */
size_t case_articles_text(const outcome *o, bool guarded, char *buf, size_t size);

/* The table as CSV: case, residents, share, the output effects, articles, doubts, problem, questions (when they are wanted); `limit`
** rows at most, 0 for all. CANBAO_LIMIT, or what deciding a case again returns. Failures to write come out of file_commit. */
canbao_status case_table_write(case_table *t, file_writer *w, uint32_t limit, canbao_error *error);

struct cJSON;
/* One case with its questions, its articles and what stopped the others, its effects with what won and what lost. Owned
** by the caller; NULL when memory ran out. */
struct cJSON *case_json(const case_table *t, const case_row *row, const outcome *o);

#endif
