/*
** verb_cases.c - the case book: every distinct case of a roster, the commonest
** first, as a table, a CSV file or JSON with all its reasons.
*/
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/open.h"
#include "cli/print_day.h"
#include "cli/print_summary.h"
#include "cli/table.h"
#include "studies/case_questions.h"
#include "studies/case_table.h"
#include "studies/explanation.h"
#include "studies/programme_names.h"
#include "values/date.h"

#define TABLE_ROWS 40 /* of a terminal's table, without --limit */
#define TEXT 4096

typedef struct {
  const cli *c;
  policy *policy;
  roster *roster;
  population *population;
  case_table table;
} listing;

/* ---- the filters ---- */

static int wrong_name(const char *format, const char *given, const char *near) {
  canbao_error error;
  char safe[160];
  text_display(slice_of(given, strlen(given)), safe, sizeof safe);
  fault(&error, CANBAO_USAGE, format, safe, near);
  return cli_fail(&error);
}

static int find_article(const cli *c, const policy *p, int *at) {
  const char *names[ARTICLES_MAX];
  *at = -1;
  if (!c->options.article) return EXIT_DONE;
  *at = policy_article(p, c->options.article);
  if (*at >= 0) return EXIT_DONE;
  for (int i = 0; i < p->articles_count; i++) names[i] = p->articles[i].number;
  int near = text_nearest(c->options.article, names, p->articles_count);
  if (near >= 0)
    return wrong_name(_("there is no article \"%s\"; did you mean %s?"), c->options.article,
                      names[near]);
  return wrong_name(_("there is no article \"%s\"; canbao check %s --effective lists them"),
                    c->options.article, p->name);
}

/* The statuses that the programme knows, and the one of decisions that did not come to an end. */
static int check_status(const cli *c, const policy *p, const char **word) {
  const char *names[2 * EFFECTS_MAX]; /* the words of files, then what people call them */
  const char *given = c->options.status;
  int count = 0, at = policy_effect(p, EFFECT_STATUS);
  *word = given;
  if (!given) return EXIT_DONE;
  for (char **v = at >= 0 ? p->effects[at].values : NULL; v && *v && count < EFFECTS_MAX - 1; v++)
    names[count++] = *v;
  names[count++] = STATUS_UNDETERMINED;
  for (int i = 0; i < count; i++) names[count + i] = status_name(names[i]);
  for (int i = 0; i < 2 * count; i++)
    if (strcmp(names[i], given) == 0) {
      *word = names[i % count];
      return EXIT_DONE;
    }
  int near = text_nearest(given, names, 2 * count);
  if (near >= 0)
    return wrong_name(_("there is no status \"%s\"; did you mean %s?"), given, names[near]);
  char list[512] = "";
  for (int i = 0, n = 0; i < count && n < (int)sizeof list; i++)
    n += strcmp(names[i], names[count + i]) == 0
             ? snprintf(list + n, sizeof list - (size_t)n, "%s%s", i ? ", " : "", names[i])
             : snprintf(list + n, sizeof list - (size_t)n, "%s%s (%s)", i ? ", " : "", names[i],
                        names[count + i]);
  return wrong_name(_("there is no status \"%s\"; they are %s"), given, list);
}

/* ---- on a terminal ---- */

/* What a decision comes down to; a programme without one of them has no such column. */
static const char *const shown[] = {EFFECT_STATUS,       EFFECT_IDENTITY,     EFFECT_PREMIUM,
                                    EFFECT_SUBSIDY,      EFFECT_PERSONAL_DUE, EFFECT_DEADLINE,
                                    EFFECT_BENEFIT_FROM, EFFECT_REFUND};
#define SHOWN ((int)(sizeof shown / sizeof *shown))

static void case_columns(table *t, const policy *p) {
  table_column(t, "case", _("case no."), TABLE_COUNT);
  table_column(t, "residents", _("residents"), TABLE_COUNT);
  table_column(t, "share", _("share"), TABLE_PERCENT);
  for (int i = 0; i < SHOWN; i++) {
    int at = policy_effect(p, shown[i]);
    if (at >= 0) table_column(t, shown[i], effect_heading(&p->effects[at]), TABLE_TEXT);
  }
  table_column(t, "articles", _("articles with a condition that apply"), TABLE_TEXT);
  table_column(t, "problem", _("problem"), TABLE_TEXT);
  table_column(t, "doubts", _("doubts"), TABLE_TEXT);
}

static void case_cells(table *t, const listing *run, const case_row *row, const outcome *o) {
  char text[TEXT];
  table_count(t, row->number);
  table_count(t, (int64_t)row->residents);
  table_percent(t, case_share(&run->table, row->residents));
  for (int i = 0; i < SHOWN; i++) {
    int at = policy_effect(run->policy, shown[i]);
    if (at < 0) continue;
    case_effect_text(o, at, text, sizeof text);
    table_text(t, i == 0 ? status_name(text) : text);
  }
  case_articles_text(o, true, text, sizeof text);
  table_text(t, text);
  table_text(t, o->problem_text);
  outcome_doubts(o, text, sizeof text);
  table_text(t, text);
}

static void question_columns(table *t) {
  table_column(t, "case", _("case no."), TABLE_COUNT);
  table_column(t, "article", _("article"), TABLE_TEXT);
  table_column(t, "fact", _("what was asked, and the answer"), TABLE_TEXT);
}

/* False when memory ran out. */
static bool question_cells(table *t, const case_row *row, const verdict *v) {
  case_questions asked;
  bool done = case_questions_of(&asked, v) && case_questions_once(&asked, v->policy);
  for (uint32_t i = 0; done && i < asked.count; i++) {
    char words[QUESTION_TEXT];
    int by = asked.notes[i]->article;
    table_count(t, row->number);
    table_text(t, by >= 0 ? v->policy->articles[by].number : "");
    note_said(v->policy, asked.notes[i], words, sizeof words);
    table_text(t, words);
  }
  case_questions_free(&asked);
  return done;
}

static void print_head(report *r, const listing *run) {
  const policy *p = run->policy;
  const population_counts counts = population_counted(run->population);
  report_text(r, "rules", _("rules"), p->name);
  print_day(r, run->c, p);
  report_count(r, "residents", _("residents"), run->roster->rows);
  report_count(r, "cases", _("distinct cases"), counts.cases);
  if (counts.fallback_field >= 0)
    report_text(r, "fallback_field", _("cases grow with residents because of"),
                field_name(p, counts.fallback_field));
  if (!run->c->options.article && !run->c->options.status) return;
  report_count(r, "selected", _("cases that fit"), run->table.count);
  report_count(r, "selected_residents", _("residents in them"), (int64_t)run->table.residents);
}

static uint32_t limit_of(const cli *c, uint32_t otherwise) {
  if (!(c->options.given & OPTION(LIMIT))) return otherwise;
  if (c->options.limit == 0) return UINT32_MAX; /* all, as everywhere */
  return c->options.limit < UINT32_MAX ? (uint32_t)c->options.limit : UINT32_MAX;
}

static int print_terminal(listing *run, report *r) {
  canbao_error error = {0};
  uint32_t limit = limit_of(run->c, TABLE_ROWS);
  print_head(r, run);
  table *t = report_table(r, "case_book", _("Cases, the commonest first")), *asked = NULL;
  case_columns(t, run->policy);
  if (run->c->options.questions) {
    asked = report_table(r, "questions", _("What the residents of each case were asked"));
    question_columns(asked);
  }
  for (uint32_t i = 0; i < run->table.count && i < limit; i++) {
    verdict v;
    outcome o;
    if (case_table_verdict(&run->table, i, &v, &error) != CANBAO_OK) return cli_fail(&error);
    outcome_of(&o, &v);
    case_cells(t, run, &run->table.rows[i], &o);
    if (asked && !question_cells(asked, &run->table.rows[i], &v)) {
      fault(&error, CANBAO_LIMIT, _("memory ran out"));
      return cli_fail(&error);
    }
  }
  if (run->table.count > limit)
    report_note(r, _("%u more cases: --limit shows more of them, -o and --json all"),
                run->table.count - limit);
  return report_print(r, run->c);
}

/* ---- as JSON ---- */

static bool put(cJSON *to, const char *key, cJSON *member) {
  if (member && (key ? cJSON_AddItemToObject(to, key, member) : cJSON_AddItemToArray(to, member)))
    return true;
  cJSON_Delete(member);
  return false;
}

static bool json_notes(const listing *run, cJSON *root) {
  char notes[DAY_NOTES][DAY_NOTE];
  int n = day_notes(notes, run->c, run->policy);
  cJSON *list = n ? cJSON_AddArrayToObject(root, "notes") : NULL;
  for (int i = 0; i < n && list; i++)
    if (!put(list, NULL, cJSON_CreateString(notes[i]))) return false;
  return !n || list;
}

static bool json_head(const listing *run, cJSON *root) {
  char day[11];
  const population_counts counts = population_counted(run->population);
  int field_at = counts.fallback_field;
  return put(root, "rules", cJSON_CreateString(run->policy->name)) &&
         put(root, "as_of", cJSON_CreateString(date_format(run->c->options.as_of, day))) &&
         json_notes(run, root) && put(root, "residents", cJSON_CreateNumber(run->roster->rows)) &&
         put(root, "cases", cJSON_CreateNumber(counts.cases)) &&
         put(root, "fallback_field",
             field_at < 0 ? cJSON_CreateNull()
                          : cJSON_CreateString(run->policy->schema->fields[field_at].name)) &&
         put(root, "selected", cJSON_CreateNumber(run->table.count)) &&
         put(root, "selected_residents", cJSON_CreateNumber((double)run->table.residents));
}

static canbao_status json_cases(listing *run, cJSON *list, canbao_error *error) {
  uint32_t limit = limit_of(run->c, UINT32_MAX);
  for (uint32_t i = 0; i < run->table.count && i < limit; i++) {
    verdict v;
    outcome o;
    canbao_status status = case_table_verdict(&run->table, i, &v, error);
    if (status != CANBAO_OK) return status;
    outcome_of(&o, &v);
    if (!put(list, NULL, case_json(&run->table, &run->table.rows[i], &o)))
      return fault(error, CANBAO_LIMIT, _("memory ran out"));
  }
  return CANBAO_OK;
}

static int print_json(listing *run) {
  canbao_error error = {0};
  cJSON *root = cJSON_CreateObject(), *list = NULL;
  canbao_status status = CANBAO_OK;
  if (!root || !json_head(run, root) || !put(root, "case_book", list = cJSON_CreateArray()))
    status = fault(&error, CANBAO_LIMIT, _("memory ran out"));
  if (status == CANBAO_OK) status = json_cases(run, list, &error);
  char *text = status == CANBAO_OK ? cJSON_Print(root) : NULL;
  if (status == CANBAO_OK && !text) status = fault(&error, CANBAO_LIMIT, _("memory ran out"));
  cJSON_Delete(root);
  if (text) puts(text);
  cJSON_free(text);
  if (status == CANBAO_OK && (fflush(stdout) != 0 || ferror(stdout)))
    status = fault(&error, CANBAO_DATA, _("standard output cannot be written"));
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&error);
}

/* ---- the verb ---- */

static int write_file(listing *run) {
  canbao_error error = {0};
  file_writer w;
  canbao_status status = file_create(&w, run->c->options.output, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  status = case_table_write(&run->table, &w, limit_of(run->c, 0), &error);
  if (status == CANBAO_OK)
    status = file_commit(&w, &error);
  else
    file_discard(&w);
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&error);
}

static int print_all(listing *run) {
  const cli_options *o = &run->c->options;
  int code = o->output ? write_file(run) : EXIT_DONE;
  struct stat st;
  /* a pipe or a device gets the table alone: it may be standard output */
  if (code != EXIT_DONE || (o->output && stat(o->output, &st) == 0 && !S_ISREG(st.st_mode)))
    return code;
  if (o->json) return print_json(run);
  report *r = report_new();
  if (o->output) {
    print_head(r, run);
    report_text(r, "result", _("result"), o->output);
    code = report_print(r, run->c);
  } else {
    code = print_terminal(run, r);
  }
  report_free(r);
  return code;
}

static int decide(listing *run) {
  canbao_error error = {0};
  case_filter filter = {0};
  int code = find_article(run->c, run->policy, &filter.article);
  if (code == EXIT_DONE) code = check_status(run->c, run->policy, &filter.status);
  if (code == EXIT_DONE)
    code = open_decided(run->c, run->policy, run->roster, run->c->options.as_of, NULL,
                        &run->population);
  if (code != EXIT_DONE) return code;
  if (case_table_make(&run->table, run->population, run->policy, run->roster, &filter, &error) !=
      CANBAO_OK)
    return cli_fail(&error);
  run->table.questions = run->c->options.questions;
  return print_all(run);
}

static int run(const cli *c) {
  listing one = {.c = c};
  int code = open_both(c, &one.policy, &one.roster);
  if (code == EXIT_DONE) code = decide(&one);
  case_table_free(&one.table);
  population_free(one.population);
  roster_free(one.roster);
  policy_free(one.policy);
  return code;
}

const command verb_cases = {.name = "cases",
                            .summary = N_("list the distinct cases, with their reasons"),
                            .usage = N_("RULES ROSTER"),
                            .arguments_min = 2,
                            .arguments_max = 2,
                            .options = OPTIONS_LIMITS | OPTION(ARTICLE) | OPTION(STATUS) |
                                       OPTION(QUESTIONS) | OPTION(LIMIT) | OPTION(OUTPUT) |
                                       OPTION(AS_OF) | OPTION(SET) | OPTION(THREADS) |
                                       OPTION(TARGETS) | OPTION(JSON),
                            .run = run};
