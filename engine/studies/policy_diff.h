/*
** policy_diff.h - two rule scripts beside each other: what the one says and the other
** does not, or says otherwise. Values are compared as values, guards and formulas by their
** words; comments, blanks and the order of the articles are no difference. Prints nothing.
*/
#ifndef STUDIES_POLICY_DIFF_H
#define STUDIES_POLICY_DIFF_H

#include "host/policy.h"

typedef enum {
  DIFFERENCE_CHANGED,
  DIFFERENCE_ADDED,     /* only the second has it */
  DIFFERENCE_DROPPED,   /* only the first has it */
  DIFFERENCE_RENUMBERED /* an article: another number, the same gist, effects and guard */
} difference_kind;
#define DIFFERENCE_KINDS (DIFFERENCE_RENUMBERED + 1)

typedef struct {
  char *file; /* NULL: not there */
  int line;   /* 0: the text has no line for it (a row of a table) */
} difference_place;

typedef struct {
  difference_kind kind;
  char *
      of; /* the word: policy, article, combine, doubt, township, targets, local ...; "script" for the rest */
  char *name; /* its number (of an article the second's) or name; "" without */
  char *
      what; /* of a change: the effect, when, overrides, title, reading, a member; "" for the whole */
  char *before,
      *after; /* values as eval writes them, else the words of the script; "" where there is nothing */
  char *through; /* the locals through which the same words mean another thing; "" */
  difference_place from, to;
} difference;

typedef struct {
  difference
      *items; /* of the first's articles in their order, then the second's own, then all else */
  int count;
  int articles[DIFFERENCE_KINDS]; /* a renumbered article that changed too counts as renumbered */
  int articles_same;
} policy_diff;

/* Both are borrowed. CANBAO_LIMIT; free in any case. */
canbao_status policy_diff_make(policy_diff *out, const policy *a, const policy *b,
                               canbao_error *error);
void policy_diff_free(policy_diff *d);
/* "changed", "added", "dropped", "renumbered": the word files use, never translated. */
const char *difference_word(difference_kind kind);

#endif
