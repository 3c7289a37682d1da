/*
** whatif_parts.h - inside of the comparison, private to engine/studies/whatif_*.c:
** what the files that make a side and compare two of them know of each other.
*/
#ifndef STUDIES_WHATIF_PARTS_H
#define STUDIES_WHATIF_PARTS_H

#include "studies/column_span.h"
#include "studies/row_runs.h"
#include "studies/whatif.h"
#include "studies/whatif_tally.h"
#include "values/arena.h"
#include "values/fault.h"
#include "values/message.h"

/* ---- a side ---- */

struct whatif_store {
  policy *owned_policy;
  roster *owned_roster;
  uint32_t *own_case_of;
  const decision **kept; /* with question.reference: by case number */
  uint32_t kept_space;
  arena facts;
  column_spans spans;   /* what is known of the roster's columns; its terms are closed */
  uint8_t *row_work;    /* by case: ROW_* */
  uint64_t *row_fields; /* by case: fields that those figures rest on */
  int32_t *group_of[GROUPINGS_COUNT]; /* by case; not for BY_TOWN */
  int32_t *town_of;                   /* by dictionary code + 1; 0: none */
};

/* What of a case must be looked at resident by resident. */
enum {
  ROW_MONEY = 1,  /* a money effect of a decided case depends on the resident */
  ROW_BOUNDS = 2, /* a bound does */
  ROW_FAILS =
      4 /* an amount or a day may leave its range: then this resident's decision ends in an error */
};

/* Inline, so that every caller (and every analyser) sees that it is never CANBAO_OK. */
static inline canbao_status whatif_no_memory(canbao_error *error) {
  fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  return CANBAO_LIMIT;
}
/* A side like `base`, for another script over its roster. */
canbao_status whatif_side_load_beside(whatif_side **out, const whatif_side *base,
                                      const whatif_question *q, const policy_options *options,
                                      canbao_error *error);
/* The decision of a case, maybe an outline, from the population, the reference's book, or made again in `scratch`. */
canbao_status whatif_case_decision(const whatif_side *s, uint32_t number, const decision **out,
                                   decision *scratch, canbao_error *error);
/* The same with its notes. */
canbao_status whatif_case_whole(const whatif_side *s, uint32_t number, const decision **out,
                                decision *scratch, canbao_error *error);
/* One effect of one resident of case `f`. */
value whatif_fact_value(const whatif_side *s, const case_fact *f, uint32_t row, int effect_index);
decision_problem whatif_fact_problem(const whatif_side *s, uint32_t number, uint32_t row);
/* Is the flag effect known and true? Flags never depend on the resident once the case is known. */
bool whatif_fact_flag(const case_fact *f, int effect_index);
/* What eval's column of this effect says: "" where nothing holds. */
slice whatif_fact_text(const whatif_side *s, const case_fact *f, int effect_index);
canbao_status whatif_side_total(whatif_side *s, canbao_error *error);

/* ---- two sides ---- */

/* Which term of the scenario's table is the same expression as one of the base's. */
typedef struct {
  const whatif_side *base, *scenario;
  term *same;                          /* by the base's term; 0: not known yet */
  int16_t field_of[SCHEMA_FIELDS_MAX]; /* the scenario's field by the base's; -1 */
} term_match;

bool term_match_open(term_match *m, const whatif_side *base, const whatif_side *scenario);
void term_match_close(term_match *m);
bool term_match_same(term_match *m, term base, term scenario);
/* Are two known constants the same? Texts are compared as texts. */
bool term_match_value(const term_match *m, uint8_t type, int64_t base, int64_t scenario);

/* What a pair of cases means for its residents. Bits are by whatif.effects. */
typedef struct {
  uint64_t changed;  /* value differs for all of them */
  uint64_t varying;  /* may differ: look at the resident */
  uint64_t articles; /* another article decides */
  uint64_t money;    /* money effects whose enrolled sum must be taken resident by resident */
  uint64_t fields;   /* of the base's roster, that all this rests on; EACH_ALONE: two rosters */
  uint8_t kind;      /* gain_kind, unless rowwise */
  bool rowwise;      /* something depends on the resident */
  bool fails;        /* its decision may end in an error on one side */
  int64_t gain;
} pair_verdict;

/* What it means for one resident. */
typedef struct {
  uint64_t changed, articles;
  uint8_t before, after; /* decision_problem */
  gain_kind kind;
  int64_t gain;
} row_verdict;

typedef struct whatif_verdicts {
  pair_verdict *pairs;
  uint64_t watched, output;                               /* bits by whatif.effects */
  int enrolled, eligible, due, refund, subsidy, from, to; /* of whatif.effects; -1 */
  whatif_tally better, worse;                             /* gains by money */
  uint32_t *first_row;                                    /* by pair */
} whatif_verdicts;

canbao_status whatif_pairs_make(whatif *w, canbao_error *error);
void whatif_pairs_free(whatif *w);
/* The verdict of one resident of pair `index`. */
void whatif_row_verdict(const whatif *w, uint32_t index, uint32_t row, row_verdict *out);
/* The definition in whatif.h; `row` lies in both cases. */
gain_kind whatif_gain(const whatif *w, const row_verdict *seen, uint32_t row, int64_t *gain);
/* Call `take` for the residents of every rowwise pair, alike ones together. False when it returned false, or memory ran
** out. */
bool whatif_each_run(const whatif *w, row_run_sink take, void *payload);
bool whatif_row_changed(const row_verdict *v);
/* Sorts the tally. */
bool whatif_spread_of(whatif_tally *t, whatif_spread *out);
void whatif_transition_free(whatif_transition *t);
canbao_status whatif_transitions_make(whatif *w, canbao_error *error);
canbao_status whatif_expected_make(whatif *w, canbao_error *error);

/* The sum over the enrolled of one money effect that one resident brings; 0 when not enrolled or not decided. */
int64_t whatif_enrolled_money(const whatif_side *s, uint32_t row, int effect_index);

#endif
