/*
** unit_balance.c - `unit balance RULES_DIR RULES ROSTER AS_OF RESULT`: evaluate, then check whether the run adds up:
** as it is, and with one figure after the other made wrong. One line each: what the check says.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/balance.h"
#include "studies/result_file.h"
#include "unit.h"
#include "values/date.h"

int unit_balance(int argc, char **argv);

typedef struct {
  policy *policy;
  roster *roster;
  town_split towns;
  population *population;
  summary *summary;
  result_file *result;
  balance balance;
  row_sums written;
  canbao_error error;
} run;

static bool evaluate(run *r, char **argv) {
  policy_options options = {.root = argv[1]};
  population_options how = {.threads = 2};
  canbao_error *e = &r->error;
  if (!date_parse(argv[4], strlen(argv[4]), &how.as_of)) return false;
  if (policy_load(&r->policy, argv[2], &options, e) != CANBAO_OK ||
      roster_open(&r->roster, r->policy->schema, argv[3], NULL, e) != CANBAO_OK ||
      town_split_make(&r->towns, r->roster, e) != CANBAO_OK)
    return false;
  how.split = r->towns.by;
  if (population_decide(&r->population, r->policy, r->roster, &how, e) != CANBAO_OK ||
      !(r->summary = summary_new(r->policy)) ||
      summary_population(r->summary, r->population, r->roster, &r->towns, 2, e) != CANBAO_OK ||
      summary_finish(r->summary, e) != CANBAO_OK ||
      result_file_create(&r->result, r->policy, r->roster, argv[5], &(result_form){0}, e) !=
          CANBAO_OK)
    return false;
  result_file_population(r->result, r->population, 2, NULL, NULL);
  const row_sums *written = result_file_sums(r->result);
  if (!written) return false;
  r->written = *written;
  r->balance = (balance){.roster = r->roster,
                         .summary = r->summary,
                         .written = &r->written,
                         .in_cases = balance_cases(r->population)};
  return true;
}

static void say(run *r, const char *what) {
  canbao_error e = {0};
  bool good = balance_check(&r->balance, &e) == CANBAO_OK;
  printf("%s: %s\n", what, good ? "adds up" : e.message);
}

/* One figure more than it was, for one check. */
static void disturb_signed(run *r, const char *what, int64_t *figure) {
  *figure += 1;
  say(r, what);
  *figure -= 1;
}

static void disturb(run *r, const char *what, uint64_t *figure) {
  *figure += 1;
  say(r, what);
  *figure -= 1;
}

static void disturb_all(run *r) {
  summary *s = r->summary;
  int premium = policy_effect(r->policy, "premium");
  static const char *const splits[] = {"status", "fund", "identity", "town"};
  char what[64];
  disturb_signed(r, "people", &s->people);
  disturb_signed(r, "decided", &s->by_problem[DECIDED]);
  disturb_signed(r, "cases", &r->balance.in_cases);
  disturb(r, "rows written", &r->written.rows);
  disturb(r, "decided written", &r->written.decided);
  disturb(r, "premium written", &r->written.sums[premium]);
  disturb_signed(r, "premium", &s->sums[premium]);
  for (int kind = 0; kind < SPLITS_COUNT; kind++) {
    summary_group *g = &s->splits[kind].groups[0];
    snprintf(what, sizeof what, "people by %s", splits[kind]);
    disturb_signed(r, what, &g->people);
    snprintf(what, sizeof what, "enrolled by %s", splits[kind]);
    disturb_signed(r, what, &g->enrolled);
    snprintf(what, sizeof what, "premium by %s", splits[kind]);
    disturb_signed(r, what, &g->sums[premium]);
    snprintf(what, sizeof what, "enrolled premium by %s", splits[kind]);
    disturb_signed(r, what, &g->enrolled_sums[premium]);
  }
}

int unit_balance(int argc, char **argv) {
  run r = {0};
  if (argc != 6) return 2;
  bool done = evaluate(&r, argv);
  if (done) {
    say(&r, "as it is");
    disturb_all(&r);
    say(&r, "again as it is");
  } else {
    puts(r.error.message);
  }
  result_file_discard(r.result);
  summary_free(r.summary);
  population_free(r.population);
  town_split_free(&r.towns);
  roster_free(r.roster);
  policy_free(r.policy);
  return done ? 0 : 4;
}
