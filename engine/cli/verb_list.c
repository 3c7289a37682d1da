/* verb_list.c - the scripts and scenarios that are found, with what each is about. */
#include <string.h>

#include "cli/open.h"
#include "cli/table.h"
#include "studies/scenario_list.h"

/* One script's line; one that does not load is listed all the same, and said on stderr. */
static int list_script(const cli *c, table *t, const script_entry *entry) {
  policy *p;
  int code = open_policy(c, entry->name, &p);
  table_text(t, entry->name);
  if (code != EXIT_DONE || !p) {
    char why[512];
    snprintf(why, sizeof why, _("does not load: canbao check %s"), entry->name);
    table_blank(t), table_blank(t);
    table_text(t, why);
    for (int i = 0; i < 3; i++) table_blank(t);
    table_text(t, entry->path);
    return code;
  }
  table_text(t, p->place);
  char year[16];
  snprintf(year, sizeof year, "%d", p->year); /* a year has no thousands separator */
  table_text(t, year);
  table_text(t, p->notice ? p->notice : "");
  if (p->issued == DATE_NONE)
    table_blank(t);
  else
    table_date(t, p->issued);
  table_count(t, p->articles_count);
  table_count(t, p->doubts_count);
  table_text(t, entry->path);
  policy_free(p);
  return EXIT_DONE;
}

static canbao_status list_scenarios(report *r, const char *root, canbao_error *error) {
  scenario_entry *entries;
  int count;
  canbao_status status = scenario_list(&entries, &count, root, error);
  if (status != CANBAO_OK || count == 0) return status;
  table *t =
      report_table(r, "scenarios", _("Scenarios: canbao whatif RULES ROSTER --scenario NAME"));
  table_column(t, "scenario", _("scenario"), TABLE_TEXT);
  table_column(t, "title", _("what if"), TABLE_TEXT);
  table_column(t, "meant_for", _("meant for"), TABLE_TEXT);
  table_column(t, "path", _("file"), TABLE_TEXT);
  for (int i = 0; i < count; i++) {
    table_text(t, entries[i].name), table_text(t, entries[i].title);
    table_text(t, entries[i].meant_for), table_text(t, entries[i].path);
  }
  scenario_list_free(entries, count);
  return CANBAO_OK;
}

static int run(const cli *c) {
  char root[4096];
  script_entry *entries = NULL;
  int count = 0, worst = EXIT_DONE;
  canbao_error error = {0};
  canbao_status status = rules_root(root, sizeof root, c->options.rules_dir, &error);
  if (status == CANBAO_OK) status = catalogue_list(&entries, &count, root, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  report *r = report_new();
  table *t = report_table(r, "scripts", _("Scripts"));
  table_column(t, "rules", _("rules"), TABLE_TEXT);
  table_column(t, "place", _("place"), TABLE_TEXT);
  table_column(t, "year", _("year"), TABLE_TEXT);
  table_column(t, "notice", _("notice"), TABLE_TEXT);
  table_column(t, "issued", _("issued"), TABLE_DATE);
  table_column(t, "articles", _("articles"), TABLE_COUNT);
  table_column(t, "doubts", _("doubts"), TABLE_COUNT);
  table_column(t, "path", _("file"), TABLE_TEXT);
  for (int i = 0; i < count; i++) {
    int code = list_script(c, t, &entries[i]);
    if (code > worst) worst = code;
  }
  if (count == 0) report_note(r, _("there are no scripts under %s"), root);
  catalogue_free(entries, count);
  status = list_scenarios(r, root, &error);
  int code = status == CANBAO_OK ? report_print(r, c) : cli_fail(&error);
  report_free(r);
  return code != EXIT_DONE ? code : worst;
}

const command verb_list = {.name = "list",
                           .summary = N_("list the rule scripts and scenarios that are found"),
                           .usage = "[--json]",
                           .arguments_min = 0,
                           .arguments_max = 0,
                           .options = OPTION(JSON),
                           .run = run};
