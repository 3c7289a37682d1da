/*
** case_questions.h - what the residents of a case were asked, and what they answered: each question once,
** in the order in which it was first asked, without what says nothing. Borrows the decision.
*/
#ifndef STUDIES_CASE_QUESTIONS_H
#define STUDIES_CASE_QUESTIONS_H

#include "cases/population.h"

#define QUESTION_TEXT 1200

typedef struct {
  const note **notes;
  uint32_t count;
} case_questions;

/* Of a verdict that is whole (verdict_whole); good as long as its decision. False when memory ran out; free in any case. */
bool case_questions_of(case_questions *out, const verdict *v);
void case_questions_free(case_questions *q);
/* For readers of sentences: without those that say what one before them says, as "not after a day" does of "on or before" it.
** False when memory ran out; free in any case. */
bool case_questions_once(case_questions *q, const policy *p);

#endif
