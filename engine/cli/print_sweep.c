/* print_sweep.c - see print_sweep.h. */
#include "cli/print_sweep.h"

#include <string.h>

#include "cli/print_summary.h"
#include "cli/print_whatif.h"
#include "studies/sweep_words.h"

#define WORDS_ROOM 1024

static const char *measure_heading(const sweep *s, int index, bool json) {
  return json ? s->measures[index] : sweep_measure_heading(s, index);
}

/* ---- the question ---- */

static void axis_fact(report *r, const sweep_axis *a, const policy *base, int index) {
  char key[32], text[400];
  snprintf(key, sizeof key, "vary_%d", index + 1);
  snprintf(text, sizeof text, _("%s: %d values, %s to %s; the script says %s"), a->target, a->count,
           a->values[0].text, a->values[a->count - 1].text, sweep_own_words(a, base));
  report_text(r, key, _("varied"), text);
  if (a->unreached)
    report_note(r, _("%s: the steps do not meet %s, so it is not among the points"), a->target,
                a->unreached);
}

static void print_question(report *r, const cli *c, const sweep *s, const policy *start) {
  char key[32];
  print_whatif_base(r, c, s->base);
  if (start->scenario) report_text(r, "scenario", _("what if"), start->scenario);
  for (int i = 0; i < start->edits_count; i++) {
    snprintf(key, sizeof key, "edit_%d", i + 1);
    report_text(r, key, _("edit"), start->edits[i].label);
  }
  for (int a = 0; a < s->axes_count; a++) axis_fact(r, &s->axes[a], s->base->policy, a);
}

/* ---- tables ---- */

static void axis_columns(table *t, const sweep *s) {
  for (int a = 0; a < s->axes_count; a++)
    table_column(t, s->axes[a].target, s->axes[a].target, TABLE_TEXT);
}

static void axis_cells(table *t, const sweep *s, const sweep_point *p) {
  for (int a = 0; a < s->axes_count; a++) table_text(t, sweep_value(s, p, a)->text);
}

static void base_axis_cells(table *t, const sweep *s) {
  for (int a = 0; a < s->axes_count; a++) {
    if (s->axes[a].own.text)
      table_text(t, s->axes[a].own.text);
    else
      table_blank(t);
  }
}

static void figure_cell(table *t, const whatif_figure *f, int64_t v) {
  if (f->money)
    table_money(t, v);
  else
    table_count(t, v);
}

static void main_columns(table *t, const sweep *s, bool json) {
  char key[200];
  if (json) table_column(t, "row", "row", TABLE_TEXT);
  axis_columns(t, s);
  for (int m = 0; m < s->measures_count; m++) {
    table_type type = s->base_figures[m].money ? TABLE_MONEY : TABLE_COUNT;
    table_column(t, s->measures[m], measure_heading(s, m, json), type);
    if (s->base_figures[m].compared) continue;
    snprintf(key, sizeof key, "%s_difference", s->measures[m]);
    table_column(t, key, _("difference"), type);
  }
  if (s->gates_count) table_column(t, "crosses", _("crosses"), TABLE_TEXT);
  if (json) table_column(t, "own", "own", TABLE_FLAG);
  if (json) table_column(t, "unmoved", "unmoved", TABLE_TEXT);
  table_column(t, json ? "problem" : "remarks", _("remarks"), TABLE_TEXT);
}

static void base_row(table *t, const sweep *s, bool json) {
  if (json) table_text(t, "base");
  base_axis_cells(t, s);
  for (int m = 0; m < s->measures_count; m++) {
    const whatif_figure *f = &s->base_figures[m];
    if (f->compared) {
      table_blank(t);
      continue;
    }
    figure_cell(t, f, f->base);
    table_blank(t);
  }
  if (s->gates_count) table_blank(t);
  if (json) table_blank(t), table_blank(t);
  table_text(t, json ? "" : _("the script as it stands"));
}

static void point_row(table *t, const sweep *s, const sweep_point *p, bool json) {
  char text[3 * WORDS_ROOM];
  if (json) table_text(t, "point");
  axis_cells(t, s, p);
  for (int m = 0; m < s->measures_count; m++) {
    const whatif_figure *f = &p->figures[m];
    bool compared = s->base_figures[m].compared;
    if (p->problem) {
      table_blank(t);
      if (!compared) table_blank(t);
      continue;
    }
    figure_cell(t, f, f->scenario);
    if (!compared) figure_cell(t, f, f->difference);
  }
  if (s->gates_count) table_text(t, sweep_point_crosses(s, p, text, sizeof text));
  if (!json) {
    table_text(t, sweep_point_remark(s, p, text, sizeof text));
    return;
  }
  table_flag(t, p->own);
  table_text(t, sweep_point_unmoved(s, p, text, sizeof text));
  table_text(t, sweep_point_problem(p, text, sizeof text));
}

static void print_points(report *r, const sweep *s, bool json) {
  table *t = report_table(r, "sweep", _("The base, and every point against it"));
  main_columns(t, s, json);
  base_row(t, s, json);
  for (int i = 0; i < s->points_count; i++) point_row(t, s, &s->points[i], json);
}

/* ---- the undetermined ---- */

static void bounds_cells(table *t, const whatif_figure *f, int64_t low, int64_t high,
                         int64_t unbounded) {
  figure_cell(t, f, low), figure_cell(t, f, high);
  if (f->money) table_count(t, unbounded); /* people are never without bounds */
}

static void print_bounds(report *r, const sweep *s, bool json) {
  char key[200], heading[300];
  table *t = NULL;
  for (int m = 0; m < s->measures_count; m++) {
    if (!sweep_bounded(s, m)) continue;
    table_type type = s->base_figures[m].money ? TABLE_MONEY : TABLE_COUNT;
    if (!t) {
      t = report_table(r, "bounds", _("What the undetermined leave open"));
      if (json) table_column(t, "row", "row", TABLE_TEXT);
      axis_columns(t, s);
    }
    snprintf(key, sizeof key, "%s_low", s->measures[m]);
    snprintf(heading, sizeof heading, _("%s at least"), measure_heading(s, m, json));
    table_column(t, key, heading, type);
    snprintf(key, sizeof key, "%s_high", s->measures[m]);
    table_column(t, key, _("at most"), type);
    if (type == TABLE_COUNT) continue;
    snprintf(key, sizeof key, "%s_unbounded", s->measures[m]);
    table_column(t, key, _("without bounds"), TABLE_COUNT);
  }
  if (!t) return;
  if (json) table_text(t, "base");
  base_axis_cells(t, s);
  for (int m = 0; m < s->measures_count; m++) {
    const whatif_figure *f = &s->base_figures[m];
    if (sweep_bounded(s, m)) bounds_cells(t, f, f->base_low, f->base_high, f->base_unbounded);
  }
  for (int i = 0; i < s->points_count; i++) {
    const sweep_point *p = &s->points[i];
    if (p->problem) continue;
    if (json) table_text(t, "point");
    axis_cells(t, s, p);
    for (int m = 0; m < s->measures_count; m++)
      if (sweep_bounded(s, m))
        bounds_cells(t, &p->figures[m], p->figures[m].low, p->figures[m].high,
                     p->figures[m].unbounded);
  }
}

/* ---- behaviour ---- */

static void print_assumed(report *r, const sweep *s) {
  char people[24];
  if (s->assumptions_count == 0) return;
  table *t =
      report_table(r, "behaviour",
                   _("What is assumed about behaviour would add (in none of the figures above)"));
  axis_columns(t, s);
  table_column(t, "assumption", _("assumed"), TABLE_TEXT);
  table_column(t, "concerned", _("concerned"), TABLE_COUNT);
  table_column(t, "people", _("would enrol"), TABLE_TEXT);
  table_column(t, "cost", _("cost"), TABLE_MONEY);
  table_column(t, "personal_due", _("they pay"), TABLE_MONEY);
  for (int i = 0; i < s->points_count; i++)
    for (int k = 0; k < s->assumptions_count; k++) {
      const whatif_expected *x = &s->points[i].expected[k];
      if (s->points[i].problem) continue;
      money_format(x->people, people); /* hundredths, like fen */
      axis_cells(t, s, &s->points[i]);
      table_text(t, s->assumptions[k]), table_count(t, x->concerned), table_text(t, people);
      table_money(t, x->cost), table_money(t, x->personal_due);
    }
}

static void print_doubtful_gates(report *r, const sweep *s) {
  for (int g = 0; g < s->gates_count; g++) {
    int points = 0;
    for (int i = 0; i < s->points_count; i++) points += s->points[i].in_doubt[g];
    if (points)
      report_note(r,
                  _("%s holds at %d points by what is decided, but the undetermined could cross "
                    "it"),
                  s->gates[g].text, points);
  }
}

void print_sweep(report *r, const cli *c, const sweep *s, const policy *start) {
  bool json = c->options.json;
  print_question(r, c, s, start);
  print_points(r, s, json);
  print_doubtful_gates(r, s);
  print_bounds(r, s, json);
  print_assumed(r, s);
}
