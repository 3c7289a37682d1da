/*
** whatif.h - one scenario against its base over one roster: two policies loaded
** apart, two populations decided, and what lies between them. The base is a side that
** is decided once and borrowed by any number of comparisons. Prints nothing, writes no
** file. Money is fen; every sum is exact or the run stops with CANBAO_LIMIT.
*/
#ifndef STUDIES_WHATIF_H
#define STUDIES_WHATIF_H

#include "studies/programme_names.h"
#include "studies/town_table.h"
#include "studies/whatif_side.h"

/* What a comparison works out beyond the totals of both sides, which are always there. */
enum {
  WHATIF_GAINS = 1,       /* who is better and who worse off, and by how much; changed, unchanged */
  WHATIF_TRANSITIONS = 2, /* old case -> new case, grouped by what changed; implies WHATIF_GAINS */
  WHATIF_GROUPS = 4,      /* totals by status, fund, certifier, identity and town */
  WHATIF_TOWNS = 8,       /* townships' measures and ranks: a look at every resident */
  WHATIF_ALL = 15
};

/* ---- who is better off ---- */

/* The one definition (engine/studies/whatif_gain.c). Four things are compared for each resident whose decision came to an
** end on both sides; one that only one side knows is not compared:
**   standing   ineligible < eligible, not enrolled < enrolled: higher is better;
**   due        what the resident has to pay (personal_due): lower is better. The subsidy counts through it: a premium and a
**              full subsidy that rise together change nothing for whom they concern. A programme without personal_due
**              takes the subsidy itself: higher is better;
**   refund     higher is better, compared only where the standing is the same: money given back because a payment was not
**              accepted is no gain, and its end with the payment's acceptance no loss;
**   benefit    from an earlier day or to a later one is better.
** All that differ better: BETTER. All worse: WORSE. Both kinds: MIXED, and never silently one of them. Something else
** changed: NEITHER. Nothing: SAME. Not ended on at least one side: OPEN (whatever else changed).
** The resident's gain in fen is the fall of the due plus the rise of the refund, as far as they were compared. */
typedef enum {
  GAIN_SAME,
  GAIN_BETTER,
  GAIN_WORSE,
  GAIN_MIXED,
  GAIN_NEITHER,
  GAIN_OPEN,
  GAINS_COUNT
} gain_kind;

/* Exact order statistics: the k-th smallest of n with k = ceil(n * percent / 100), at least 1. All 0 when count is 0. */
typedef struct {
  int64_t count, sum;
  int64_t least, tenth, quarter, median, three_quarters, ninth_tenth, most; /* fen */
} whatif_spread;

/* ---- transitions ---- */

enum {                     /* what changed: bits */
       CHANGED_STATUS = 1, /* the effect called status, or whether the decision came to an end */
       CHANGED_AMOUNTS = 2,
       CHANGED_DATES = 4,
       CHANGED_OTHERS = 8,   /* flags and texts */
       CHANGED_ARTICLES = 16 /* only another article decides, or also */
};

/* One effect that differs. Texts are as eval writes them, or the words of an expression where they depend on the resident;
** "" where nothing holds. An article is a number of the side's policy, "" for a formula or a default of the programme. */
typedef struct {
  int effect; /* of whatif.effects */
  char *before, *after;
  const char *article_before, *article_after;
} whatif_change;

typedef struct {
  uint32_t before, after; /* case numbers of the two sides */
  int64_t residents;
} whatif_pair;

/* All residents for whom the same things changed in the same way. */
typedef struct {
  unsigned kinds; /* CHANGED_* */
  whatif_change *changes;
  int changes_count;
  int64_t residents, gains[GAINS_COUNT]; /* people by gain_kind */
  int64_t cost;                          /* difference in subsidy + fiscal of the enrolled */
  int64_t enrolled;                      /* difference */
  int64_t *differences; /* of the enrolled's sums, by whatif.effects; 0 where it is no money */
  whatif_spread gain;   /* of those whose gain is not 0 */
  whatif_pair *pairs;   /* largest first */
  int pairs_count;
  uint32_t first_row;                         /* of the roster, 0-based: an example */
  const char *problem_before, *problem_after; /* problem_word of each side */
} whatif_transition;

/* ---- the comparison ---- */

/* Effects of both sides, by name. */
typedef struct {
  const char *name, *title;
  value_type type;
  int base, scenario; /* index in each side's policy; -1: it has none */
  bool output;
} whatif_effect;

/* What one assumption of the scenario about behaviour would add: never part of anything else here. Of residents who are
** eligible and not enrolled in the scenario and have to pay d yuan less than in the base, min(1, d * num / den) enrol. */
typedef struct {
  const behaviour *assumption;
  int64_t concerned; /* people who are not enrolled and pay less */
  int64_t people;    /* who would enrol: hundredths of a person, rounded half up once, at the end */
  int64_t cost, subsidy, fiscal, personal_due; /* fen, each rounded half up once, at the end */
} whatif_expected;

typedef struct whatif {
  const whatif_side *base, *scenario;
  unsigned has; /* WHATIF_* that were asked for */
  whatif_effect *effects;
  int effects_count;

  /* WHATIF_GAINS */
  int64_t changed,
      unchanged; /* residents; changed: any output effect, enrolled, counted, or a winning article */
  int64_t gains[GAINS_COUNT];
  whatif_spread better,
      worse;              /* of the gain, over residents that are better (worse) off by money */
  int64_t opened, closed; /* decisions that do not end any more; that end now */
  uint32_t pairs_count;
  whatif_pair *pairs;               /* all, unchanged ones too; in the order of first appearance */
  uint32_t *pair_of;                /* by row: index into pairs */
  struct whatif_verdicts *verdicts; /* private: what each pair means for its residents */

  /* WHATIF_TRANSITIONS: largest first; ties in the order of first appearance */
  whatif_transition *transitions;
  int transitions_count;

  whatif_expected *expected; /* one for each of the scenario's assumptions; needs WHATIF_GAINS */
  int expected_count;

  town_table *base_towns,
      *scenario_towns; /* WHATIF_TOWNS, when the programme has towns; base's is borrowed from its side */
  whatif_side *owned; /* the scenario's side, when whatif_run made it */
} whatif;

/* Load `options` (the base's script with scenarios and settings) in a Lua state of its own, decide it over the base's
** roster, and compare. `needs`: WHATIF_* . CANBAO_SCRIPT and CANBAO_USAGE as policy_load; CANBAO_LIMIT. The base is
** borrowed and only read: threads may compare with it side by side (each with threads = 1 in the question). */
canbao_status whatif_run(whatif **out, const whatif_side *base, const policy_options *options,
                         unsigned needs, canbao_error *error);
/* The same with another script, whole, instead of the base's: `rules` as policy_load takes it; NULL: the base's. */
canbao_status whatif_run_rules(whatif **out, const whatif_side *base, const char *rules,
                               const policy_options *options, unsigned needs, canbao_error *error);
/* Compare two sides that are decided already; both are borrowed. Their rosters must have the same rows. */
canbao_status whatif_compare(whatif **out, const whatif_side *base, const whatif_side *scenario,
                             unsigned needs, canbao_error *error);
void whatif_free(whatif *w);

/* Many scenarios, `at_once` of them side by side (0: as many as there are cores), each whatif_run on one thread. `sink` is
** called once for each, never two at a time, in no particular order of `index`; *w is freed after it. A scenario that cannot
** be loaded or decided comes with w NULL and its error; returning other than CANBAO_OK stops all.
** Where only amounts and days are set, options.shallow spares most of a load; decisions are the same. */
typedef canbao_status (*whatif_sink)(void *payload, int index, const whatif *w,
                                     const canbao_error *error);
canbao_status whatif_many(const whatif_side *base, const policy_options *scenarios, int count,
                          unsigned needs, int at_once, whatif_sink sink, void *payload,
                          canbao_error *error);

/* ---- townships ---- */

/* The scenario's row of the base's town `index`; NULL when it has none. Needs WHATIF_TOWNS and a programme with towns. */
const town_row *whatif_town_beside(const whatif *w, int index);
/* The same count, rank and measures? A measure that only one side's notice has is a difference. */
bool whatif_same_town(const whatif *w, const town_row *base, const town_row *scenario);
/* How many of the base's towns differ; 0 without WHATIF_TOWNS. */
int whatif_changed_towns(const whatif *w);

/* ---- groups ---- */

/* One group on both sides; totals are by each side's own effects (see whatif_effect). */
typedef struct {
  const char *name;                     /* "" stands for none */
  const whatif_totals *base, *scenario; /* all zero where the side has no such group */
} whatif_group_row;

/* The groups of both sides, by name: statuses as the programme lists them, towns as the roster first names them, the others
** by people, none last. Caller frees *out. Needs WHATIF_GROUPS. CANBAO_LIMIT. */
canbao_status whatif_group_rows(const whatif *w, whatif_grouping by, whatif_group_row **out,
                                int *count, canbao_error *error);

/* ---- one resident ---- */

/* What the scenario does to one resident (row of the roster). *gain in fen may be NULL. Needs WHATIF_GAINS. */
gain_kind whatif_gain_of(const whatif *w, uint32_t row, int64_t *gain);
/* Is anything changed for this resident? Needs WHATIF_GAINS. */
bool whatif_changed(const whatif *w, uint32_t row);

/* ---- figures by name: what gates, sweeps and reports ask for ---- */

/* A measure: people, eligible, ineligible, enrolled, undetermined (every decision that did not come to an end), cost (subsidy
** and fiscal of the enrolled), the name of any money effect (its sum over the enrolled; over everybody for refund, which is
** paid to those who are not enrolled), status.NAME (people of that status); and, as facts of the comparison that have no
** base: changed, better_off, worse_off, mixed, opened, closed, gain (sum of all gains). */
typedef struct {
  bool money;    /* else people */
  bool compared; /* has no base: `base` is 0 */
  int64_t base, scenario, difference;
  int64_t base_low, base_high, low,
      high; /* with what the undetermined may add; equal to base and scenario when nothing */
  int64_t unbounded, base_unbounded; /* undetermined residents for whom there are no bounds */
} whatif_figure;

/* CANBAO_USAGE with the nearest name; CANBAO_LIMIT out of range. */
canbao_status whatif_measure(const whatif *w, const char *name, whatif_figure *out,
                             canbao_error *error);
/* The index-th name of a measure of either side, into buf; false when there is none of that index. */
bool whatif_measure_name(const whatif *w, int index, char *buf, size_t size);
/* What one resident adds to a measure on each side (for gates and attribution); false when it is open there. */
bool whatif_measure_of(const whatif *w, const char *name, uint32_t row, int64_t *base,
                       int64_t *scenario);
/* Is it a name of a measure for this side's programme? *money may be NULL. CANBAO_USAGE with the nearest name. */
canbao_status whatif_measure_check(const policy *p, const char *name, bool *money,
                                   bool *needs_gains, canbao_error *error);

/* ---- proof of isolation ---- */

/* What was checked for the sentence "the scenario could not reach its base". */
typedef struct {
  bool
      same_decisions; /* the empty scenario, loaded and decided apart, after the scenario: every decision equal */
  bool same_scripts, same_roster; /* SHA-256 as before */
  int scripts;
  uint32_t residents, cases;
  char roster_sha256[65];
} whatif_proof;

/* Load the base's script once more, decide it over the same roster and compare every decision (values, winning articles,
** doubts, problems; every effect, shown or not) with the base's. Then take the SHA-256 of every script and of the roster
** file again. Once for each base is enough: call it after the last scenario. CANBAO_FOUND, with what differs, when anything
** does; the comparison must then not be shown. `roster_path` NULL: the roster came from memory. */
canbao_status whatif_prove(whatif_proof *out, const whatif_side *base, const char *roster_path,
                           canbao_error *error);

#endif
