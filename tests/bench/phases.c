/*
** phases.c - canbao's own phases for `make bench`, in one process: read (CSV to columns), decide
** (columns to case book and summary), write (to CSV, with the hashes of roster and result, as the
** program does it). The first decision of a process has no rule's answer to remember; the later ones have.
**
** phases ROSTER THREADS RESULT SUMMARY [COLUMNS]: prints its times as JSON; RESULT - writes none. COLUMNS as eval's.
** phases ROSTER reference: every resident through Lua, nothing written.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "cases/case_book.h"
#include "studies/result_file.h"
#include "studies/summary.h"
#include "values/date.h"
#include "values/memory.h"

#define ROUNDS 5

static void must(canbao_status status, const canbao_error *error) {
  char text[1024];
  if (status != CANBAO_OK) bench_die("canbao", fault_text(error, text, sizeof text));
}

static int32_t as_of(void) {
  int32_t day;
  if (!date_from_civil(2023, 3, 1, &day)) bench_die("no such day", "2023-03-01");
  return day;
}

/* ---- the two studies of a population ---- */

/* More cases than are kept: one resident after the other, as `canbao eval` does it too. */
static void each(const population *all, const roster *r, summary *s, result_file *f) {
  canbao_error error;
  decision *scratch = decision_new();
  if (!scratch) bench_die("memory ran out", "a decision");
  for (uint32_t row = 0; row < r->rows; row++) {
    verdict v;
    outcome o;
    must(population_verdict(all, row, &v, scratch, &error), &error);
    outcome_of(&o, &v);
    if (s) must(summary_add(s, &o, &error), &error);
    if (f) result_file_row(f, &o);
  }
  decision_free(scratch);
}

static summary *summarise(const policy *p, const population *all, const roster *r,
                          const town_split *towns, int threads) {
  canbao_error error;
  summary *s = summary_new(p);
  if (!s) bench_die("memory ran out", "the summary");
  if (population_counted(all).cases > CASES_KEPT)
    each(all, r, s, NULL);
  else
    must(summary_population(s, all, r, towns, threads, &error), &error);
  must(summary_finish(s, &error), &error);
  return s;
}

static void write_result(const policy *p, const population *all, const roster *r, const char *path,
                         const char *columns, int threads) {
  canbao_error error;
  result_file *f;
  column_names names = {.at = NULL};
  if (columns) must(column_names_read(&names, columns, &error), &error);
  must(result_file_create(&f, p, r, path, &(result_form){.columns = &names}, &error), &error);
  free(names.at);
  if (population_counted(all).cases > CASES_KEPT)
    each(all, r, NULL, f);
  else
    result_file_population(f, all, threads, NULL, NULL);
  must(result_file_commit(f, &error), &error);
}

/* ---- the summary in the form that all ways of deciding share ---- */

static const char *const splits[SPLITS_COUNT] = {"status", "fund", "identity", "town"};
static const char *const sums[BENCH_SUMS] = {"premium", "subsidy", "personal_due", "fiscal",
                                             "refund"};

static void write_summary(const policy *p, const summary *s, const char *path) {
  bench_summary *b = bench_summary_new();
  for (int k = 0; k < SPLITS_COUNT; k++)
    for (uint32_t i = 0; i < s->splits[k].count; i++) {
      const summary_group *from = &s->splits[k].groups[i];
      bench_group *to = bench_group_of(b, splits[k], dictionary_text(s->splits[k].names, i).at);
      to->people = from->people, to->enrolled = from->enrolled;
      for (int e = 0; e < BENCH_SUMS; e++) {
        int at = policy_effect(p, sums[e]);
        if (at < 0) bench_die("no such effect", sums[e]);
        to->sums[e] = from->sums[at], to->enrolled_sums[e] = from->enrolled_sums[at];
      }
    }
  bench_summary_write(b, path);
  bench_summary_free(b);
}

/* ---- runs ---- */

static void run_cases(const char *path, int threads, const char *result, const char *summary_path,
                      const char *columns) {
  canbao_error error;
  double began = bench_now();
  policy *p = bench_policy();
  double loaded = bench_now();
  roster *r = bench_roster(p, path, threads);
  double opened = bench_now();
  double deciding[ROUNDS], summing[ROUNDS];
  population_options options = {.threads = threads, .as_of = as_of()};
  population *all = NULL;
  town_split towns = {.there = false};
  summary *s = NULL;
  population_counts counts = {0};
  for (int round = 0; round < ROUNDS; round++) {
    summary_free(s);
    population_free(all);
    town_split_free(&towns);
    double from = bench_now();
    must(town_split_make(&towns, r, &error), &error);
    options.split = towns.by;
    must(population_decide(&all, p, r, &options, &error), &error);
    double decided = bench_now();
    s = summarise(p, all, r, &towns, threads);
    deciding[round] = bench_now() - from;
    summing[round] = bench_now() - decided;
    if (round == 0) counts = population_counted(all);
  }
  double from = bench_now();
  if (strcmp(result, "-") != 0) {
    write_result(p, all, r, result, columns, threads);
    (void)roster_sha256(r); /* what is left of it */
  }
  double wrote = bench_now() - from;
  write_summary(p, s, summary_path);
  printf("{\"rows\": %u, \"load\": %.6f, \"read\": %.6f, \"write\": %.6f, \"sync\": %.6f, "
         "\"cases\": %u, "
         "\"lua_calls\": %llu, ",
         (unsigned)r->rows, loaded - began, opened - loaded, wrote, bench_synced(),
         (unsigned)counts.cases, (unsigned long long)counts.lua_calls);
  bench_print("decide", deciding, ROUNDS, ", ");
  bench_print("sum", summing, ROUNDS, "}\n");
  summary_free(s);
  population_free(all);
  town_split_free(&towns);
  roster_free(r);
  policy_free(p);
}

typedef struct {
  summary *summary;
  outcome outcome;
  canbao_error error;
} reference_run;

static canbao_status take_verdict(void *payload, const verdict *v) {
  reference_run *run = payload;
  outcome_of(&run->outcome, v);
  return summary_add(run->summary, &run->outcome, &run->error);
}

static void run_reference(const char *path) {
  canbao_error error;
  policy *p = bench_policy();
  roster *r = bench_roster(p, path, 0);
  population_options options = {.reference = true, .threads = 1, .as_of = as_of()};
  population_counts counts;
  reference_run run = {.summary = summary_new(p)};
  if (!run.summary) bench_die("memory ran out", "summary");
  double took, from = bench_now();
  must(population_run(p, r, &options, take_verdict, &run, &counts, &error), &error);
  must(summary_finish(run.summary, &error), &error);
  took = bench_now() - from;
  printf("{\"rows\": %u, \"cases\": %u, ", (unsigned)r->rows, (unsigned)counts.cases);
  bench_print("decide", &took, 1, "}\n");
  summary_free(run.summary);
  roster_free(r);
  policy_free(p);
}

int main(int argc, char **argv) {
  memory_stays(); /* as canbao says, too */
  if (argc == 3 && strcmp(argv[2], "reference") == 0)
    run_reference(argv[1]);
  else if (argc == 5 || argc == 6)
    run_cases(argv[1], bench_number(argv[2]), argv[3], argv[4], argv[5]);
  else
    bench_die("usage", "phases ROSTER THREADS RESULT SUMMARY [COLUMNS] | phases ROSTER reference");
  return 0;
}
