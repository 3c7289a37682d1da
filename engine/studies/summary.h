/*
** summary.h - a whole roster in figures: people and money, by fund, identity,
** town and status; what is undetermined and between which bounds; which
** conflicts and gaps were met. Owns copies of all texts. Prints nothing.
*/
#ifndef STUDIES_SUMMARY_H
#define STUDIES_SUMMARY_H

#include "studies/outcome.h"
#include "studies/town_split.h"

typedef enum { SPLIT_STATUS, SPLIT_FUND, SPLIT_IDENTITY, SPLIT_TOWN, SPLITS_COUNT } split_kind;

/* People and money of one status, fund, identity or town. Sums are by effect index, 0 for
** effects that are no money. */
typedef struct {
  int64_t people, enrolled, open; /* open: the decision did not come to an end; in no sum */
  int64_t *sums, *enrolled_sums;
  uint32_t first_row; /* of the roster, 0-based */
} summary_group;

typedef struct {
  dictionary *names; /* code is the group's index; "" stands for none */
  summary_group *groups;
  uint32_t count, space;
} summary_split;

/* One distinct complaint of the script: a conflict, a gap, a limit or an error, and how many
** residents met it. */
typedef struct {
  const char *text;
  decision_problem problem;
  int64_t people;
  uint32_t first_row; /* of the roster, 0-based */
} summary_complaint;

/* What the unknown cells leave open of one money effect. */
typedef struct {
  int64_t low, high; /* sums over undetermined residents with bounds */
  int64_t unbounded; /* undetermined residents without bounds */
} summary_bounds;

#define COMPLAINTS_MAX 200 /* distinct ones kept at the end; the others are counted */

/* Residents with one outcome but for some amounts, taken together. */
typedef struct {
  int64_t people;
  uint32_t first_row;
  uint64_t money; /* bit per effect with a sum that is not 0 */
  int64_t sums
      [EFFECTS_MAX]; /* of each money effect, over those of them for whom it is known; else not set */
} crowd;

typedef struct {
  const policy *policy;
  int64_t people, enrolled;
  int64_t by_problem[DECISION_ERROR + 1];                /* people, by decision_problem */
  int64_t sums[EFFECTS_MAX], enrolled_sums[EFFECTS_MAX]; /* of those decided */
  summary_bounds bounds[EFFECTS_MAX];
  int64_t doubts[DOUBTS_MAX];      /* people whose decision rests on it */
  int split_effects[SPLITS_COUNT]; /* effect that splits; -1: the programme has none */
  int town_field;                  /* -1: the schema has none */
  int enrolled_effect;             /* -1: the programme has none */
  uint64_t money;                  /* bit per effect that is an amount */
  summary_split splits[SPLITS_COUNT];
  dictionary *complaint_texts; /* code is the complaint's index until summary_finish */
  summary_complaint *complaints;
  uint32_t complaints_space;
  int complaints_count;
  int64_t complaints_more; /* people whose complaint is not among those kept */
} summary;

/* `p` is borrowed. NULL when memory ran out. */
summary *summary_new(const policy *p);
void summary_free(summary *s);
/* One resident. This and those below: CANBAO_LIMIT when memory ran out or a sum left its range. */
canbao_status summary_add(summary *s, const outcome *o, canbao_error *error);
/* Every resident of a population whose cases are all kept, and which was decided with `towns->by`, on `threads` threads (0:
** as many as there are cores): what summary_add of each would give. */
canbao_status summary_population(summary *s, const population *p, const roster *r,
                                 const town_split *towns, int threads, canbao_error *error);
/* Once, when all are added: groups and complaints in the order of their first resident. */
canbao_status summary_finish(summary *s, canbao_error *error);

/* ---- for summary_population ---- */

/* `people` residents with the outcome's amounts; those that `leave_out` has a bit for are left to
** the caller. False when a sum left its range. */
bool crowd_of(crowd *c, const summary *s, const outcome *o, int64_t people, uint32_t first_row,
              uint64_t leave_out);
/* outcome_enrolled, without a search for the effect. */
bool summary_enrolled(const summary *s, const outcome *o);
/* The doubts (a bit each) that the decisions of so many rest on. */
void summary_add_doubts(summary *s, uint64_t doubts, int64_t people);
/* A crowd into everything but doubts, towns and the bounds of unknown amounts; into one town's group,
** NULL when there was no memory for it. */
canbao_status summary_add_crowd(summary *s, const outcome *o, const crowd *c, canbao_error *error);
canbao_status summary_add_group(const summary *s, summary_group *g, const outcome *o,
                                const crowd *c, canbao_error *error);
/* The amounts that undetermined residents can still come to, `people` times, of these money effects (a bit each). */
canbao_status summary_add_bounds(const summary *s, summary_bounds bounds[EFFECTS_MAX],
                                 uint64_t effects, const verdict *v, int64_t people,
                                 canbao_error *error);
/* Such bounds, collected apart, into the summary's. */
canbao_status summary_join_bounds(summary *s, const summary_bounds bounds[EFFECTS_MAX],
                                  canbao_error *error);
canbao_status summary_add_money(const summary *s, int64_t *sum, int64_t fen, int effect_index,
                                canbao_error *error);
/* The town's group, made when new, among those of SPLIT_TOWN; UINT32_MAX when memory ran out. */
uint32_t summary_town(summary *s, slice town);
static inline summary_group *summary_town_group(const summary *s, uint32_t at) {
  return at == UINT32_MAX ? NULL : &s->splits[SPLIT_TOWN].groups[at];
}

/* The split exists for this programme and schema. */
bool summary_has(const summary *s, split_kind kind);

#endif
