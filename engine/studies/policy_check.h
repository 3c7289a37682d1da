/*
** policy_check.h - everything that can be wrong with a script that loads: what
** was found while loading, what is still open, what no case reaches, and the
** doubts with their readings.
*/
#ifndef STUDIES_POLICY_CHECK_H
#define STUDIES_POLICY_CHECK_H

#include "host/policy.h"

typedef enum { CHECK_FINDING, CHECK_FAILING, CHECK_OPEN, CHECK_UNTESTED, CHECK_DOUBT } check_kind;

typedef struct {
  check_kind kind;
  bool serious; /* counts for the exit status */
  char *file;
  int line;
  char *article; /* "" when none */
  char *text;    /* one sentence */
} check_item;

typedef struct {
  check_item *items;
  int count, serious;
  int counts[CHECK_DOUBT + 1];
  int cases_failed; /* of the script's own cases */
} policy_check;

/* Errors of a cases file that does not load pass through (CANBAO_SCRIPT). */
canbao_status policy_check_run(policy_check *out, policy *p, canbao_error *error);
void policy_check_free(policy_check *c);

/* Is article `index` fixed out of the way for everyone: each of its effects overridden by an article without a guard?
** *by is then one that overrides it. */
bool article_replaced(const policy *p, int index, int *by);
/* The effects an article fixes, "premium = 350, deadline = (formula)", in the user's language. Returns the length. */
size_t article_effects_text(const policy *p, int index, char *buf, size_t size);

#endif
