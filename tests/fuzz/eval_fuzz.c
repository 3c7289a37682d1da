/*
** eval_fuzz.c - any bytes as a roster, evaluated whole: by cases and, resident by resident, through Lua alone. The
** result's rows must agree byte for byte, the summaries figure by figure, and both must add up.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "studies/balance.h"

#define AS_OF 19700

/* One question of every kind: labels, flags, places, days, spans of days, amounts, numbers, a text, a day and an amount
** that differ from one resident to the next, one that can leave its range. */
static const char script[] =
    "policy { place = \"试县\", year = 2024 }\n"
    "article \"一\" \"本县户籍\" { eligible = true,\n"
    "  when = function (r) return r.household_registration:within(here) or r.student end }\n"
    "article \"二\" \"标准\" { premium = yuan(380), fiscal = yuan(640) }\n"
    "article \"二1\" \"低保\" { subsidy = yuan(190), fund = \"救助\", when = is \"低保对象\" }\n"
    "article \"二2\" \"孤儿\" { subsidy = yuan \"285.50\", fund = \"儿童\", when = is \"孤儿\" }\n"
    "article \"二3\" \"重残\" { subsidy = yuan(100), when = function (r)\n"
    "  return r.disability_type == \"精神\" and r.disability_grade and r.disability_grade <= 2 end "
    "}\n"
    "combine \"subsidy\" { \"二\", highest = true, ties = \"in_order\" }\n"
    "article \"三\" \"期限\" { deadline = date \"2023-12-31\", benefit_to = date \"2024-12-31\",\n"
    "  benefit_from = function (r) return r.paid_on and r.paid_on + days(1) end }\n"
    "article \"四\" \"死亡退费\" { refund = function (r) return r.paid_amount end,\n"
    "  when = function (r) return r.died_on and r.died_on < date \"2024-01-01\" end }\n"
    "article \"五\" \"新生儿\" { late = true, when = function (r)\n"
    "  return r.paid_on and r.birth_date and r.paid_on - r.birth_date <= days(90) end }\n"
    "doubt \"二\" \"就高\" \"按就高\" { combined = \"subsidy\" }\n";

/* Of every other input: the roster's cells at both ends and between the decision's. */
static const char columns[] = "refund,household_id,status,id_number,benefit_from,case,town";

static char path[64];
static column_names chosen;
static policy *rules;

static void require(bool holds) {
  if (!holds) abort();
}

static void tidy(void) {
  free(chosen.at);
  policy_free(rules);
  unlink(path);
  *strrchr(path, '/') = '\0';
  rmdir(path);
}

static void load_rules(void) {
  canbao_error error;
  char folder[] = "/tmp/eval_fuzz.XXXXXX";
  require(mkdtemp(folder) != NULL);
  setenv("CANBAO_RULES", folder, 1); /* no fields.lua there: the built-in ones */
  snprintf(path, sizeof path, "%s/a.lua", folder);
  FILE *f = fopen(path, "wb");
  require(f != NULL && fputs(script, f) >= 0 && fclose(f) == 0);
  canbao_status status = policy_load(&rules, path, NULL, &error);
  if (status != CANBAO_OK) fprintf(stderr, "%d: %s\n", error.line, error.message);
  require(status == CANBAO_OK);
  require(column_names_read(&chosen, columns, &error) == CANBAO_OK);
  atexit(tidy);
}

typedef struct {
  row_format *format;
  row_bytes rows;
  summary *summary;
  outcome outcome;
} evaluation;

static void begin(evaluation *e, const roster *r, const result_form *form) {
  canbao_error error;
  *e = (evaluation){.summary = summary_new(rules)};
  require(e->summary != NULL);
  require(row_format_new(&e->format, rules, r, form, &error) == CANBAO_OK);
  row_format_heading(e->format, &e->rows);
}

static void end(evaluation *e) {
  row_format_free(e->format);
  free(e->rows.bytes);
  summary_free(e->summary);
}

static canbao_status take(void *payload, const verdict *v) {
  evaluation *e = payload;
  canbao_error error;
  outcome_of(&e->outcome, v);
  row_format_row(e->format, &e->outcome, &e->rows);
  return summary_add(e->summary, &e->outcome, &error);
}

static canbao_status by_reference(evaluation *e, const roster *r) {
  canbao_error error;
  population_options options = {.reference = true, .threads = 1, .as_of = AS_OF};
  population_counts counts;
  canbao_status status = population_run(rules, r, &options, take, e, &counts, &error);
  return status == CANBAO_OK ? summary_finish(e->summary, &error) : status;
}

/* The rows from templates, one a case, as a result's are made. */
static void render(evaluation *e, const population *p, uint32_t rows) {
  uint32_t count = population_counted(p).cases;
  row_template **templates = calloc((size_t)count + 1, sizeof *templates);
  uint64_t *made = calloc((size_t)count + 1, sizeof *made);
  arena kept = {.block = NULL};
  require(templates != NULL && made != NULL);
  for (uint32_t row = 0; row < rows; row++) {
    uint32_t number = population_case_of_rows(p)[row];
    verdict v;
    canbao_error error;
    require(population_verdict(p, row, &v, NULL, &error) == CANBAO_OK);
    if (templates[number] == NULL) {
      outcome_shared(&e->outcome, &v);
      require((templates[number] = row_template_new(e->format, &e->outcome, &kept)) != NULL);
    }
    made[number] += row_template_row(templates[number], row, &e->rows);
  }
  for (uint32_t i = 1; i <= count; i++)
    if (made[i] > 0) row_template_sums(templates[i], made[i], &e->rows.sums);
  arena_free(&kept);
  free(templates);
  free(made);
}

static canbao_status by_cases(evaluation *e, const roster *r, int64_t *in_cases) {
  canbao_error error;
  population_options options = {.threads = 1, .as_of = AS_OF};
  population *p;
  town_split towns;
  require(town_split_make(&towns, r, &error) == CANBAO_OK);
  options.split = towns.by;
  require(population_decide(&p, rules, r, &options, &error) == CANBAO_OK);
  *in_cases = balance_cases(p);
  canbao_status status = summary_population(e->summary, p, r, &towns, 1, &error);
  if (status == CANBAO_OK) status = summary_finish(e->summary, &error);
  if (status == CANBAO_OK) render(e, p, r->rows);
  population_free(p);
  town_split_free(&towns);
  return status;
}

static void check(const evaluation *e, const roster *r, int64_t in_cases) {
  canbao_error error = {0};
  balance b = {.roster = r, .summary = e->summary, .written = &e->rows.sums, .in_cases = in_cases};
  if (balance_check(&b, &error) == CANBAO_OK) return;
  fprintf(stderr, "%s\n", error.message);
  abort();
}

static bool same_figures(const summary *a, const summary *b) {
  if (a->people != b->people || a->enrolled != b->enrolled ||
      memcmp(a->by_problem, b->by_problem, sizeof a->by_problem) != 0 ||
      memcmp(a->sums, b->sums, sizeof a->sums) != 0 ||
      memcmp(a->bounds, b->bounds, sizeof a->bounds) != 0 ||
      memcmp(a->doubts, b->doubts, sizeof a->doubts) != 0)
    return false;
  for (int k = 0; k < SPLITS_COUNT; k++) {
    if (a->splits[k].count != b->splits[k].count) return false;
    for (uint32_t g = 0; g < a->splits[k].count; g++)
      if (a->splits[k].groups[g].people != b->splits[k].groups[g].people ||
          a->splits[k].groups[g].first_row != b->splits[k].groups[g].first_row)
        return false;
  }
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  roster *r;
  canbao_error error;
  if (rules == NULL) load_rules();
  if (roster_from_text(&r, rules->schema, (const char *)data, size, "fuzz", &error) != CANBAO_OK)
    return 0;
  evaluation one, other;
  int64_t in_cases = -1;
  result_form form = {size % 2 ? &chosen : NULL, size % 3 == 1, size % 5 > 2};
  begin(&one, r, &form);
  begin(&other, r, &form);
  canbao_status status = by_reference(&one, r);
  require(by_cases(&other, r, &in_cases) == status);
  if (status == CANBAO_OK) {
    require(one.rows.used == other.rows.used &&
            memcmp(one.rows.bytes, other.rows.bytes, one.rows.used) == 0);
    require(memcmp(&one.rows.sums, &other.rows.sums, sizeof one.rows.sums) == 0);
    require(same_figures(one.summary, other.summary));
    check(&one, r, -1);
    check(&other, r, in_cases);
  }
  end(&one);
  end(&other);
  roster_free(r);
  return 0;
}
