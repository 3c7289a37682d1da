/*
** whatif_alarm.h - what each edit of a scenario does by itself: for whom the scenario
** with it differs from the scenario without it, and where it differs for nobody, the
** cause. Reads the case books of both; changes nothing, prints nothing.
*/
#ifndef STUDIES_WHATIF_ALARM_H
#define STUDIES_WHATIF_ALARM_H

#include "studies/whatif.h"

typedef enum {
  EDIT_CHANGES,    /* somebody's decision, or a township's count, rank or reward */
  EDIT_NEEDED,     /* without it the scenario does not load: another edit builds on it */
  EDIT_NEVER_READ, /* nobody's decision asks for what it fixes */
  EDIT_OVERRIDDEN, /* by other articles, for everyone, or by another edit */
  EDIT_NOBODY,     /* the article applies to no resident */
  EDIT_EQUAL,      /* by coincidence it comes to the same */
  EDIT_OUTCOMES
} edit_outcome;

typedef struct {
  const edit *edit; /* of the scenario's policy */
  edit_outcome outcome;
  int64_t changed; /* residents whose decision is another one without it; -1 with EDIT_NEEDED */
  int towns;       /* townships with another count, rank or reward; needs WHATIF_TOWNS */
  char *because;   /* a clause that names articles, lines and people; "" with EDIT_CHANGES */
} edit_verdict;

typedef struct {
  edit_verdict *edits; /* those that stand in the scenario, in its order */
  int count;
} whatif_alarm;

/* A scenario of one --set costs nothing more than the comparison; else one decision of the population for each edit, and a
** second one for each that changes nobody. Needs WHATIF_GAINS. CANBAO_LIMIT; free in any case. */
canbao_status whatif_alarm_make(whatif_alarm *out, const whatif *w, canbao_error *error);
void whatif_alarm_free(whatif_alarm *a);

/* The word files use, never translated: "changes", "needed", "never_read", "overridden", "nobody_in_range", "equal". */
const char *edit_outcome_word(edit_outcome which);

/* ---- whatif_nearest.c ---- */

/* Of the residents to whom an article does not apply the one who comes nearest: who passes most of what its guard asks, then
** at the smallest distance in days or money: "the nearest is row 3 (ID 990001********0034): ...". "" when its guard asks
** nothing, or there are no residents. malloc'ed in *out. */
canbao_status nearest_in_range(char **out, const whatif_side *s, int article_index,
                               canbao_error *error);

#endif
