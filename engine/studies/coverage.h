/*
** coverage.h - what a population shows of a script: articles that apply to nobody,
** and questions that everybody answers alike. Counts over the case book, never
** over residents.
*/
#ifndef STUDIES_COVERAGE_H
#define STUDIES_COVERAGE_H

#include "cases/population.h"

typedef struct {
  uint32_t question;
  int64_t answer;
  int article;        /* the first whose rule asks; -1: a formula or a doubt */
  uint64_t residents; /* who were asked */
} settled_question;

typedef struct {
  uint64_t residents;
  uint32_t cases;
  uint64_t applied[ARTICLES_MAX]; /* residents, by article */
  uint64_t not_applied[ARTICLES_MAX];
  uint32_t questions; /* asked of somebody, those about as_of alone left out */
  settled_question
      *settled; /* of these, the ones with a single answer; by article, then by number */
  int settled_count;
} coverage;

/* Cases whose decision is not kept are left out: `residents` and `cases` count the others. CANBAO_LIMIT. */
canbao_status coverage_make(coverage *out, const population *from, const policy *p,
                            canbao_error *error);
void coverage_free(coverage *c);
/* Does an article apply to nobody, or one with a condition to everybody? */
bool coverage_unreached(const coverage *c, const policy *p, int article_index);

#endif
