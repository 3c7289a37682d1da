/* sweep_page_tables.c - a sweep's tables on its page: every point with its differences and bounds, gates, what is assumed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/page_behaviour.h"
#include "studies/page_table.h"
#include "studies/sweep_page_parts.h"
#include "studies/sweep_words.h"
#include "values/fault.h"

#define POINTS_MOST 400 /* rows of a table; a file has all of them */
#define NAMES_MOST 8    /* points that a gate names */
#define COLUMNS_MAX 16
#define REMARK_SIZE 3072

enum { PAGE_WIDTH = 890, FIRST_WIDTH = 120, REMARK_WIDTH = 170, LETTER = 8, PADDING = 24 };

static void points_heading(const sweep *s, char *buf, size_t size) {
  char name[SWEEP_NAME];
  size_t used = 0;
  for (int a = 0; a < s->axes_count && used < size; a++)
    used += (size_t)snprintf(buf + used, size - used, "%s%s", a ? " × " : "",
                             sweep_axis_name(s, a, name, sizeof name));
}

static int shown_points(const sweep *s) {
  return s->points_count < POINTS_MOST ? s->points_count : POINTS_MOST;
}

static void put_more(page_writer *w, const sweep *s) {
  char number[PAGE_NUMBER];
  if (s->points_count <= POINTS_MOST) return;
  page_open(w, "p", "class", "note", NULL);
  page_format(w, _("%s more points; --output FILE lists all of them."),
              page_number(s->points_count - POINTS_MOST, false, number));
  page_close(w);
}

/* ---- every point ---- */

/* A part of the measures that fits the page's width, with or without remarks. */
typedef struct {
  const int *measures;
  int count;
  bool bounds, remarks;
} points_table;

static int width_of(const sweep *s, int index) {
  char text[PAGE_NUMBER];
  size_t most = 8;
  bool money = s->base_figures[index].money;
  for (int i = 0; i < s->points_count; i++) {
    const whatif_figure *f = &s->points[i].figures[index];
    size_t plain = strlen(page_number(f->scenario, money, text));
    size_t high = strlen(page_number(f->high, money, text));
    if (plain > most) most = plain;
    if (high > most) most = high;
  }
  return (int)most * LETTER + PADDING;
}

static void put_two(page_table *t, const char *first, const char *second) {
  page_cell_open(t);
  page_open(t->w, "span", NULL);
  page_exact(t->w, first);
  if (second) {
    page_empty(t->w, "br", NULL);
    page_open(t->w, "small", NULL);
    page_exact(t->w, second);
    page_close(t->w);
  }
  page_close(t->w);
  page_close(t->w);
}

static void figure_cell(page_table *t, const whatif_figure *f, bool bounds, bool base) {
  char a[PAGE_NUMBER], b[PAGE_NUMBER];
  if (f->compared && base)
    put_two(t, "–", NULL);
  else if (bounds)
    put_two(t, page_number(base ? f->base_low : f->low, f->money, a),
            page_number(base ? f->base_high : f->high, f->money, b));
  else
    put_two(t, page_number(base ? f->base : f->scenario, f->money, a),
            base || f->compared ? NULL : page_signed(f->difference, f->money, b));
}

static void base_row(page_table *t, const sweep *s, const points_table *part) {
  char own[SWEEP_NAME] = "";
  size_t used = 0;
  for (int a = 0; a < s->axes_count && used < sizeof own; a++)
    used += (size_t)snprintf(own + used, sizeof own - used, "%s%s", a ? " × " : "",
                             s->axes[a].own.text ? s->axes[a].own.text : "–");
  page_row_begin(t, "sum");
  page_cell_text(t, own);
  for (int i = 0; i < part->count; i++)
    figure_cell(t, &s->base_figures[part->measures[i]], part->bounds, true);
  if (part->remarks) page_cell_text(t, _("the script as it stands"));
  page_row_end(t);
}

static void put_remarks(page_table *t, const sweep *s, const sweep_point *p) {
  char text[REMARK_SIZE];
  page_cell_open(t);
  if (*sweep_point_remark(s, p, text, sizeof text))
    page_element(t->w, sweep_point_stands(s, p) ? "span" : "strong", NULL, text);
  for (int g = 0; g < s->gates_count; g++) {
    if (!p->crossed[g]) continue;
    if (*text) page_empty(t->w, "br", NULL);
    page_open(t->w, "span", "class", "crossed", NULL);
    page_format(t->w, _("✗ crosses %s"), s->gates[g].text);
    page_close(t->w);
    text[0] = '\n'; /* the next one stands on a line of its own, too */
  }
  page_close(t->w);
}

static void point_row(page_table *t, const sweep *s, const sweep_point *p,
                      const points_table *part) {
  char name[SWEEP_NAME];
  page_row_begin(t, p->own ? "own" : NULL);
  page_cell_text(t, sweep_point_values(s, p, name, sizeof name));
  for (int i = 0; i < part->count; i++) {
    if (p->problem)
      put_two(t, "–", NULL);
    else
      figure_cell(t, &p->figures[part->measures[i]], part->bounds, false);
  }
  if (part->remarks) put_remarks(t, s, p);
  page_row_end(t);
}

static void put_part(page_writer *w, const sweep *s, const points_table *part) {
  char heading[2 * SWEEP_NAME], names[COLUMNS_MAX][SWEEP_NAME];
  page_column columns[COLUMNS_MAX + 2];
  page_table t;
  int n = 0;
  points_heading(s, heading, sizeof heading);
  columns[n++] = (page_column){heading, false};
  for (int i = 0; i < part->count; i++) {
    char name[SWEEP_NAME - 20];
    int m = part->measures[i];
    snprintf(names[i], SWEEP_NAME, s->base_figures[m].money ? _("%s, yuan") : "%s",
             sweep_measure_short(s, m, name, sizeof name));
    columns[n++] = (page_column){names[i], true};
  }
  if (part->remarks) columns[n++] = (page_column){_("remarks"), false};
  page_table_begin(&t, w, NULL, columns, n, PAGE_POINTS);
  base_row(&t, s, part);
  for (int i = 0; i < shown_points(s); i++) {
    if (part->bounds && s->points[i].problem) continue;
    point_row(&t, s, &s->points[i], part);
  }
  page_table_end(&t);
}

/* As many tables as the width asks for; the first has the remarks. */
static void put_parts(page_writer *w, const sweep *s, const int *measures, int count, bool bounds) {
  for (int from = 0; from < count;) {
    points_table part = {measures + from, 0, bounds, !bounds && from == 0};
    int room = PAGE_WIDTH - FIRST_WIDTH - (part.remarks ? REMARK_WIDTH : 0);
    do {
      room -= width_of(s, measures[from + part.count]);
      part.count++;
    } while (from + part.count < count && part.count < COLUMNS_MAX &&
             room >= width_of(s, measures[from + part.count]));
    put_part(w, s, &part);
    from += part.count;
  }
}

static void put_bounds(page_writer *w, const sweep *s, int *measures) {
  int count = 0;
  for (int m = 0; m < s->measures_count; m++)
    if (sweep_bounded(s, m)) measures[count++] = m;
  if (count == 0) return;
  page_section(w, _("What the undetermined leave open"));
  page_element(w, "p", "soft",
               _("First line: at least; second line: at most, with what the undetermined may add "
                 "where that has bounds."));
  put_parts(w, s, measures, count, true);
  page_close(w);
}

canbao_status sweep_put_points(page_writer *w, const sweep_page *p, canbao_error *error) {
  const sweep *s = p->sweep;
  int *measures = calloc((size_t)s->measures_count + 1, sizeof *measures);
  if (!measures) return fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
  for (int m = 0; m < s->measures_count; m++) measures[m] = m;
  page_section(w, _("The base, and every point against it"));
  page_element(w, "p", "soft", _("The second line of a cell is the difference to the base."));
  put_parts(w, s, measures, s->measures_count, false);
  put_more(w, s);
  page_close(w);
  put_bounds(w, s, measures);
  free(measures);
  return CANBAO_OK;
}

/* ---- two parameters with many values: a table of each measure instead of curves ---- */

static void grid_cell(page_table *t, const sweep *s, const sweep_point *p, int index) {
  char number[PAGE_NUMBER];
  const whatif_figure *f = &p->figures[index];
  page_cell_open(t);
  if (!sweep_point_stands(s, p))
    page_text(t->w, "×");
  else
    page_element(t->w, p->own ? "strong" : "span", p->own ? "chosen" : NULL,
                 page_number(f->scenario, f->money, number));
  if (p->own) page_text(t->w, " ●");
  page_close(t->w);
}

static void put_grid(page_writer *w, const sweep *s, int index, int from, int columns_count) {
  const sweep_axis *down = &s->axes[0], *across = &s->axes[1];
  page_column columns[COLUMNS_MAX + 1];
  char name[SWEEP_NAME], first[2 * SWEEP_NAME];
  page_table t;
  points_heading(s, first, sizeof first);
  columns[0] = (page_column){first, false};
  for (int k = 0; k < columns_count; k++)
    columns[k + 1] = (page_column){across->values[from + k].text, true};
  sweep_measure_name(s, index, name, sizeof name);
  page_table_begin(&t, w, name, columns, columns_count + 1, PAGE_POINTS);
  for (int i = 0; i < down->count; i++) {
    page_row_begin(&t, NULL);
    page_cell_text(&t, down->values[i].text);
    for (int k = 0; k < columns_count; k++)
      grid_cell(&t, s, &s->points[i * across->count + from + k], index);
    page_row_end(&t);
  }
  page_table_end(&t);
}

void sweep_put_grids(page_writer *w, const sweep_page *p) {
  const sweep *s = p->sweep;
  page_section(w, _("Over the range"));
  if (s->points_count > POINTS_MOST) {
    page_element(w, "p", NULL,
                 _("These are too many points to be drawn; --output FILE lists all of them."));
    page_close(w);
    return;
  }
  page_element(w, "p", "soft", _("● is the script as it stands, × a point that cannot stand."));
  for (int m = 0; m < s->measures_count; m++) {
    int fit = (PAGE_WIDTH - FIRST_WIDTH) / (width_of(s, m) + LETTER);
    if (fit < 1) fit = 1;
    if (fit > COLUMNS_MAX) fit = COLUMNS_MAX;
    for (int from = 0; from < s->axes[1].count; from += fit) {
      int left = s->axes[1].count - from;
      put_grid(w, s, m, from, left < fit ? left : fit);
    }
  }
  page_close(w);
}

/* ---- gates ---- */

static void gate_points(page_table *t, const sweep *s, const bool *(*of)(const sweep_point *),
                        int gate_index) {
  char name[SWEEP_NAME];
  int named = 0, points = 0;
  page_cell_open(t);
  for (int i = 0; i < s->points_count; i++) {
    if (!of(&s->points[i])[gate_index]) continue;
    if (points++ >= NAMES_MOST) continue;
    if (named++) page_text(t->w, ", ");
    page_text(t->w, sweep_point_values(s, &s->points[i], name, sizeof name));
  }
  if (points > named) page_format(t->w, _(" and %d more"), points - named);
  if (points == 0) page_text(t->w, "–");
  page_close(t->w);
}

static const bool *crossed_of(const sweep_point *p) { return p->crossed; }
static const bool *in_doubt_of(const sweep_point *p) { return p->in_doubt; }

static void gate_row(page_table *t, const sweep *s, int g) {
  char words[200];
  int judged = 0, crossed = 0;
  for (int i = 0; i < s->points_count; i++) {
    judged += !s->points[i].problem;
    crossed += s->points[i].crossed[g];
  }
  if (crossed)
    snprintf(words, sizeof words, _("✗ crossed at %d of %d points"), crossed, judged);
  else
    snprintf(words, sizeof words, _("✓ held at %d of %d points"), judged, judged);
  page_row_begin(t, NULL);
  page_cell_text(t, s->gates[g].text);
  page_cell_open(t);
  page_element(t->w, "span", crossed ? "crossed" : "held", words);
  page_close(t->w);
  gate_points(t, s, crossed_of, g);
  gate_points(t, s, in_doubt_of, g);
  page_row_end(t);
}

void sweep_put_gates(page_writer *w, const sweep_page *p) {
  const sweep *s = p->sweep;
  const page_column columns[] = {{_("gate"), false},
                                 {_("result"), false},
                                 {_("crossed at"), false},
                                 {_("held, but the undetermined could cross it at"), false}};
  page_table t;
  if (s->gates_count == 0) return;
  page_section(w, _("Conditions that must hold"));
  page_table_begin(&t, w, NULL, columns, 4, PAGE_LIST);
  for (int g = 0; g < s->gates_count; g++) gate_row(&t, s, g);
  page_table_end(&t);
  page_close(w);
}

/* ---- behaviour ---- */

static void assumption_table(page_writer *w, const sweep *s, int assumption) {
  char heading[2 * SWEEP_NAME], name[SWEEP_NAME];
  points_heading(s, heading, sizeof heading);
  page_behaviour table;
  page_behaviour_table(&table, w, s->assumptions[assumption], heading);
  for (int i = 0; i < shown_points(s); i++) {
    const sweep_point *p = &s->points[i];
    if (p->problem) continue;
    page_behaviour_row(&table, p->own ? "own" : NULL, sweep_point_values(s, p, name, sizeof name),
                       &p->expected[assumption]);
  }
  page_behaviour_table_end(&table);
}

void sweep_put_behaviour(page_writer *w, const sweep_page *p) {
  const sweep *s = p->sweep;
  if (s->assumptions_count == 0) return;
  page_behaviour_begin(w);
  for (int i = 0; i < s->assumptions_count; i++) assumption_table(w, s, i);
  put_more(w, s);
  page_close(w);
}
