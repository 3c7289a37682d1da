/*
** summary.h - a whole roster in figures: people and money, by fund, identity,
** town and status; what is undetermined and between which bounds; which
** conflicts and gaps were met. Owns copies of all texts. Prints nothing.
*/
#ifndef STUDIES_SUMMARY_H
#define STUDIES_SUMMARY_H

#include "studies/outcome.h"

typedef enum { SPLIT_STATUS, SPLIT_FUND, SPLIT_IDENTITY, SPLIT_TOWN, SPLITS_COUNT } split_kind;

/* People and money of one status, fund, identity or town. Sums are by effect index, 0 for
** effects that are no money. */
typedef struct {
  int64_t people, enrolled, open; /* open: the decision did not come to an end; in no sum */
  int64_t *sums, *enrolled_sums;
} summary_group;

typedef struct {
  dictionary *names; /* code is the group's index; "" stands for none */
  summary_group *groups;
  uint32_t count, space;
} summary_split;

/* One distinct complaint of the script: a conflict, a gap, a limit or an error, and how many
** residents met it. */
typedef struct {
  char *text;
  decision_problem problem;
  int64_t people;
  uint32_t first_row; /* of the roster, 0-based */
} summary_complaint;

/* What the unknown cells leave open of one money effect. */
typedef struct {
  int64_t low, high; /* sums over undetermined residents with bounds */
  int64_t unbounded; /* undetermined residents without bounds */
} summary_bounds;

#define COMPLAINTS_MAX 200 /* distinct ones kept; the others are counted */

typedef struct {
  const policy *policy;
  int64_t people, enrolled;
  int64_t by_problem[DECISION_ERROR + 1];                /* people, by decision_problem */
  int64_t sums[EFFECTS_MAX], enrolled_sums[EFFECTS_MAX]; /* of those decided */
  summary_bounds bounds[EFFECTS_MAX];
  int64_t doubts[DOUBTS_MAX];      /* people whose decision rests on it */
  int split_effects[SPLITS_COUNT]; /* effect that splits; -1: the programme has none */
  int town_field;                  /* -1: the schema has none */
  summary_split splits[SPLITS_COUNT];
  summary_complaint *complaints;
  int complaints_count;
  int64_t complaints_more; /* people whose complaint is not among those kept */
} summary;

/* `p` is borrowed. NULL when memory ran out. */
summary *summary_new(const policy *p);
void summary_free(summary *s);
/* CANBAO_LIMIT when memory ran out or a sum left its range. */
canbao_status summary_add(summary *s, const outcome *o, canbao_error *error);
/* The split exists for this programme and schema. */
bool summary_has(const summary *s, split_kind kind);

#endif
