/*
** shared_local.h - what a change of one parameter leaves as it is: an amount or a day that
** the script writes once, as a local, and uses in several places. Changing the article
** alone does not reach the others; this names them. Reads the scripts' text, decides nothing.
*/
#ifndef STUDIES_SHARED_LOCAL_H
#define STUDIES_SHARED_LOCAL_H

#include "studies/whatif.h"

typedef struct {
  int edit;         /* of the policy's edits; -1: a parameter that is varied */
  char *change;     /* --set 三（三）.deadline=2023-01-14 · --vary … · FILE:LINE: … */
  char *local;      /* COLLECTION_TO */
  const char *file; /* where it is written; borrowed from the policy */
  int line;
  char *keeps;  /* what it says: 2022-12-31; "" when that is no short text */
  char *number; /* of the article that is changed */
  char *
      list; /* where it stands besides, one place a line, for a table: 四（一） · targets 二 · 三（三）.when */
  char *places;  /* the places joined by 、 */
  char *keeping; /* of these the ones by which somebody may be decided: they keep the old value */
  char *
      repeats; /* and those that only state again what their article fixes otherwise (pays beside subsidy): by them nobody is */
  uint8_t *uses;  /* by article of the policy: a shared_use */
  int64_t people; /* to whom such an article applies, or may; -1: not counted */
  char *said;     /* all of it in a sentence or two: what, whom, how many, what to do */
} shared_local;

enum shared_use { USE_NONE, USE_REPEATS, USE_DECIDES };

typedef struct {
  shared_local *items;
  int count;
} shared_locals;

/* Those of every --set and every scenario's set that stands in `p`, in its order; appended. Only locals that are named in the
** value itself count, and neither tables nor functions: those are no single value. A place that another change of `p`
** gives a value of its own is not named, nor is an `agrees`, on which no decision rests. CANBAO_LIMIT when memory ran out. */
canbao_status shared_locals_of_edits(shared_locals *out, const policy *p, canbao_error *error);
/* The same for one parameter that takes many values; `change` is how a message calls it. */
canbao_status shared_locals_of_parameter(shared_locals *out, const policy *p, const char *number,
                                         const char *name, const char *change, canbao_error *error);
/* Count the residents whom these places concern, on a side decided by the policy of which they are; the sentences say how
** many. CANBAO_LIMIT. */
canbao_status shared_locals_count(shared_locals *s, const whatif_side *side, canbao_error *error);
void shared_locals_free(shared_locals *s);

#endif
