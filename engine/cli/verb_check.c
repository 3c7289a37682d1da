/* verb_check.c - everything that can be wrong with a script, and what then holds. */
#include <string.h>

#include "cli/open.h"
#include "cli/print_marks.h"
#include "cli/table.h"
#include "studies/case_runner.h"
#include "studies/policy_check.h"

/* ---- a script that does not load ---- */

/* Its open marks are listed all the same: a mark may be why. */
static void print_open_marks(const cli *c, const char *path) {
  size_t n = strlen(path);
  open_marks marks = {0};
  if (n < 4 || strcmp(path + n - 4, ".lua") != 0) return;
  if (open_marks_of_script(&marks, path, NULL) == CANBAO_OK && marks.count > 0) {
    report *r = report_new();
    print_marks(r, &marks);
    report_print(r, c);
    report_free(r);
  }
  open_marks_free(&marks);
}

/* ---- what was found ---- */

static void print_items(report *r, const policy_check *found, check_kind kind) {
  static const char *const keys[] = {"findings", "failing", "open", "untested", "doubts"};
  static const char *const titles[] = {
      N_("Findings"), N_("Cases that fail"), N_("To be verified against the new notice"),
      N_("Not tested by the cases"), N_("Doubts, and the reading taken")};
  if (found->counts[kind] == 0) return;
  table *t = report_table(r, keys[kind], _(titles[kind]));
  table_column(t, "where", _("where"), TABLE_TEXT);
  if (kind != CHECK_OPEN && kind != CHECK_FAILING)
    table_column(t, "article", _("article"), TABLE_TEXT);
  if (kind == CHECK_FINDING) table_column(t, "serious", _("serious"), TABLE_FLAG);
  table_column(t, "text", _("text"), TABLE_TEXT);
  for (int i = 0; i < found->count; i++) {
    const check_item *item = &found->items[i];
    if (item->kind != kind) continue;
    table_place(t, item->file, item->line);
    if (kind != CHECK_OPEN && kind != CHECK_FAILING) table_text(t, item->article);
    if (kind == CHECK_FINDING) table_flag(t, item->serious);
    table_text(t, item->text);
  }
}

/* ---- what then holds ---- */

static void print_article(table *t, const policy *p, int index) {
  const article *a = &p->articles[index];
  char effects[1024], list[512] = "";
  size_t at = 0;
  int by;
  table_count(t, a->level);
  table_text(t, a->number);
  table_text(t, a->title);
  article_effects_text(p, index, effects, sizeof effects);
  table_text(t, effects);
  table_text(t, a->guarded ? _("where its condition holds") : _("everyone"));
  for (int i = 0; i < a->overrides_count && at + 1 < sizeof list; i++) {
    int n = snprintf(list + at, sizeof list - at, "%s%s", i ? "、" : "",
                     p->articles[a->overrides[i]].number);
    at = n < 0 || (size_t)n >= sizeof list - at ? sizeof list - 1 : at + (size_t)n;
  }
  table_text(t, list);
  if (article_replaced(p, index, &by))
    table_text(t, p->articles[by].number);
  else
    table_blank(t);
  table_place(t, a->file, a->line);
}

/* From the nation down to the county: the higher the level, the earlier. */
static void print_effective(report *r, const policy *p) {
  table *t = report_table(r, "effective",
                          _("Articles that hold, from the highest level down (0 is this script)"));
  table_column(t, "level", _("level"), TABLE_COUNT);
  table_column(t, "article", _("article"), TABLE_TEXT);
  table_column(t, "gist", _("gist"), TABLE_TEXT);
  table_column(t, "fixes", _("fixes"), TABLE_TEXT);
  table_column(t, "whom", _("for"), TABLE_TEXT);
  table_column(t, "overrides", _("overrides"), TABLE_TEXT);
  table_column(t, "replaced_by", _("replaced by"), TABLE_TEXT);
  table_column(t, "where", _("where"), TABLE_TEXT);
  int highest = 0;
  for (int i = 0; i < p->articles_count; i++)
    if (p->articles[i].level > highest) highest = p->articles[i].level;
  for (int level = highest; level >= 0; level--)
    for (int i = 0; i < p->articles_count; i++)
      if (p->articles[i].level == level) print_article(t, p, i);
}

/* "2024.cases.lua": the file beside the script. */
static const char *cases_name(const policy *p, char *buf, size_t size) {
  char path[1024];
  if (!case_file_of(p, path, sizeof path)) return "YEAR.cases.lua";
  const char *slash = strrchr(path, '/');
  snprintf(buf, size, "%.250s", slash ? slash + 1 : path);
  return buf;
}

static int print_check(const cli *c, const policy *p, const policy_check *found) {
  char cases[256];
  report *r = report_new();
  report_text(r, "rules", _("rules"), p->name);
  report_text(r, "place", _("place"), p->place);
  report_text(r, "notice", _("notice"), p->notice ? p->notice : "");
  report_count(r, "articles", _("articles"), p->articles_count);
  report_count(r, "serious", _("serious findings and open marks"), found->serious);
  for (int kind = CHECK_FINDING; kind <= CHECK_DOUBT; kind++)
    print_items(r, found, (check_kind)kind);
  if (c->options.effective) print_effective(r, p);
  if (found->serious == 0)
    report_note(r, _("nothing serious was found"));
  else if (found->counts[CHECK_OPEN] > 0)
    report_note(
        r, _("places still to be verified: %d; take each mark away when it agrees with the notice"),
        found->counts[CHECK_OPEN]);
  if (found->cases_failed > 0)
    report_note(r, _("%d cases fail: change the script, or %s"), found->cases_failed,
                cases_name(p, cases, sizeof cases));
  int code = report_print(r, c);
  report_free(r);
  return code;
}

static int run(const cli *c) {
  canbao_error error = {0};
  policy *p = NULL;
  policy_options options = cli_policy_options(c);
  policy_check found;
  canbao_status status = policy_load(&p, c->arguments[0], &options, &error);
  if (status != CANBAO_OK) {
    if (status == CANBAO_SCRIPT) print_open_marks(c, error.file);
    return cli_fail(&error);
  }
  status = policy_check_run(&found, p, &error);
  int code = EXIT_DONE;
  if (status == CANBAO_OK) {
    code = print_check(c, p, &found);
    if (code == EXIT_DONE && found.serious > 0) code = EXIT_FOUND;
    policy_check_free(&found);
  } else {
    code = cli_fail(&error);
  }
  policy_free(p);
  return code;
}

const command verb_check = {
    .name = "check",
    .summary = N_("find everything that can be wrong with a script, and list its doubts"),
    .usage = N_("RULES"),
    .arguments_min = 1,
    .arguments_max = 1,
    .options = OPTIONS_LIMITS | OPTION(JSON) | OPTION(EFFECTIVE) | OPTION(TARGETS) | OPTION(SET),
    .run = run};
