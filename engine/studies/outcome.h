/*
** outcome.h - one resident's verdict with every effect computed: what result
** files, summaries and listings are made of. Borrows the verdict; holds nothing.
*/
#ifndef STUDIES_OUTCOME_H
#define STUDIES_OUTCOME_H

#include "cases/population.h"

typedef struct {
  const verdict *verdict;
  decision_problem
      problem; /* the decision's, or DECISION_ERROR when an amount or day left its range */
  value values[EFFECTS_MAX]; /* by effect index */
  char problem_text[1024];   /* sentences in the user's language; "" when decided */
} outcome;

/* Fill `o` from a verdict; valid as long as the verdict is. */
void outcome_of(outcome *o, const verdict *v);

/* The effect as `eval` writes it: "" when nothing holds or it is not known; the effect called
** status reads "undetermined" whenever the decision did not come to an end. Returns the length. */
size_t outcome_text(const outcome *o, int effect_index, char *buf, size_t size);
/* Numbers of the articles that fixed or agreed on an effect, in the notice's order, joined by 、. */
size_t outcome_articles(const outcome *o, char *buf, size_t size);
/* Titles of the doubts that the decision rests on, joined by ；. */
size_t outcome_doubts(const outcome *o, char *buf, size_t size);
/* True when the flag effect called enrolled is known and true: the resident is covered. */
bool outcome_enrolled(const outcome *o);

/* "decided", "undetermined", "conflict", "gap", "limit", "error": the word used in files, never
** translated. */
const char *problem_word(decision_problem which);

#endif
