/*
** verb_test.c - the cases beside the scripts, decided and compared; and for a
** script that is named, what a whole population shows of it.
*/
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/open.h"
#include "cli/print_coverage.h"
#include "cli/table.h"
#include "studies/case_failures.h"
#include "studies/shown_name.h"
#include "studies/synth.h"
#include "values/date.h"

#define POPULATION 20000 /* residents made where no roster is given */
#define TABLE_ROWS 20    /* of a terminal's table on the population, without --limit */

typedef struct {
  report *r;
  table *scripts, *groups, *failures, *unreached;
  int64_t limit, hidden; /* rows of the table of single failures, 0 for all, and those beyond */
  coverage_tables population;
  bool json;
  int passed, failed;
} testing;

static void begin(testing *t, const cli_options *o) {
  t->r = report_new();
  t->json = o->json;
  t->groups = report_table(t->r, "failures_by_article", _("What failed, article by article"));
  table_column(t->groups, "rules", _("rules"), TABLE_TEXT);
  table_column(t->groups, "article", _("article"), TABLE_TEXT);
  table_column(t->groups, "gist", _("gist"), TABLE_TEXT);
  table_column(t->groups, "field", _("field"), TABLE_TEXT);
  table_column(t->groups, "expected", _("expected"), TABLE_TEXT);
  table_column(t->groups, "got", _("got"), TABLE_TEXT);
  table_column(t->groups, "cases", _("cases"), TABLE_COUNT);
  table_column(t->groups, "first", _("the first"), TABLE_TEXT);
  t->failures = report_table(t->r, "failures", _("Cases that failed"));
  table_column(t->failures, "rules", _("rules"), TABLE_TEXT);
  table_column(t->failures, "article", _("article"), TABLE_TEXT);
  table_column(t->failures, "where", _("where"), TABLE_TEXT);
  table_column(t->failures, "case", _("case"), TABLE_TEXT);
  table_column(t->failures, "field", _("field"), TABLE_TEXT);
  table_column(t->failures, "expected", _("expected"), TABLE_TEXT);
  table_column(t->failures, "got", _("got"), TABLE_TEXT);
  t->unreached = report_table(t->r, "unreached", _("Articles that no case reaches both ways"));
  table_column(t->unreached, "rules", _("rules"), TABLE_TEXT);
  table_column(t->unreached, "article", _("article"), TABLE_TEXT);
  table_column(t->unreached, "gist", _("gist"), TABLE_TEXT);
  table_column(t->unreached, "applied", _("cases that apply it"), TABLE_COUNT);
  table_column(t->unreached, "not_applied", _("cases that do not"), TABLE_COUNT);
  int64_t limit = o->given & OPTION(LIMIT) ? o->limit : o->json ? 0 : TABLE_ROWS;
  t->limit = limit;
  coverage_tables_begin(&t->population, t->r, o->thresholds, limit);
  t->scripts = report_table(t->r, "scripts", _("Scripts"));
  table_column(t->scripts, "rules", _("rules"), TABLE_TEXT);
  table_column(t->scripts, "cases", _("cases"), TABLE_COUNT);
  table_column(t->scripts, "passed", _("passed"), TABLE_COUNT);
  table_column(t->scripts, "failed", _("failed"), TABLE_COUNT);
  table_column(t->scripts, "articles", _("articles"), TABLE_COUNT);
  table_column(t->scripts, "reached", _("reached both ways"), TABLE_COUNT);
}

static void place_cell(table *t, const case_run *run, const case_result *result) {
  char where[1024];
  snprintf(where, sizeof where, "%s:%d", run->path, result->line);
  table_text(t, where);
}

/* On a terminal, what is compared is called as people call it in their language. */
static const char *shown_value(const testing *t, const policy *p, const char *name,
                               const char *text) {
  int e = policy_effect(p, name);
  bool flag = e >= 0 && p->effects[e].type == TYPE_FLAG && message_is_chinese();
  if (*text == '\0') return "\"\"";
  if (t->json) return text;
  if (flag && strcmp(text, "true") == 0) return _("yes");
  if (flag && strcmp(text, "false") == 0) return _("no");
  bool word = e >= 0 ? p->effects[e].values != NULL : strcmp(name, "problem") == 0;
  return word ? outcome_heading(text) : text;
}

static void differing_cells(const testing *t, table *into, const policy *p, const char *name,
                            const char *expected, const char *got) {
  int e = policy_effect(p, name), f = schema_find(p->schema, name);
  const char *shown = name;
  if (!t->json && e >= 0) shown = effect_heading(&p->effects[e]);
  if (!t->json && e < 0 && f >= 0 && message_is_chinese()) shown = p->schema->fields[f].title;
  if (!t->json && e < 0 && f < 0) shown = outcome_heading(name);
  table_text(into, shown);
  table_text(into, shown_value(t, p, name, expected));
  table_text(into, shown_value(t, p, name, got));
}

static void take_failure(testing *t, const policy *p, const case_run *run,
                         const case_result *result) {
  for (int i = 0; i < result->mismatches_count; i++) {
    const case_mismatch *m = &result->mismatches[i];
    if (t->limit > 0 && table_rows(t->failures) >= t->limit) {
      t->hidden++;
      continue;
    }
    table_text(t->failures, p->name);
    table_text(t->failures, m->article >= 0 ? p->articles[m->article].number : "");
    place_cell(t->failures, run, result);
    table_text(t->failures, result->sentence);
    differing_cells(t, t->failures, p, m->field, m->expected, m->got);
  }
}

/* However many cases stumble over one slip, it is told in a few lines, before the cases one by one. */
static void take_failures(testing *t, const policy *p, const case_run *run) {
  case_failures f;
  if (!case_failures_make(&f, run)) report_lost(t->r);
  for (int i = 0; i < f.groups_count; i++) {
    const failure_group *g = &f.groups[i];
    table_text(t->groups, p->name);
    table_text(t->groups, g->article >= 0 ? p->articles[g->article].number : "");
    table_text(t->groups, g->article >= 0 ? p->articles[g->article].title : _("(of no article)"));
    differing_cells(t, t->groups, p, g->field, g->expected, g->got);
    table_count(t->groups, g->cases);
    place_cell(t->groups, run, g->first);
  }
  for (int i = 0; i < f.cases_count; i++) take_failure(t, p, run, f.cases[i]);
  case_failures_free(&f);
}

static void take_run(testing *t, const policy *p, const case_run *run) {
  int articles = 0, reached = 0;
  take_failures(t, p, run);
  for (int i = 0; i < p->articles_count; i++) {
    if (p->articles[i].level > 0) continue;
    articles++;
    if (!case_run_unreached(run, p, i)) {
      reached++;
      continue;
    }
    table_text(t->unreached, p->name);
    table_text(t->unreached, p->articles[i].number);
    table_text(t->unreached, p->articles[i].title);
    table_count(t->unreached, run->applied[i]);
    table_count(t->unreached, run->not_applied[i]);
  }
  table_text(t->scripts, p->name);
  table_count(t->scripts, run->count);
  table_count(t->scripts, run->count - run->failed);
  table_count(t->scripts, run->failed);
  table_count(t->scripts, articles);
  table_count(t->scripts, reached);
  t->passed += run->count - run->failed;
  t->failed += run->failed;
}

/* ---- a population ---- */

/* The day of a case without one, so that both speak of the same day. */
static int32_t population_day(const cli *c, const policy *p) {
  int32_t day = p->period_to;
  if (c->options.given & OPTION(AS_OF)) return c->options.as_of;
  if (day == DATE_NONE) date_from_civil(p->year, 1, 1, &day);
  return day;
}

/* Residents from the script's profile; *out stays NULL when there is none beside it. */
static int make_residents(const policy *p, roster **out) {
  canbao_error error = {0};
  synth_counts counts;
  file_map map;
  synth_options options = {.rows = POPULATION, .seed = 1};
  char *profile = synth_profile_path(p);
  bool there = profile && access(profile, R_OK) == 0;
  free(profile);
  *out = NULL;
  if (!there) return EXIT_DONE;
  canbao_status status = synth_make(p, &map, &options, &counts, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  status = roster_from_text(out, p->schema, map.at, map.length, "synth", &error);
  file_map_close(&map);
  return status == CANBAO_OK ? EXIT_DONE : cli_fail(&error);
}

static int cover(const cli *c, testing *t, policy *p, const roster *r, const char *whence) {
  canbao_error error = {0};
  population *all;
  coverage covered = {0};
  thresholds steps = {0};
  int32_t day = population_day(c, p);
  int code = open_decided(c, p, r, day, NULL, &all);
  if (code != EXIT_DONE) return code;
  canbao_status status = coverage_make(&covered, all, p, &error);
  if (status == CANBAO_OK) status = thresholds_try(&steps, all, p, r, day, &error);
  if (status == CANBAO_OK)
    print_coverage(&t->population, p, whence, &covered, &steps);
  else
    code = cli_fail(&error);
  thresholds_free(&steps);
  coverage_free(&covered);
  population_free(all);
  return code;
}

static int test_population(const cli *c, testing *t, policy *p, const char *path) {
  roster *r = NULL;
  int code = path ? open_roster(c, p, path, &r) : make_residents(p, &r);
  if (code == EXIT_DONE && r)
    code = cover(c, t, p, r, path ? path : _("made from the profile"));
  else if (code == EXIT_DONE)
    report_note(t->r,
                _("%s has no population profile beside it; name a roster after it to see which "
                  "articles no resident reaches"),
                p->name);
  roster_free(r);
  return code;
}

/* ---- scripts ---- */

/* `roster_path`: NULL for the one made from the profile. */
static int test_script(const cli *c, testing *t, const char *name, bool with_population,
                       const char *roster_path) {
  canbao_error error = {0};
  char path[1024];
  policy *p;
  case_run run;
  int code = open_policy(c, name, &p);
  if (code != EXIT_DONE || !p) return code;
  if (!case_file_of(p, path, sizeof path)) {
    report_note(t->r, _("%s has no cases beside it"), p->name);
  } else if (case_run_file(&run, p, path, &error) != CANBAO_OK) {
    code = cli_fail(&error);
  } else {
    take_run(t, p, &run);
    case_run_free(&run);
  }
  if (code == EXIT_DONE && with_population) code = test_population(c, t, p, roster_path);
  policy_free(p);
  return code;
}

/* All scripts; one that is broken does not keep the others from being tested. */
static int test_all(const cli *c, testing *t) {
  char root[4096];
  script_entry *entries = NULL;
  int count = 0, worst = EXIT_DONE;
  canbao_error error = {0};
  canbao_status status = rules_root(root, sizeof root, c->options.rules_dir, &error);
  if (status == CANBAO_OK) status = catalogue_list(&entries, &count, root, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  for (int i = 0; i < count; i++) {
    int code = test_script(c, t, entries[i].name, false, NULL);
    if (code > worst) worst = code;
  }
  catalogue_free(entries, count);
  return worst;
}

/* A file that is no script is a roster for the script before it. */
static bool is_roster(const char *argument) {
  size_t n = strlen(argument);
  struct stat st;
  if (n > 4 && strcmp(argument + n - 4, ".csv") == 0) return true;
  bool script = n > 4 && strcmp(argument + n - 4, ".lua") == 0;
  return !script && stat(argument, &st) == 0 && !S_ISDIR(st.st_mode);
}

static int run(const cli *c) {
  testing t = {0};
  if (c->arguments_count > 0 && is_roster(c->arguments[0]))
    return cli_usage(c, _("the first argument names a script; a roster stands after it"));
  begin(&t, &c->options);
  int worst = EXIT_DONE;
  if (c->arguments_count == 0) worst = test_all(c, &t);
  for (int i = 0; i < c->arguments_count; i++) {
    bool roster_follows = i + 1 < c->arguments_count && is_roster(c->arguments[i + 1]);
    int code =
        test_script(c, &t, c->arguments[i], true, roster_follows ? c->arguments[i + 1] : NULL);
    i += roster_follows;
    if (code > worst) worst = code;
  }
  t.hidden += t.population.hidden;
  if (t.hidden > 0)
    report_note(t.r, _("%lld rows of these tables are left out; --limit 0 shows all"),
                (long long)t.hidden);
  report_note(t.r, _("%d cases passed, %d failed"), t.passed, t.failed);
  int code = report_print(t.r, c);
  report_free(t.r);
  if (code != EXIT_DONE) return code;
  return worst != EXIT_DONE ? worst : t.failed > 0 ? EXIT_FOUND : EXIT_DONE;
}

const command verb_test = {
    .name = "test",
    .summary = N_("run the cases beside a script, and show what a population does not reach"),
    .usage = N_("[RULES [ROSTER]]..."),
    .arguments_min = 0,
    .arguments_max = 64,
    .options = OPTIONS_LIMITS | OPTION(THRESHOLDS) | OPTION(AS_OF) | OPTION(LIMIT) |
               OPTION(THREADS) | OPTION(JSON) | OPTION(SET) | OPTION(TARGETS),
    .run = run};
