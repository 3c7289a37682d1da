/*
** threshold.h - the days and amounts at which a script's questions turn, and
** residents made to stand on each, one step below and one above: every one is a
** resident of the roster with one cell moved, decided like any other.
*/
#ifndef STUDIES_THRESHOLD_H
#define STUDIES_THRESHOLD_H

#include "cases/population.h"

enum { STEP_BELOW, STEP_ON, STEP_ABOVE, STEPS };

/* What is not the same below, on and above: nothing; only which articles apply; what comes out. */
typedef enum { TURNS_NOTHING, TURNS_ARTICLES, TURNS_OUTCOME } threshold_turn;

typedef struct {
  uint32_t
      question; /* paid_on <= 2022-12-31; another that turns at the same place is the same threshold */
  int article;                          /* the first whose rule asks; -1: a formula or a doubt */
  uint64_t articles[ARTICLES_MAX / 64]; /* bit per article whose rule asks */
  bool made;                            /* residents could be put there */
  threshold_turn turns;
  int field;    /* whose cell was moved; -1: the day of the question */
  uint32_t row; /* of the resident it was done to */
  char *cells[STEPS];
  char *effects; /* "status on_time | on_time | extended" for what turns; "" when nothing does */
} threshold;

typedef struct {
  threshold *items;           /* in the order of their articles */
  int count, turning, silent; /* the others could not be made */
} thresholds;

/* Try every threshold that a resident of the population was asked about, with residents of several cases until what comes
** out turns. CANBAO_LIMIT, or what policy_decide returns. Free in any case. */
canbao_status thresholds_try(thresholds *out, const population *from, policy *p, const roster *r,
                             int32_t as_of, canbao_error *error);
void thresholds_free(thresholds *t);

#endif
