/*
** bench.h - what the bench's programs share: clock, opening, and the summary in one form, so that
** the ways of deciding can be compared figure by figure. Errors end the program.
*/
#ifndef BENCH_H
#define BENCH_H

#include "host/policy.h"

#define BENCH_RULES "lingbi/2023"
#define BENCH_SUMS 5 /* premium, subsidy, personal_due, fiscal, refund */

_Noreturn void bench_die(const char *what, const char *which);
void *bench_memory(size_t n); /* never NULL */
/* A small number of the command line; anything else ends the program. */
int bench_number(const char *text);
double bench_now(void); /* monotonic seconds */
/* Seconds in fsync so far; only where synced.c is linked. */
double bench_synced(void);
policy *bench_policy(void);
/* Not hashed before somebody asks for it, as `canbao eval` reads it. */
roster *bench_roster(const policy *p, const char *path, int threads);
/* "name": [0.012345, ...] and what follows it, to standard output. */
void bench_print(const char *name, const double *seconds, int count, const char *after);

typedef struct {
  char split[16], name[128];
  int64_t people, enrolled;
  int64_t sums[BENCH_SUMS], enrolled_sums[BENCH_SUMS]; /* fen */
} bench_group;

typedef struct bench_summary bench_summary;

bench_summary *bench_summary_new(void);
void bench_summary_free(bench_summary *s);
bench_group *bench_group_of(bench_summary *s, const char *split,
                            const char *name); /* made when new */
/* One line per group, sorted: split,name,people,enrolled, then each sum and that of the enrolled,
** in fen. */
void bench_summary_write(bench_summary *s, const char *path);

#endif
