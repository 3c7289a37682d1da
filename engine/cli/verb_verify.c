/*
** verb_verify.c - does a result still hold? Prints what its manifest names, then and now, and
** the rows that differ.
*/
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "studies/verify.h"

#define SAMPLE_ROWS 1000

static const char *part_word(part_kind kind) {
  switch (kind) {
    case PART_PROGRAM: return _("program");
    case PART_SCRIPT: return _("script");
    case PART_TARGETS: return _("targets");
    case PART_ROSTER: return _("roster");
    case PART_RESULT: return _("result");
    case PART_PROBLEMS: return _("problems");
  }
  return "";
}

static const char *const part_keys[] = {"program", "script", "targets",
                                        "roster",  "result", "problems"};
static const char *const state_keys[] = {"holds", "changed", "missing"};

static const char *state_word(part_state state) {
  return state == PART_HOLDS ? _("holds") : state == PART_CHANGED ? _("changed") : _("missing");
}

static void print_parts(report *r, const verification *v, bool json) {
  table *t = report_table(r, "parts", _("What the manifest names, then and now"));
  table_column(t, "part", _("part"), TABLE_TEXT);
  table_column(t, "name", _("name"), TABLE_TEXT);
  table_column(t, "state", _("state"), TABLE_TEXT);
  table_column(t, "recorded", _("then"), TABLE_TEXT);
  table_column(t, "found", _("now"), TABLE_TEXT);
  for (int i = 0; i < v->parts_count; i++) {
    const verify_part *part = &v->parts[i];
    char then[20], now[20];
    snprintf(then, sizeof then, "%.12s", part->recorded);
    snprintf(now, sizeof now, "%.12s", part->found);
    table_text(t, json ? part_keys[part->kind] : part_word(part->kind));
    table_text(t, part->name);
    table_text(t, json ? state_keys[part->state] : state_word(part->state));
    table_text(t, json ? part->recorded : then);
    if (part->state == PART_MISSING)
      table_blank(t);
    else
      table_text(t, json ? part->found : now);
  }
}

static const char *difference_word(const verify_difference *d) {
  if (d->lacking) return _("the row is missing from the result");
  if (d->extra) return _("no resident has this row");
  if (d->moved) return _("the row belongs elsewhere");
  return d->column[0] ? "" : _("the row has other columns");
}

static void print_differences(report *r, const verification *v) {
  if (v->differences_count == 0) return;
  table *t =
      report_table(r, "differences", _("Rows of the result that are not what comes out now"));
  table_column(t, "row", _("resident"), TABLE_COUNT);
  table_column(t, "line", _("line"), TABLE_COUNT);
  table_column(t, "column", _("column"), TABLE_TEXT);
  table_column(t, "recorded", _("in the result"), TABLE_TEXT);
  table_column(t, "derived", _("derived now"), TABLE_TEXT);
  table_column(t, "note", _("note"), TABLE_TEXT);
  for (int i = 0; i < v->differences_count; i++) {
    const verify_difference *d = &v->differences[i];
    table_count(t, d->row);
    table_count(t, d->line);
    table_text(t, d->column);
    table_text(t, d->recorded);
    table_text(t, d->derived);
    table_text(t, difference_word(d));
  }
  uint64_t others = v->rows_different - v->rows_resaved;
  if (others > (uint64_t)v->differences_count)
    report_note(r, _("%llu more rows differ"),
                (unsigned long long)others - (unsigned long long)v->differences_count);
}

/* Rows that are not in their places are told apart from those that say something else. */
static void print_misplaced(report *r, const verification *v) {
  if (v->rows_missing + v->rows_extra + v->rows_moved == 0) return;
  report_note(r,
              _("Missing rows: %llu; rows too many: %llu; moved rows: %llu. Every other row is "
                "compared with its own resident."),
              (unsigned long long)v->rows_missing, (unsigned long long)v->rows_extra,
              (unsigned long long)v->rows_moved);
}

static const char *resaved_title(resaved_kind kind) {
  switch (kind) {
    case RESAVED_LINE_ENDS: return _("line ends of another kind (CRLF)");
    case RESAVED_MARK: return _("byte order mark (BOM) put in or left out");
    case RESAVED_ENCODING: return _("GB18030 in the place of UTF-8");
    case RESAVED_QUOTES: return _("quotes put in or left out");
    case RESAVED_EMPTY_CELLS: return _("empty cells at the end of rows put in or left out");
    case RESAVED_EMPTY_ROWS: return _("empty rows at the end");
    case RESAVED_DAY: return _("days written otherwise, as 2023/3/1");
    case RESAVED_FLAG: return _("true and false in capitals");
    case RESAVED_NUMBER: return _("numbers written otherwise");
    case RESAVED_TEXT_MARK: return _("the =\"…\" that kept it a text is gone");
    case RESAVED_ROUNDED: return _("the last digits are gone, as in 3.4E+17");
    case RESAVED_ZEROS: return _("the zeros at the front are gone");
    case RESAVED_TEXT_DAY: return _("a text such as 3-4 has become a day");
    case RESAVED_KINDS: break;
  }
  return "";
}

/* What another program did to the file, first of all what is lost: no difference of decisions. */
static void print_resaved(report *r, const verification *v, bool json) {
  const resaved *s = &v->resaved;
  bool lost = false;
  report_note(r, "%s",
              resaved_by_spreadsheet(s)
                  ? _("The result was opened and saved again by a spreadsheet program (Excel, "
                      "WPS): it is no longer the file that eval wrote, and is not verified.")
                  : _("The result was saved again by another program, a spreadsheet program or an "
                      "editor: it is no longer the file that eval wrote, and is not verified."));
  for (int i = 0; i < s->count; i++) {
    const resaved_trace *t = &s->traces[i];
    if (!resaved_is_lost(t->kind)) continue;
    lost = true;
    report_note(r, _("Lost in column %s: %s; rows: %llu, the first is resident %u (line %u)."),
                t->column, resaved_title(t->kind), (unsigned long long)t->rows, (unsigned)t->row,
                (unsigned)t->line);
  }
  if (!lost && v->rows_different == v->rows_resaved)
    report_note(r, "%s", _("Nothing is lost: every cell says what comes out now."));
  report_note(r, "%s",
              _("Write the result anew with the same eval, and open a copy; with --spreadsheet, "
                "Excel and WPS show ID numbers and days as they are."));
  table *t = report_table(r, "resaved", _("What the other program changed"));
  table_column(t, "column", _("column"), TABLE_TEXT);
  table_column(t, "what", _("change"), TABLE_TEXT);
  table_column(t, "lost", _("lost"), TABLE_FLAG);
  table_column(t, "rows", _("rows"), TABLE_COUNT);
  table_column(t, "row", _("first resident"), TABLE_COUNT);
  table_column(t, "line", _("line"), TABLE_COUNT);
  for (int i = 0; i < s->count; i++) {
    const resaved_trace *one = &s->traces[i];
    table_text(t, json || *one->column ? one->column : _("(the file)"));
    table_text(t, json ? resaved_word(one->kind) : resaved_title(one->kind));
    table_flag(t, resaved_is_lost(one->kind));
    table_count(t, (int64_t)one->rows), table_count(t, one->row), table_count(t, one->line);
  }
}

static int print_all(const cli *c, const verification *v) {
  bool holds = verify_holds(v);
  report *r = report_new();
  report_text(r, "rules", _("rules"), v->claim.policy);
  report_date(r, "as_of", _("as of"), v->claim.as_of);
  report_flag(r, "holds", _("holds"), holds);
  if (v->derived) {
    report_count(r, "rows", _("rows of the result"), (int64_t)v->rows_recorded);
    report_count(r, "rows_compared", _("rows derived again and compared"),
                 (int64_t)v->rows_compared);
    report_count(r, "rows_by_lua", _("of these through Lua alone"), (int64_t)v->rows_by_lua);
    report_count(r, "rows_different", _("rows that differ"), (int64_t)v->rows_different);
    report_count(r, "cases", _("distinct cases"), v->cases);
  }
  print_parts(r, v, c->options.json);
  if (v->resaved.count > 0) print_resaved(r, v, c->options.json);
  print_misplaced(r, v);
  print_differences(r, v);
  int code = report_print(r, c);
  report_free(r);
  if (code != EXIT_DONE) return code;
  if (!v->derived) {
    cli_fail(&v->obstacle);
    cli_warn(_("no row could be derived again"));
  }
  return holds ? EXIT_DONE : EXIT_FOUND;
}

static int run(const cli *c) {
  const cli_options *o = &c->options;
  if (o->all && o->given & OPTION(SAMPLE))
    return cli_usage(c, _("--all and --sample exclude one another"));
  progress shown;
  verify_options options = {.version = CANBAO_VERSION,
                            .rules_dir = o->rules_dir,
                            .roster = c->arguments_count > 1 ? c->arguments[1] : NULL,
                            .targets = o->targets,
                            .all = o->all,
                            .sample = o->given & OPTION(SAMPLE) ? (uint64_t)o->sample : SAMPLE_ROWS,
                            .seed = o->given & OPTION(SEED) ? (uint64_t)o->seed : 1,
                            .threads = (int)o->threads,
                            .progress = progress_step,
                            .progress_payload = &shown};
  verification v;
  canbao_error error = {0};
  interrupt_reading(options.roster ? options.roster : c->arguments[0]);
  progress_begin(&shown, _("Deciding residents"), o->no_progress);
  canbao_status status = verify_open(&v, c->arguments[0], &options, &error);
  progress_end(&shown);
  int code = status == CANBAO_OK ? print_all(c, &v) : cli_fail(&error);
  verify_close(&v);
  return code;
}

const command verb_verify = {.name = "verify",
                             .summary = N_("does a result still hold? by its manifest, row by row"),
                             .usage = N_("RESULT [ROSTER]"),
                             .arguments_min = 1,
                             .arguments_max = 2,
                             .options = OPTION(ALL) | OPTION(SAMPLE) | OPTION(SEED) |
                                        OPTION(TARGETS) | OPTION(THREADS) | OPTION(JSON),
                             .run = run};
