/* verb_towns.c - the townships' table, and how they stood week by week. */
#include <stdlib.h>
#include <string.h>

#include "cli/open.h"
#include "cli/print_day.h"
#include "cli/table.h"
#include "studies/programme_names.h"
#include "studies/town_table.h"

#define BY_NOTHING 0
#define BY_DAY 1
#define BY_WEEK 7

static void print_count(table *t, int64_t n, bool known) {
  if (known)
    table_count(t, n);
  else
    table_blank(t);
}

static const char *town_name(const town_row *row) {
  return *row->name ? row->name : _("(no town)");
}

/* ---- measures ---- */

static table_type measure_type(const measure *m) {
  return m->type == TYPE_MONEY ? TABLE_MONEY : m->type == TYPE_FLAG ? TABLE_FLAG : TABLE_COUNT;
}

static void measure_columns(table *t, const policy *p) {
  for (int i = 0; i < p->measures_count; i++) {
    const measure *m = &p->measures[i];
    if (m->level != LEVEL_TOWNSHIP) continue;
    table_column(t, m->name, message_is_chinese() && m->measure_title ? m->measure_title : m->name,
                 measure_type(m));
  }
}

static void measure_cells(table *t, const policy *p, const town_row *row) {
  for (int i = 0; i < p->measures_count; i++) {
    const measure *m = &p->measures[i];
    if (m->level != LEVEL_TOWNSHIP) continue;
    const value *v = &row->measures[i];
    if (v->state != VALUE_KNOWN)
      table_blank(t);
    else if (m->type == TYPE_MONEY)
      table_money(t, v->v);
    else if (m->type == TYPE_FLAG)
      table_flag(t, v->v != 0);
    else
      table_count(t, v->v);
  }
}

/* ---- the table ---- */

static void town_columns(table *t, const town_table *towns) {
  const policy *p = towns->policy;
  table_column(t, "town", _("town"), TABLE_TEXT);
  table_column(t, "target", _("target"), TABLE_COUNT);
  table_column(t, "people", _("people"), TABLE_COUNT);
  if (policy_effect(p, EFFECT_ELIGIBLE) >= 0)
    table_column(t, "eligible", _("eligible"), TABLE_COUNT);
  table_column(t, "paid", _("paid"), TABLE_COUNT);
  table_column(t, "counted", _("counted"), TABLE_COUNT);
  table_column(t, "undetermined", _("undetermined"), TABLE_COUNT);
  table_column(t, "completion", _("completion"), TABLE_PERCENT);
  table_column(t, "completed", _("done"), TABLE_FLAG);
  table_column(t, "rank", _("rank"), TABLE_COUNT);
  table_column(t, "weeks_at_bottom", _("weeks last"), TABLE_COUNT);
  measure_columns(t, p);
}

static void town_cells(table *t, const town_table *towns, const town_row *row) {
  const policy *p = towns->policy;
  int eligible = policy_effect(p, EFFECT_ELIGIBLE);
  int64_t completion = town_completion(row);
  table_text(t, town_name(row));
  print_count(t, row->target, row->target >= 0);
  table_count(t, row->people);
  if (eligible >= 0) table_count(t, row->flags[eligible]);
  table_count(t, row->paid);
  table_count(t, row->counted);
  table_count(t, row->open);
  if (completion >= 0)
    table_percent(t, completion);
  else
    table_blank(t);
  if (row->target > 0)
    table_flag(t, row->completed);
  else
    table_blank(t);
  print_count(t, row->rank, row->rank > 0);
  print_count(t, row->weeks_at_bottom, towns->first_day != DATE_NONE && row->rank > 0);
  measure_cells(t, p, row);
}

/* The ranked ones in their order, then (rank 0) the others in the table's. */
static void print_towns(report *r, const cli *c, const town_table *towns) {
  table *t = report_table(r, "towns", _("Townships"));
  town_columns(t, towns);
  for (int turn = 1; turn <= towns->count + 1; turn++)
    for (int i = 0; i < towns->count; i++) {
      const town_row *row = &towns->towns[i];
      if (row->rank != (turn <= towns->count ? turn : 0)) continue;
      if (!c->options.town || strcmp(c->options.town, row->name) == 0) town_cells(t, towns, row);
    }
}

/* What the county's own measures say, and the totals. */
static void print_county(report *r, const cli *c, const town_table *towns) {
  const policy *p = towns->policy;
  const town_row *county = &towns->county;
  report_text(r, "place", _("place"), p->place);
  print_day(r, c, p);
  report_count(r, "people", _("people"), county->people);
  report_count(r, "paid", _("paid"), county->paid);
  report_count(r, "counted", _("counted towards the target"), county->counted);
  if (county->target >= 0) report_count(r, "target", _("target of the county"), county->target);
  if (p->targets.declared && p->targets.towns_count > 0)
    report_count(r, "targets_sum", _("sum of the towns' targets"), towns->targets_sum);
  int64_t completion = town_completion(county);
  if (completion >= 0) report_percent(r, "completion", _("completion"), completion);
  if (p->targets.declared && p->targets.cutoff != DATE_NONE)
    report_date(r, "cutoff", _("counted up to"), p->targets.cutoff);
  for (int i = 0; i < p->measures_count; i++) {
    const measure *m = &p->measures[i];
    const value *v = &county->measures[i];
    const char *title = message_is_chinese() && m->measure_title ? m->measure_title : m->name;
    if (m->level == LEVEL_HOUSEHOLD || v->state != VALUE_KNOWN) continue;
    if (v->type == TYPE_MONEY)
      report_money(r, m->name, title, v->v);
    else if (v->type == TYPE_FLAG)
      report_flag(r, m->name, title, v->v != 0);
    else
      report_count(r, m->name, title, v->v);
  }
}

/* ---- week by week, day by day ---- */

static int print_standings(report *r, const cli *c, const town_table *towns, int step) {
  canbao_error error = {0};
  town_standing *list;
  int count, period = 0;
  canbao_status status = town_standings(towns, step, &list, &count, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  int to_talk = towns->policy->targets.weeks_to_talk;
  bool week = step == BY_WEEK;
  table *t = report_table(r, "standings",
                          week ? _("Week by week, everything since the first day together")
                               : _("Day by day, everything since the first day together"));
  if (week) table_column(t, "week", _("week"), TABLE_COUNT);
  table_column(t, "to", week ? _("until") : _("day"), TABLE_DATE);
  table_column(t, "rank", _("rank"), TABLE_COUNT);
  table_column(t, "town", _("town"), TABLE_TEXT);
  table_column(t, "counted", _("counted"), TABLE_COUNT);
  table_column(t, "completion", _("completion"), TABLE_PERCENT);
  if (week) table_column(t, "bottom", _("last"), TABLE_FLAG);
  if (week) table_column(t, "weeks_at_bottom", _("weeks last"), TABLE_COUNT);
  if (week && to_talk > 0) table_column(t, "talk", _("talk"), TABLE_FLAG);
  for (int i = 0; i < count; i++) {
    const town_standing *s = &list[i];
    town_row row = {.target = towns->towns[s->town].target, .counted = s->counted};
    if (i == 0 || s->from != list[i - 1].from) period++;
    if (c->options.town && strcmp(c->options.town, towns->towns[s->town].name) != 0) continue;
    if (week) table_count(t, period);
    table_date(t, s->to);
    table_count(t, s->rank);
    table_text(t, town_name(&towns->towns[s->town]));
    table_count(t, s->counted);
    table_percent(t, town_completion(&row));
    if (week) table_flag(t, s->bottom);
    if (week) table_count(t, s->run);
    if (week && to_talk > 0) table_flag(t, s->whole && s->bottom && s->run >= to_talk);
  }
  if (count == 0)
    report_note(r, _("there is nothing to rank: no targets, or no first day of the collection"));
  if (week && count > 0)
    report_note(r, _("weeks are seven days from the first day of the ranking; the last, when it is "
                     "shorter, ends no run; last is who has the lowest completion and has not "
                     "completed, unless all stand alike"));
  free(list);
  return EXIT_DONE;
}

/* ---- the verb ---- */

static int print_all(const cli *c, const town_table *towns, int step) {
  report *r = report_new();
  print_county(r, c, towns);
  print_towns(r, c, towns);
  for (int i = 0; i < towns->notes_count; i++) report_note(r, "%s", towns->notes[i]);
  int code = step == BY_NOTHING ? EXIT_DONE : print_standings(r, c, towns, step);
  if (code == EXIT_DONE) code = report_print(r, c);
  report_free(r);
  return code;
}

static int make_table(const cli *c, policy *p, const roster *r, int step) {
  canbao_error error = {0};
  town_table *towns;
  canbao_status status = town_table_new(&towns, p, c->options.as_of, &error);
  if (status != CANBAO_OK) return cli_fail(&error);
  population_counts counts;
  int code = open_population(c, p, r, town_table_add, towns, &counts);
  if (code == EXIT_LIMIT && towns->failed) {
    fault(&error, CANBAO_LIMIT,
          _("memory ran out, or a sum of the towns leaves the range of amounts"));
    code = cli_fail(&error);
  } else if (code == EXIT_DONE) {
    status = town_table_finish(towns, &error);
    code = status == CANBAO_OK ? print_all(c, towns, step) : cli_fail(&error);
  }
  town_table_free(towns);
  return code;
}

static int run(const cli *c) {
  int step = BY_NOTHING;
  if (c->options.by) {
    if (strcmp(c->options.by, "week") == 0)
      step = BY_WEEK;
    else if (strcmp(c->options.by, "day") == 0)
      step = BY_DAY;
    else
      return cli_usage(c, _("--by takes week or day, not \"%s\""), c->options.by);
  }
  policy *p;
  roster *r;
  int code = open_both(c, &p, &r);
  if (code != EXIT_DONE) return code;
  code = open_town(c, p, r);
  if (code == EXIT_DONE) code = make_table(c, p, r, step);
  roster_free(r);
  policy_free(p);
  return code;
}

const command verb_towns = {.name = "towns",
                            .summary = N_("targets, completion, rank and reward of every township"),
                            .usage = N_("RULES ROSTER [--by week|day]"),
                            .arguments_min = 2,
                            .arguments_max = 2,
                            .options = OPTIONS_LIMITS | OPTION(AS_OF) | OPTION(BY) | OPTION(TOWN) |
                                       OPTION(TARGETS) | OPTION(SET) | OPTION(REFERENCE) |
                                       OPTION(THREADS) | OPTION(JSON),
                            .run = run};
