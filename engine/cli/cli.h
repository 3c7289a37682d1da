/*
** cli.h - the program's frame: what a verb is and what it is given. A verb
** prints its tables on stdout, its complaints on stderr, and returns one of the
** exit codes below; it never calls exit. It decides nothing: studies do.
*/
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "cli/options.h"
#include "values/message.h"

/* Exit codes: the public status negated (canbao.h pins them). */
enum {
  EXIT_DONE = 0,
  EXIT_FOUND = 1,
  EXIT_USAGE = 2,
  EXIT_SCRIPT = 3,
  EXIT_DATA = 4,
  EXIT_LIMIT = 5
};

typedef struct cli cli;

typedef struct command {
  const char *name;                 /* the verb */
  const char *summary;              /* N_(): half a line for the list of verbs */
  const char *usage;                /* N_(): what follows the verb: "RULES ROSTER" */
  int arguments_min, arguments_max; /* positional arguments; main has checked them before run */
  uint64_t options;                 /* OPTION(JSON) | ...; OPTIONS_COMMON is added */
  int (*run)(const cli *c);
} command;

struct cli {
  const command *command;
  cli_options options;
  char **arguments; /* positional, after the verb */
  int arguments_count;
};

/* Each verb file defines one; main.c lists them. */
extern const command verb_list, verb_new, verb_check, verb_test, verb_eval, verb_explain,
    verb_cases, verb_towns, verb_gaps, verb_synth, verb_whatif, verb_diff, verb_sweep, verb_verify;

/* Print "file:line: article X: message" on stderr and return the exit code of error->status. */
int cli_fail(const canbao_error *error);
/* Print a usage error of this verb and the line that tells how to get help; returns EXIT_USAGE. */
int cli_usage(const cli *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "canbao: " and one line on stderr; for warnings that do not change the exit code. */
void cli_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* What the policy_options of this run are; borrowed from `c`. */
policy_options cli_policy_options(const cli *c);
/* The same for the script as it stands: no --set, no scenario. */
policy_options cli_base_options(const cli *c);

#endif
