/* verb_test.c - the cases beside the scripts, decided and compared. */
#include <stdlib.h>
#include <string.h>

#include "cli/open.h"
#include "cli/table.h"
#include "studies/case_runner.h"

typedef struct {
  report *r;
  table *scripts, *failures, *unreached;
  int passed, failed;
} testing;

static void begin(testing *t) {
  t->r = report_new();
  t->failures = report_table(t->r, "failures", _("Cases that failed"));
  table_column(t->failures, "rules", _("rules"), TABLE_TEXT);
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
  t->scripts = report_table(t->r, "scripts", _("Scripts"));
  table_column(t->scripts, "rules", _("rules"), TABLE_TEXT);
  table_column(t->scripts, "cases", _("cases"), TABLE_COUNT);
  table_column(t->scripts, "passed", _("passed"), TABLE_COUNT);
  table_column(t->scripts, "failed", _("failed"), TABLE_COUNT);
  table_column(t->scripts, "articles", _("articles"), TABLE_COUNT);
  table_column(t->scripts, "reached", _("reached both ways"), TABLE_COUNT);
}

static void take_failure(testing *t, const policy *p, const case_run *run,
                         const case_result *result) {
  char where[1024];
  snprintf(where, sizeof where, "%s:%d", run->path, result->line);
  for (int i = 0; i < result->mismatches_count; i++) {
    const case_mismatch *m = &result->mismatches[i];
    table_text(t->failures, p->name);
    table_text(t->failures, where);
    table_text(t->failures, result->sentence);
    table_text(t->failures, m->field);
    table_text(t->failures, *m->expected ? m->expected : "\"\"");
    table_text(t->failures, *m->got ? m->got : "\"\"");
  }
}

static void take_run(testing *t, const policy *p, const case_run *run) {
  int articles = 0, reached = 0;
  for (int i = 0; i < run->count; i++)
    if (run->results[i].mismatches_count > 0) take_failure(t, p, run, &run->results[i]);
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

static int test_script(const cli *c, testing *t, const char *name) {
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
    int code = test_script(c, t, entries[i].name);
    if (code > worst) worst = code;
  }
  catalogue_free(entries, count);
  return worst;
}

static int run(const cli *c) {
  testing t = {0};
  begin(&t);
  int worst = EXIT_DONE;
  if (c->arguments_count == 0) worst = test_all(c, &t);
  for (int i = 0; i < c->arguments_count; i++) {
    int code = test_script(c, &t, c->arguments[i]);
    if (code > worst) worst = code;
  }
  report_note(t.r, _("%d cases passed, %d failed"), t.passed, t.failed);
  int code = report_print(t.r, c);
  report_free(t.r);
  if (code != EXIT_DONE) return code;
  return worst != EXIT_DONE ? worst : t.failed > 0 ? EXIT_FOUND : EXIT_DONE;
}

const command verb_test = {.name = "test",
                           .summary = N_("run the cases beside a script, or beside all scripts"),
                           .usage = N_("[RULES...]"),
                           .arguments_min = 0,
                           .arguments_max = 64,
                           .options = OPTION(JSON) | OPTION(SET) | OPTION(TARGETS),
                           .run = run};
