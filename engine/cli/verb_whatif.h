/*
** verb_whatif.h - what the verbs that compare two decided sides share: gates, the list of
** changed residents, complaints and the exit code. Defined in verb_whatif.c.
*/
#ifndef CLI_VERB_WHATIF_H
#define CLI_VERB_WHATIF_H

#include "cli/table.h"
#include "studies/attribution.h"
#include "studies/shared_local.h"
#include "studies/whatif_alarm.h"
#include "studies/whatif_gates.h"

/* All zero but for `c` at first; compared_free takes what is in it. */
typedef struct {
  const cli *c;
  policy *policy; /* the base's */
  roster *roster;
  whatif_side *base;
  whatif_side *other; /* the scenario's side where the comparison does not own it */
  whatif *whatif;
  whatif_alarm alarm;
  shared_locals shared; /* what the edits do not reach */
  whatif_proof proof;
  attribution *attribution; /* NULL without --attribute */
  bool alarming;            /* a scenario that changes nothing is to be warned of */
  gate *gates;
  gate_result *results;
  int gates_count;
  canbao_error error;
} comparison;

void compared_free(comparison *k);
/* Add gates, before anything is decided: EXIT_USAGE for one that cannot be read, whatever the roster holds. */
int compared_read_gates(comparison *k, const policy *p, char *const *texts, int count,
                        const char *from);
/* A usage error when the list of residents has a name that cannot be opened, or is wanted in a form and not at all; nothing
** need have been read. */
int compared_check_form(const cli *c);
/* A usage error when the list of residents would take the roster's place. */
int compared_check_list(const cli *c, const char *roster_path);
/* Hold the gates, write the list of residents, print the report (freed in any case) and the warnings. The exit code. */
int compared_finish(comparison *k, report *r);
/* How many rows of a table are shown; 0: all. */
int64_t compared_limit(const cli *c);

#endif
