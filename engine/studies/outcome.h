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
  uint64_t varying;  /* bit per effect whose value reads the resident, so that it can differ within
                    ** the case */
  uint64_t fallible; /* those of them whose arithmetic can fail */
  uint64_t blamed;   /* bit per field that the text names as not known */
  uint64_t bounds_vary; /* bit per effect whose amount is unknown and has a bound that does */
  int bad; /* first effect, among those that do not vary, that could not be computed; -1 */
} outcome;

_Static_assert(EFFECTS_MAX <= 64, "an effect has a bit in outcome.varying");

/* By term, what those come to that read no resident: thousands of decisions rest on some dozens of them. All zero where none is
** known yet. Only for verdicts of one day. */
typedef struct {
  value *values;
  bool *known;
  uint32_t count; /* terms that there is room for */
} constants;

/* Of all terms that there are by now. False when memory ran out; free it all the same. */
bool constants_begin(constants *c, const term_table *t);
void constants_free(constants *c);
/* What the term, which reads no resident, comes to for anybody. */
value constant_value(constants *c, const term_table *t, term x, const resident *anybody);

/* Fill `o` from a verdict; valid as long as the verdict is. */
void outcome_of(outcome *o, const verdict *v);
/* What residents of the decision share: as outcome_of, but effects that vary are VALUE_NONE and an
** error of arithmetic is left to outcome_next. Of an undetermined case the text is that of those
** whose `blamed` is the same. */
void outcome_shared(outcome *o, const verdict *v);
/* The same; what it computes is taken from the constants, and kept there. */
void outcome_shared_from(outcome *o, const verdict *v, constants *known);
/* Complete a shared outcome, or change it to another resident's of the same decision: only effects
** that vary are computed. */
void outcome_next(outcome *o, const verdict *v);
/* The fields whose unknown cells leave this resident undetermined; 0 where nothing is. */
uint64_t outcome_blamed(const verdict *v);
/* Can the arithmetic of a term that reads the resident fail, whatever stands in the cells? */
bool outcome_can_fail(const term_table *t, term x);
/* Some residents of the case can have an outcome that is not the case's: see each through
** outcome_next. */
static inline bool outcome_is_split(const outcome *o) {
  return o->varying != 0 && o->bad >= 0 && o->verdict->decision->problem == DECIDED;
}

/* The effect as `eval` writes it: "" when nothing holds or it is not known; the effect called
** status reads "undetermined" whenever the decision did not come to an end. Returns the length. */
size_t outcome_text(const outcome *o, int effect_index, char *buf, size_t size);
/* Numbers of the articles that fixed or agreed on an effect, in the notice's order, joined by 、. */
size_t outcome_articles(const outcome *o, char *buf, size_t size);
/* Titles of the doubts that the decision rests on, joined by ；. */
size_t outcome_doubts(const outcome *o, char *buf, size_t size);
/* True when the flag effect called enrolled is known and true: the resident is covered. */
bool outcome_enrolled(const outcome *o);

/* For whoever goes through all cases in order: decisions lie all over the memory, so have the effects of those that follow on
** their way. Always inline: taken for a function without effect, it would be left out. */
__attribute__((always_inline)) static inline void
decisions_ahead(const population *p, uint32_t number, uint32_t cases, int effects_count) {
  enum { AHEAD = 8, EFFECTS_A_LINE = 64 / sizeof(effect_mark) };
  const decision *next = number + AHEAD <= cases ? population_decision(p, number + AHEAD) : NULL;
  if (number + 2 * AHEAD <= cases) __builtin_prefetch(population_decision(p, number + 2 * AHEAD));
  for (int i = 0; next && i < effects_count; i += EFFECTS_A_LINE)
    __builtin_prefetch(&next->effects[i]);
}

/* "decided", "undetermined", "conflict", "gap", "limit", "error": the word used in files, never
** translated. */
const char *problem_word(decision_problem which);

#endif
