/*
** town_table.h - what each township has done: people, payments, its task and how
** much of it, its rank, what it earns and is told. Fed verdict by verdict; every
** town of the roster or of the task table has a row, none is dropped.
*/
#ifndef STUDIES_TOWN_TABLE_H
#define STUDIES_TOWN_TABLE_H

#include "studies/outcome.h"

#define TOWN_STATUSES_MAX 16

/* Counts of one township, or of the county. */
typedef struct {
  char *name; /* "" for the residents whose town is not given */
  bool in_table, in_roster;
  int64_t target; /* -1: none */
  int64_t people, paid,
      open; /* open: the decision did not come to an end; counted in people and paid only */
  int64_t flags[EFFECTS_MAX]; /* per flag effect: residents for whom it is true */
  int64_t sums[EFFECTS_MAX], enrolled_sums[EFFECTS_MAX]; /* per money effect */
  int64_t statuses[TOWN_STATUSES_MAX];
  int64_t counted; /* towards the target, up to the cut-off day */
  int64_t *days;   /* of those, how many per day of the collection */
  bool completed;
  int rank, rank_completed; /* 1 is best; 0: not ranked */
  int weeks_at_bottom;      /* longest run of whole weeks */
  value *measures; /* per measure of the policy; VALUE_NONE where it says nothing of this record,
                               VALUE_UNKNOWN where it depends on a target that is missing */
} town_row;

typedef struct town_table {
  policy *policy;
  town_row *towns;
  int count, space;
  town_row county;
  int32_t as_of;
  int32_t first_day, last_day;     /* of the rankings; DATE_NONE: there are none */
  int64_t targets_sum;             /* of the table's rows */
  int counts;                      /* effect that counts towards the target; -1 */
  int status, town_field, paid_on; /* -1: the programme or schema has none */
  int *town_of_code;               /* dictionary code of the roster's town -> row */
  uint32_t codes;
  char **notes; /* what is wrong with the table, and how ties and weeks are read */
  int notes_count;
  char **enrolled_names; /* record fields enrolled_X, per effect */
  bool failed;           /* town_table_add ran out of memory or range */
} town_table;

/* The table with the task table's towns in its order. `p` is borrowed. CANBAO_LIMIT when memory runs out. */
canbao_status town_table_new(town_table **out, policy *p, int32_t as_of, canbao_error *error);
void town_table_free(town_table *t);
/* Fits verdict_sink with the table as payload. */
canbao_status town_table_add(void *payload, const verdict *v);
/* The same in two parts, so that residents with one decision are added together: each resident's own
** part, the town, the payment and, when `counted`, its day; and what `people` residents of one town
** share, `o` and `who` being any one of them. CANBAO_LIMIT. */
canbao_status town_table_add_resident(town_table *t, const resident *who, bool counted);
canbao_status town_table_add_outcome(town_table *t, const outcome *o, const resident *who,
                                     int64_t people);
/* Does a resident of this outcome count towards the target? */
bool town_table_counts(const town_table *t, const outcome *o);
/* Totals, ranks, weeks, measures, notes. Call once, after the last resident. Errors of measures pass through. */
canbao_status town_table_finish(town_table *t, canbao_error *error);

/* What is to be said of a town of the roster that the task table does not have, with the one that was probably meant, in `buf`. */
#define STRAY_TEXT 1024
const char *town_stray(const targets *goal, const char *name, int64_t people, char *buf,
                       size_t size);

/* Hundredths of a percent of the target, rounded down; -1 without a target. */
int64_t town_completion(const town_row *row);

/* ---- town_ranking.c ---- */

/* Where a town stood at the end of one week or day, everything since the first day taken together. */
typedef struct {
  int32_t from, to;
  bool whole; /* a full period: the last may be cut short by the cut-off day */
  int town;   /* index into the table */
  int64_t counted;
  int rank;
  bool bottom; /* last, and not because all stand alike */
  int run;     /* whole periods in a row at the bottom, this one included */
} town_standing;

void town_table_rank(town_table *t);
/* The standings of each period of `step` days, in the order of the ranks. Caller frees. No rows where the notice ranks
** nobody or the collection has no first day. CANBAO_LIMIT. */
canbao_status town_standings(const town_table *t, int step, town_standing **out, int *count,
                             canbao_error *error);

/* ---- town_measures.c ---- */

canbao_status town_table_measure(town_table *t, canbao_error *error);
/* Evaluate one measure for one record of any level. */
canbao_status town_measure(const town_table *t, const town_row *row, int measure_index, value *out,
                           canbao_error *error);

#endif
