/* verb_new.c - next year's script from this year's. */
#include "cli/open.h"
#include "cli/print_marks.h"
#include "studies/next_year.h"

static int print_made(const cli *c, const next_year *made, const open_marks *open) {
  report *r = report_new();
  table *t = report_table(r, "files", _("Files made"));
  table_column(t, "file", _("file"), TABLE_TEXT);
  table_column(t, "open", _("to be verified"), TABLE_COUNT);
  int marks = 0;
  for (int i = 0; i < made->count; i++) {
    table_text(t, made->files[i]);
    table_count(t, made->marks[i]);
    marks += made->marks[i];
  }
  print_marks(r, open);
  report_note(r,
              _("places marked --[[%s]]: %d; compare each with the new notice, mend it, take the "
                "mark away; canbao check %s lists those that are left"),
              OPEN_MARK_WORD, marks, c->arguments[0]);
  int code = report_print(r, c);
  report_free(r);
  return code;
}

static int run(const cli *c) {
  if (!c->options.from) return cli_usage(c, _("new needs --from RULES, the script to start from"));
  char root[4096];
  canbao_error error = {0};
  policy *p;
  next_year made = {0};
  open_marks open = {0};
  canbao_status status = rules_root(root, sizeof root, c->options.rules_dir, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  int code = open_policy(c, c->options.from, &p);
  if (code != EXIT_DONE || !p) return code;
  status = next_year_make(&made, root, c->arguments[0], p, &error);
  if (status == CANBAO_OK) status = open_marks_of_script(&open, made.files[0], &error);
  code = status == CANBAO_OK ? print_made(c, &made, &open) : cli_fail(&error);
  open_marks_free(&open);
  next_year_free(&made);
  policy_free(p);
  return code;
}

const command verb_new = {.name = "new",
                          .summary = N_("start a new year's script from an older one"),
                          .usage = N_("NAME --from RULES"),
                          .arguments_min = 1,
                          .arguments_max = 1,
                          .options = OPTION(FROM) | OPTION(JSON),
                          .run = run};
