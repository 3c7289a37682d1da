/* open.h - loading a policy and a roster for a verb, with progress and with errors already
** printed. */
#ifndef CLI_OPEN_H
#define CLI_OPEN_H

#include "cases/population.h"
#include "cli/cli.h"

/* Each returns EXIT_DONE, or has printed what is wrong and returns the exit code; *out is then
** NULL. */
int open_policy(const cli *c, const char *name, policy **out);
int open_roster(const cli *c, const policy *p, const char *path, roster **out);
/* Both: the verb's first two arguments. Frees the policy again when the roster cannot be read. The roster's hash is made
** late: for a verb that wants it beside its result, or not at all. */
int open_both(const cli *c, policy **p, roster **r);
/* Is --town a town that the roster or the task table has? Prints what is wrong, with the nearest, and returns EXIT_USAGE
** when it is none; EXIT_DONE without --town. */
int open_town(const cli *c, const policy *p, const roster *r);
/* population_run with this verb's --as-of, --reference, --threads and progress. Errors are
** printed, except where the sink stopped the run: it keeps its own error in `payload`, and the
** caller prints that one (cli_fail). */
int open_population(const cli *c, policy *p, const roster *r, verdict_sink sink, void *payload,
                    population_counts *counts);
/* population_decide as of a day, with --threads and progress; `split` may be NULL: no split. Returns EXIT_DONE, or has
** printed what is wrong and returns the exit code; *out is then NULL. */
int open_decided(const cli *c, policy *p, const roster *r, int32_t as_of,
                 const resident_split *split, population **out);
/* `path` when there is a file that can be read again; NULL for a pipe, which can be read once. */
const char *open_again(const char *path);
/* Are both names of one file that exists? What is written must never take the roster's place. */
bool open_same_file(const char *a, const char *b);

#endif
