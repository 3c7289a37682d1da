/*
** whatif_side.h - one side of a comparison: a policy decided over a roster, with
** what each case means in figures. Made once, then only read: any number of threads
** may compare with it. Owns its population, and its policy when it loaded it.
*/
#ifndef STUDIES_WHATIF_SIDE_H
#define STUDIES_WHATIF_SIDE_H

#include "studies/outcome.h"

/* The question that all sides of a comparison share. */
typedef struct {
  const char *rules; /* name or path, as policy_load takes it */
  int32_t as_of;
  int threads;    /* 0: as many as there are cores */
  bool reference; /* every resident through Lua */
  const char *
      roster_path; /* to read the roster again for a scenario that declares fields or labels; NULL: it cannot */
  roster_progress progress; /* may be NULL */
  void *progress_payload;
} whatif_question;

/* One effect of one case. Where `varies`, it depends on the resident and `v` means nothing. */
typedef struct {
  int64_t v; /* as value.v, where state is VALUE_KNOWN */
  term term;
  int16_t winner; /* article; -1: a formula or default of the programme */
  uint8_t state;  /* value_state */
  bool varies;
} effect_fact;

typedef struct {
  uint32_t first_row;
  int64_t people;
  uint8_t
      problem; /* decision_problem; a resident's amount may still leave its range: DECISION_ERROR */
  bool varies; /* some effect, bound or the problem depends on the resident */
  uint64_t doubts;
  effect_fact *effects; /* by effect index */
  term *low, *high;     /* undetermined: bounds by effect index; else NULL */
} case_fact;

/* People and money. Sums are by the side's effect index, 0 for effects that are no money. */
typedef struct {
  int64_t people, eligible, enrolled;
  int64_t problems[DECISION_ERROR + 1];                  /* people by decision_problem */
  int64_t sums[EFFECTS_MAX], enrolled_sums[EFFECTS_MAX]; /* of those decided */
  int64_t low[EFFECTS_MAX],
      high[EFFECTS_MAX];          /* what undetermined residents add at least and at most */
  int64_t unbounded[EFFECTS_MAX]; /* undetermined residents without bounds */
} whatif_totals;

typedef enum {
  BY_STATUS,
  BY_FUND,
  BY_CERTIFIER,
  BY_IDENTITY,
  BY_TOWN,
  GROUPINGS_COUNT
} whatif_grouping;

typedef struct {
  char *
      name; /* "" stands for none; of BY_STATUS also "undetermined": every decision that did not come to an end */
  whatif_totals totals;
} whatif_group;

typedef struct {
  bool there; /* the programme (for towns: the schema) has it */
  whatif_group *groups;
  int count, space;
} whatif_groups;

typedef struct whatif_side {
  whatif_question question;
  policy_options options;
  policy *policy;
  const roster *roster;
  population *population; /* NULL with question.reference */
  uint32_t *case_of;      /* by row, 1-based; borrowed from the population, or own */
  uint32_t cases;
  case_fact *facts; /* by case number; [0] is not used */
  population_counts counts;
  whatif_totals totals;
  bool grouped;
  whatif_groups groups[GROUPINGS_COUNT];
  struct town_table *towns;                                     /* NULL until whatif_side_towns */
  int enrolled, eligible, status, due, refund, subsidy, fiscal; /* effects by name; -1 */
  struct whatif_store *store; /* private: what is freed with the side */
} whatif_side;

/* Load the script and decide. `r` was read with this policy's fields, or is read again from q->roster_path where the
** scenario's fields differ. `options` and `q` are copied, what they point to is borrowed, like `r`.
** CANBAO_SCRIPT, CANBAO_USAGE, CANBAO_LIMIT; on failure *out is NULL. */
canbao_status whatif_side_load(whatif_side **out, const whatif_question *q,
                               const policy_options *options, const roster *r, canbao_error *error);
/* The same for a policy that is loaded already (borrowed; nobody else may decide by it while the side lives). */
canbao_status whatif_side_decide(whatif_side **out, policy *p, const whatif_question *q,
                                 const policy_options *options, const roster *r,
                                 canbao_error *error);
/* Fill in groups, and towns: needed before a comparison with WHATIF_GROUPS or WHATIF_TOWNS (whatif_run does it for the
** scenario's side; for the base once, before threads share it). No-ops when done. */
canbao_status whatif_side_group(whatif_side *s, canbao_error *error);
canbao_status whatif_side_towns(whatif_side *s, canbao_error *error);
void whatif_side_free(whatif_side *s);

/* One effect of one resident; `r` lies in the case. */
value whatif_side_value(const whatif_side *s, uint32_t row, int effect_index);
/* The problem of one resident: the case's, or DECISION_ERROR where an amount or day leaves its range. */
decision_problem whatif_side_problem(const whatif_side *s, uint32_t row);
/* The whole verdict of one resident, for files and listings; `scratch` as for population_verdict. */
canbao_status whatif_side_verdict(const whatif_side *s, uint32_t row, verdict *out,
                                  decision *scratch, canbao_error *error);

#endif
