/*
** verb_synth.c - write a synthetic roster for a notice, and say what is in it.
** Who the people are is the profile's business, how they are made studies/synth's.
*/
#include <string.h>
#include <sys/stat.h>

#include "cli/open.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "studies/synth.h"
#include "values/money.h"

#define ROWS_MAX INT64_C(2000000000) /* what a roster may have */
#define DIRTY_RATE 20000             /* millionths, when --dirty says no more */

static int read_encoding(const cli *c, synth_options *o) {
  static const char *const names[] = {"utf8", "utf8-bom", "gb18030"};
  const char *wanted = c->options.encoding;
  if (!wanted) return EXIT_DONE;
  for (int i = 0; i < 3; i++) {
    if (strcmp(wanted, names[i]) != 0) continue;
    o->encoding = (synth_encoding)i;
    return EXIT_DONE;
  }
  return cli_usage(c, _("--encoding is utf8, utf8-bom or gb18030, not \"%s\""), wanted);
}

static int read_headings(const cli *c, synth_options *o) {
  const char *wanted = c->options.headings ? c->options.headings : "zh";
  o->chinese = strcmp(wanted, "zh") == 0;
  if (o->chinese || strcmp(wanted, "en") == 0) return EXIT_DONE;
  return cli_usage(c, _("--headings is zh or en, not \"%s\""), wanted);
}

/* A percentage with at most two decimals is written like an amount of yuan: hundredths of a percent for fen. */
static int read_dirty_rate(const cli *c, synth_options *o) {
  const char *wanted = c->options.dirty_rate;
  int64_t hundredths;
  if (c->options.dirty) o->dirty = DIRTY_RATE;
  if (!wanted) return EXIT_DONE;
  size_t length = strlen(wanted);
  if (length > 1 && wanted[length - 1] == '%') length--;
  if (!money_parse(wanted, length, &hundredths) || hundredths < 0 || hundredths > 10000)
    return cli_usage(c, _("--dirty-rate takes a percentage from 0 to 100, not \"%s\""), wanted);
  o->dirty = (uint32_t)hundredths * 100;
  return EXIT_DONE;
}

static int read_options(const cli *c, synth_options *o) {
  const cli_options *given = &c->options;
  *o = (synth_options){
      .profile = given->profile, .title_row = given->title_row, .rows = given->rows};
  o->seed = given->given & OPTION(SEED) ? (uint64_t)given->seed : 1;
  if (!given->output) return cli_usage(c, _("-o is missing: it names the roster to write"));
  if (!(given->given & OPTION(ROWS)))
    return cli_usage(c, _("-n is missing: it says how many residents to make"));
  if (o->rows < 1 || o->rows > ROWS_MAX)
    return cli_usage(c, _("-n takes a number from 1 to %lld"), (long long)ROWS_MAX);
  int code = read_encoding(c, o);
  if (code == EXIT_DONE) code = read_headings(c, o);
  if (code == EXIT_DONE) code = read_dirty_rate(c, o);
  return code;
}

static int print_counts(const cli *c, const policy *p, const synth_options *o,
                        const synth_counts *counts) {
  report *r = report_new();
  report_text(r, "rules", _("rules"), p->name);
  report_text(r, "roster", _("roster"), c->options.output);
  report_count(r, "rows", _("residents"), (int64_t)counts->rows);
  report_count(r, "households", _("households"), (int64_t)counts->households);
  report_count(r, "towns", _("towns"), (int64_t)counts->towns);
  report_count(r, "seed", _("seed"), (int64_t)o->seed);
  if (o->dirty) {
    table *t = report_table(r, "dirt", _("Problems put in"));
    table_column(t, "kind", _("kind"), TABLE_TEXT);
    table_column(t, "problem", _("problem"), TABLE_TEXT);
    table_column(t, "rows", _("rows"), TABLE_COUNT);
    for (int i = 0; i < DIRT_KINDS; i++) {
      table_text(t, dirt_key((dirt_kind)i));
      table_text(t, dirt_name((dirt_kind)i));
      table_count(t, (int64_t)counts->dirt[i]);
    }
  }
  int code = report_print(r, c);
  report_free(r);
  return code;
}

static int run(const cli *c) {
  synth_options o;
  synth_counts counts;
  progress shown;
  policy *p;
  canbao_error error = {0};
  int code = read_options(c, &o);
  if (code != EXIT_DONE) return code;
  code = open_policy(c, c->arguments[0], &p);
  if (code != EXIT_DONE) return code;
  progress_begin(&shown, _("Making residents"), c->options.no_progress);
  o.progress = progress_step;
  o.payload = &shown;
  canbao_status status = synth_write(p, c->options.output, &o, &counts, &error);
  progress_end(&shown);
  struct stat st;
  bool rows_alone =
      stat(c->options.output, &st) == 0 && !S_ISREG(st.st_mode); /* they may be going to stdout */
  if (status != CANBAO_OK)
    code = cli_fail(&error);
  else if (!rows_alone)
    code = print_counts(c, p, &o, &counts);
  policy_free(p);
  return code;
}

const command verb_synth = {.name = "synth",
                            .summary = N_("make a synthetic roster"),
                            .usage = N_("RULES -n N -o FILE"),
                            .arguments_min = 1,
                            .arguments_max = 1,
                            .options = OPTION(ROWS) | OPTION(SEED) | OPTION(DIRTY) |
                                       OPTION(DIRTY_RATE) | OPTION(ENCODING) | OPTION(HEADINGS) |
                                       OPTION(TITLE_ROW) | OPTION(PROFILE) | OPTION(OUTPUT) |
                                       OPTION(JSON),
                            .run = run};
