/* verb_explain.c - one resident: what came out, why, why not, and what would have changed it. */
#include <stdlib.h>
#include <string.h>

#include "cli/open.h"
#include "cli/print_day.h"
#include "cli/table.h"
#include "studies/explanation.h"
#include "studies/programme_names.h"

#define CHANGES_SHOWN 3

/* ---- finding the resident ---- */

/* Half-width, without outer space, x in upper case: as the roster keeps it. */
static void mend_id(const char *given, char *buf, size_t size) {
  size_t n = text_half_width(slice_trim(slice_of(given, strlen(given))), buf, size);
  for (size_t i = 0; i < n; i++)
    if (buf[i] == 'x') buf[i] = 'X';
}

/* The first row with this ID number; *others counts the further ones. False when there is none. */
static bool find_id(const roster *r, const char *given, uint32_t *row, uint32_t *others) {
  char id[64];
  int at = schema_role(r->schema, ROLE_ID_NUMBER);
  const text_ref *ids = at >= 0 ? r->columns[at].texts : NULL;
  bool found = false;
  mend_id(given, id, sizeof id);
  *others = 0;
  for (uint32_t i = 0; ids && i < r->rows; i++) {
    char own[64];
    slice number = text_ref_slice(ids[i]);
    if (number.length == 0 || number.length >= sizeof own) continue;
    memcpy(own, number.at, number.length);
    own[number.length] = '\0';
    if (own[number.length - 1] == 'x') own[number.length - 1] = 'X';
    if (strcmp(own, id) != 0) continue;
    if (found)
      (*others)++;
    else
      *row = i;
    found = true;
  }
  return found;
}

/* The row on this line of the file. False when none is. */
static bool find_line(const roster *r, int64_t line, uint32_t *row) {
  uint32_t low = 0, high = r->rows; /* lines rise */
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (roster_line(r, middle) < line)
      low = middle + 1;
    else
      high = middle;
  }
  *row = low;
  return low < r->rows && roster_line(r, low) == line;
}

static int find_row(const cli *c, const roster *r, uint32_t *row) {
  canbao_error error = {0};
  uint32_t others = 0;
  if (c->options.given & OPTION(ROW)) {
    if (c->options.row >= 1 && c->options.row <= (int64_t)r->rows) {
      *row = (uint32_t)(c->options.row - 1);
      return EXIT_DONE;
    }
    fault(&error, CANBAO_USAGE, _("the roster has %u rows; --row takes 1 to %u"), r->rows, r->rows);
    return cli_fail(&error);
  }
  if (c->options.given & OPTION(LINE)) {
    if (find_line(r, c->options.line, row)) return EXIT_DONE;
    fault(
        &error, CANBAO_USAGE,
        r->rows == 0
            ? _("the roster has no residents")
            : _("no resident stands on line %lld of the roster; the first is on line %u, the last "
                "on line %u"),
        (long long)c->options.line, r->rows ? (unsigned)roster_line(r, 0) : 0,
        r->rows ? (unsigned)roster_line(r, r->rows - 1) : 0);
    return cli_fail(&error);
  }
  if (find_id(r, c->options.id, row, &others)) {
    if (others > 0)
      cli_warn(_("the ID number stands on %u more rows of the roster; this is the first (--row "
                 "shows another)"),
               others);
    return EXIT_DONE;
  }
  fault(&error, CANBAO_USAGE, _("no resident of the roster has this ID number"));
  return cli_fail(&error);
}

/* ---- printing ---- */

/* The status has a word in files and a name for people. */
static const char *shown_effect(const policy *p, const explained_effect *e, bool json) {
  if (p->effects[e->effect].type == TYPE_FLAG && !json && *e->text)
    return strcmp(e->text, "true") == 0 ? _("yes") : _("no");
  bool status = strcmp(p->effects[e->effect].name, EFFECT_STATUS) == 0;
  return status && !json ? status_name(e->text) : e->text;
}

static void print_resident(report *r, const policy *p, const explanation *e) {
  table *t = report_table(r, "resident", _("The resident, as the roster has it"));
  table_column(t, "field", _("field"), TABLE_TEXT);
  table_column(t, "value", _("value"), TABLE_TEXT);
  for (int i = 0; i < e->cells_count; i++) {
    table_text(t, field_name(p, e->cells[i].field));
    table_text(t, e->cells[i].text);
  }
}

static void print_effects(report *r, const policy *p, const explanation *e, bool json) {
  table *t = report_table(r, "effects", _("What came out"));
  table_column(t, "effect", _("effect"), TABLE_TEXT);
  table_column(t, "value", _("value"), TABLE_TEXT);
  table_column(t, "article", _("article"), TABLE_TEXT);
  table_column(t, "gist", _("gist"), TABLE_TEXT);
  for (int i = 0; i < e->effects_count; i++) {
    const explained_effect *one = &e->effects[i];
    if (!json && !*one->text) continue; /* nothing holds: no line for a person */
    table_text(t, json ? p->effects[one->effect].name : effect_name(p, one->effect));
    table_text(t, shown_effect(p, one, json));
    table_text(t, one->article >= 0 ? p->articles[one->article].number : "");
    table_text(t, one->article >= 0 ? p->articles[one->article].title
                                    : _("(computed by the programme)"));
  }
}

static void print_articles(report *r, const policy *p, const explanation *e, bool json) {
  static const char *const words[] = {"not_applied", "applied", "undetermined"};
  table *t = report_table(r, "articles", _("Article by article"));
  table_column(t, "article", _("article"), TABLE_TEXT);
  table_column(t, "gist", _("gist"), TABLE_TEXT);
  if (json) table_column(t, "state", "", TABLE_TEXT); /* for a person the sentence says it */
  table_column(t, "sentence", _("why"), TABLE_TEXT);
  for (int i = 0; i < e->articles_count; i++) {
    const explained_article *a = &e->articles[i];
    table_text(t, p->articles[a->article].number);
    table_text(t, p->articles[a->article].title);
    if (json) table_text(t, words[a->state]);
    table_text(t, a->sentence);
  }
}

static void print_doubts(report *r, const policy *p, const explanation *e) {
  if (e->doubts == 0) return;
  table *t = report_table(r, "doubts", _("Doubts that this decision rests on"));
  table_column(t, "article", _("article"), TABLE_TEXT);
  table_column(t, "title", _("doubt"), TABLE_TEXT);
  table_column(t, "reading", _("reading taken"), TABLE_TEXT);
  for (int i = 0; i < p->doubts_count; i++) {
    if (!(e->doubts >> i & 1)) continue;
    table_text(t, p->doubts[i].article);
    table_text(t, p->doubts[i].title);
    table_text(t, p->doubts[i].reading);
  }
}

static void print_changes(report *r, const policy *p, const outcome *o,
                          const nearest_change *changes, int count) {
  table *t = report_table(r, "changes", _("What one other entry would have given, the best first"));
  table_column(t, "field", _("field"), TABLE_TEXT);
  table_column(t, "from", _("now"), TABLE_TEXT);
  table_column(t, "to", _("if it were"), TABLE_TEXT);
  table_column(t, "effects", _("then"), TABLE_TEXT);
  for (int i = 0; i < count; i++) {
    table_text(t, field_name(p, changes[i].field));
    table_text(t, *changes[i].from ? changes[i].from : _("(blank)"));
    table_text(t, *changes[i].to ? changes[i].to : _("(blank)"));
    table_text(t, changes[i].effects);
  }
  if (count > 0) return;
  if (o->problem == DECISION_UNDETERMINED)
    report_note(r, _("%s; only when it is mended can be said what other entries would have given"),
                o->problem_text);
  else
    report_note(r, _("no change of a single entry would have given a better outcome"));
}

/* The case that the result of eval and the case book name for this resident. `all` and not the verdict's own population: that
** has none where its decision is no longer kept. */
static void print_case(report *r, const population *all, const verdict *v) {
  report_count(r, "case", _("case no."), v->case_number);
  report_count(r, "case_residents", _("residents of this case"),
               (int64_t)population_residents(all, v->case_number));
}

static int print_all(const cli *c, const population *all, const outcome *o, const explanation *e,
                     const nearest_change *changes, int count) {
  const policy *p = o->verdict->policy;
  char text[512];
  report *r = report_new();
  snprintf(text, sizeof text, "%s %d %s", p->place, p->year, p->notice ? p->notice : "");
  report_text(r, "rules", _("rules"), p->name);
  report_text(r, "notice", _("notice"), text);
  print_day(r, c, p);
  report_count(r, "row", _("row of the roster"), (int64_t)o->verdict->resident.row + 1);
  report_count(r, "line", _("line of its file"),
               (int64_t)roster_line(o->verdict->resident.roster, o->verdict->resident.row));
  print_case(r, all, o->verdict);
  if (*e->problem) report_text(r, "problem", _("problem"), e->problem);
  if (*e->in_short) report_text(r, "in_short", _("in short"), e->in_short);
  print_resident(r, p, e);
  print_effects(r, p, e, c->options.json);
  print_articles(r, p, e, c->options.json);
  print_doubts(r, p, e);
  print_changes(r, p, o, changes, count);
  int code = report_print(r, c);
  report_free(r);
  return code;
}

/* ---- the verb ---- */

static int explain_verdict(const cli *c, policy *p, const population *all, const verdict *v) {
  canbao_error error = {0};
  outcome o;
  explanation e;
  nearest_change *changes = NULL;
  int count = 0;
  outcome_of(&o, v);
  canbao_status status = explanation_make(&e, &o, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  status = nearest_changes(&changes, &count, CHANGES_SHOWN, p, &o, &error);
  int code = status == CANBAO_OK ? print_all(c, all, &o, &e, changes, count) : cli_fail(&error);
  nearest_changes_free(changes, count);
  explanation_free(&e);
  return code;
}

/* From the case book of the whole roster: what is told is what eval decided, and the case has its number. Deciding a million
** residents takes less than reading them. */
static int explain(const cli *c, policy *p, const roster *r, decision *scratch) {
  canbao_error error = {0};
  population *all = NULL;
  verdict v;
  uint32_t row = 0;
  int code = find_row(c, r, &row);
  if (code == EXIT_DONE) code = open_decided(c, p, r, c->options.as_of, NULL, &all);
  if (code != EXIT_DONE) return code;
  if (population_verdict(all, row, &v, scratch, &error) == CANBAO_OK &&
      verdict_whole(&v, scratch, &error) == CANBAO_OK)
    code = explain_verdict(c, p, all, &v);
  else
    code = cli_fail(&error);
  population_free(all);
  return code;
}

static int run(const cli *c) {
  int ways = (c->options.id != NULL) + ((c->options.given & OPTION(ROW)) != 0) +
             ((c->options.given & OPTION(LINE)) != 0);
  if (ways != 1) return cli_usage(c, _("explain needs one of --id NUMBER, --row N and --line N"));
  policy *p;
  roster *r;
  int code = open_both(c, &p, &r);
  if (code != EXIT_DONE) return code;
  decision *scratch = decision_new();
  canbao_error error = {0};
  if (scratch) {
    code = explain(c, p, r, scratch);
  } else {
    fault(&error, CANBAO_LIMIT, _("memory ran out"));
    code = cli_fail(&error);
  }
  decision_free(scratch);
  roster_free(r);
  policy_free(p);
  return code;
}

const command verb_explain = {.name = "explain",
                              .summary = N_("explain one resident's decision, article by article"),
                              .usage = N_("RULES ROSTER --id NUMBER | --row N | --line N"),
                              .arguments_min = 2,
                              .arguments_max = 2,
                              .options = OPTIONS_LIMITS | OPTION(ID) | OPTION(ROW) | OPTION(LINE) |
                                         OPTION(AS_OF) | OPTION(SET) | OPTION(TARGETS) |
                                         OPTION(JSON),
                              .run = run};
