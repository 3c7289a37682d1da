/* sweep_page_curves.c - a sweep's curves on its page: one figure for each measure, a line for each value of the second parameter. */
#include <stdio.h>
#include <stdlib.h>

#include "studies/page_line.h"
#include "studies/sweep_page_parts.h"
#include "values/fault.h"

__extension__ typedef __int128 wide;

#define WORDS_SIZE 1000

/* What all figures of a page share: which axis goes across, in which order, and which one gives the lines. */
typedef struct {
  const sweep *s;
  int across, lines; /* axes; lines -1: there is one curve */
  int count, lines_count;
  int *order; /* by place: index of the value on the axis across; -1: the script's own */
  const char **labels;
  int64_t *at;     /* NULL where the values are no figures */
  int64_t *values; /* lines_count * count */
  bool *broken;    /* likewise */
  char names[PAGE_CURVES_MAX][SWEEP_NAME];
  int chosen, chosen_line;
} plot;

static bool measurable(const sweep_axis *a) { return a->kind != AXIS_FLAG && a->kind != AXIS_TEXT; }

static const axis_value *value_at(const plot *c, int index) {
  const sweep_axis *a = &c->s->axes[c->across];
  return index < 0 ? &a->own : &a->values[index];
}

/* Where a value stands: shares are made comparable, to a millionth. */
static int64_t place_of(const axis_value *v) {
  return v->den == 1 ? v->num : (int64_t)((wide)v->num * 1000000 / v->den);
}

/* A parameter that only the base fixes has its own place among the points, if none of them stands there. */
static bool own_is_added(const plot *c) {
  const sweep_axis *a = &c->s->axes[c->across];
  return c->s->plain && c->s->axes_count == 1 && c->s->own_point < 0 && a->own_index < 0 &&
         measurable(a) && !a->stated && a->own.text;
}

static void choose_axes(plot *c) {
  const sweep *s = c->s;
  c->across = 0, c->lines = -1, c->lines_count = 1;
  if (s->axes_count == 1) return;
  c->across = s->axes[1].count <= PAGE_CURVES_MAX ? 0 : 1;
  c->lines = 1 - c->across;
  c->lines_count = s->axes[c->lines].count;
}

/* By size, so that a range that runs down or a list makes the same curve; equal ones stay in their order. */
static void put_in_order(plot *c) {
  bool figures = measurable(&c->s->axes[c->across]);
  c->count = 0;
  if (own_is_added(c)) c->order[c->count++] = -1;
  for (int i = 0; i < c->s->axes[c->across].count; i++) {
    int k = c->count++;
    int64_t here = place_of(value_at(c, i));
    for (; figures && k > 0 && place_of(value_at(c, c->order[k - 1])) > here; k--)
      c->order[k] = c->order[k - 1];
    c->order[k] = i;
  }
  for (int k = 0; k < c->count; k++) {
    c->labels[k] = value_at(c, c->order[k])->text;
    if (figures) c->at[k] = place_of(value_at(c, c->order[k]));
  }
}

static void choose_point(plot *c) {
  const sweep *s = c->s;
  c->chosen = -1, c->chosen_line = 0;
  int own = s->own_point >= 0 ? s->points[s->own_point].at[c->across] : -1;
  if (s->own_point < 0 && !own_is_added(c)) return;
  for (int k = 0; k < c->count; k++)
    if (c->order[k] == own) c->chosen = k;
  if (c->lines >= 0) c->chosen_line = s->points[s->own_point].at[c->lines];
}

static void free_plot(plot *c) {
  free(c->order), free(c->labels), free(c->at), free(c->values), free(c->broken);
}

static bool make_plot(plot *c, const sweep *s) {
  char name[SWEEP_NAME];
  *c = (plot){.s = s};
  choose_axes(c);
  size_t room = (size_t)s->axes[c->across].count + 1, cells = room * (size_t)c->lines_count;
  c->order = calloc(room, sizeof *c->order);
  c->labels = calloc(room, sizeof *c->labels);
  c->at = calloc(room, sizeof *c->at);
  c->values = calloc(cells, sizeof *c->values);
  c->broken = calloc(cells, sizeof *c->broken);
  if (!c->order || !c->labels || !c->at || !c->values || !c->broken) return false;
  put_in_order(c);
  choose_point(c);
  for (int k = 0; k < c->lines_count && c->lines >= 0; k++)
    snprintf(c->names[k], SWEEP_NAME, "%s %s", sweep_axis_name(s, c->lines, name, sizeof name),
             s->axes[c->lines].values[k].text);
  return true;
}

static const sweep_point *point_at(const plot *c, int line, int index) {
  const sweep *s = c->s;
  int at[SWEEP_AXES_MAX] = {0};
  at[c->across] = index;
  if (c->lines >= 0) at[c->lines] = line;
  return &s->points[s->axes_count == 1 ? at[0] : at[0] * s->axes[1].count + at[1]];
}

static void take_values(plot *c, int index) {
  for (int line = 0; line < c->lines_count; line++)
    for (int k = 0; k < c->count; k++) {
      size_t cell = (size_t)line * (size_t)c->count + (size_t)k;
      if (c->order[k] < 0) {
        c->values[cell] = c->s->base_figures[index].base;
        continue;
      }
      const sweep_point *p = point_at(c, line, c->order[k]);
      c->broken[cell] = !sweep_point_stands(c->s, p);
      c->values[cell] = p->figures[index].scenario;
    }
}

/* ---- figures ---- */

/* "lowest 1,116,010 at 270; highest 1,122,490 at 330." */
static void words_of(const sweep *s, int index, char *buf, size_t size) {
  sweep_extremes x = sweep_extremes_of(s, index);
  bool money = s->base_figures[index].money;
  char low[PAGE_NUMBER], high[PAGE_NUMBER], a[SWEEP_NAME], b[SWEEP_NAME];
  buf[0] = '\0';
  if (x.standing == 0) return;
  snprintf(buf, size, _("Lowest %s at %s, highest %s at %s."),
           page_number(s->points[x.least].figures[index].scenario, money, low),
           sweep_point_values(s, &s->points[x.least], a, sizeof a),
           page_number(s->points[x.most].figures[index].scenario, money, high),
           sweep_point_values(s, &s->points[x.most], b, sizeof b));
}

static void put_level(page_writer *w, const sweep *s, int index, const char *title,
                      int64_t figure) {
  const whatif_figure *b = &s->base_figures[index];
  char number[PAGE_NUMBER];
  page_open(w, "figure", "class", "chart", NULL);
  page_element(w, "figcaption", NULL, title);
  page_open(w, "p", "class", "below", NULL);
  page_format(w, b->compared ? _("%s at every point.") : _("%s at every point, as it is now."),
              page_number(figure, b->money, number));
  page_close(w);
  page_close(w);
}

static void put_nothing(page_writer *w, const char *title) {
  page_open(w, "figure", "class", "chart", NULL);
  page_element(w, "figcaption", NULL, title);
  page_element(w, "p", "below", _("No point can stand, so there is nothing to draw."));
  page_close(w);
}

static void put_curve(page_writer *w, plot *c, int index, const char *title) {
  const sweep *s = c->s;
  char id[32], words[WORDS_SIZE], axis[SWEEP_NAME], below[SWEEP_NAME + 100];
  const sweep_axis *a = &s->axes[c->across];
  snprintf(id, sizeof id, "curve%d", index + 1);
  words_of(s, index, words, sizeof words);
  snprintf(below, sizeof below, a->kind == AXIS_MONEY ? _("Across: %s, yuan") : _("Across: %s"),
           sweep_axis_name(s, c->across, axis, sizeof axis));
  page_chart chart = {
      .id = id,
      .title = title,
      .summary = words,
      .money = s->base_figures[index].money,
      .series = {_("each value compared with the script"),
                 s->axes_count > 1 ? _("the script's own values") : _("the script's own value")},
      .below = below};
  page_lines lines = {.labels = c->labels,
                      .at = measurable(a) ? c->at : NULL,
                      .count = c->count,
                      .apart = !measurable(a),
                      .curves_count = c->lines_count,
                      .chosen = c->chosen,
                      .chosen_curve = c->chosen_line,
                      .broken = _("cannot stand")};
  take_values(c, index);
  for (int k = 0; k < c->lines_count; k++) {
    size_t from = (size_t)k * (size_t)c->count;
    lines.curves[k] = (page_curve){c->names[k], c->values + from, c->broken + from};
  }
  page_line(w, &chart, &lines);
}

/* Is there nothing to draw, as every point has the base's figure? */
static bool is_level(const sweep *s, int index) {
  const whatif_figure *b = &s->base_figures[index];
  sweep_extremes x = sweep_extremes_of(s, index);
  return x.standing == 0 ||
         (x.at_least == s->points_count &&
          (b->compared || b->base == s->points[x.least].figures[index].scenario));
}

static void put_measure(page_writer *w, plot *c, int index) {
  const sweep *s = c->s;
  sweep_extremes x = sweep_extremes_of(s, index);
  char name[SWEEP_NAME], title[SWEEP_NAME + 20];
  sweep_measure_name(s, index, name, sizeof name);
  snprintf(title, sizeof title, s->base_figures[index].money ? _("%s, yuan") : _("%s, people"),
           name);
  if (x.standing == 0)
    put_nothing(w, title);
  else if (is_level(s, index))
    put_level(w, s, index, title, s->points[x.least].figures[index].scenario);
  else
    put_curve(w, c, index, title);
}

/* What is drawn first, so that there are no holes between the drawings. */
static void put_measures(page_writer *w, plot *c) {
  for (int level = 0; level < 2; level++)
    for (int m = 0; m < c->s->measures_count; m++)
      if (is_level(c->s, m) == (level == 1)) put_measure(w, c, m);
}

static bool too_many_lines(const sweep *s) {
  return s->axes_count > 1 && s->axes[0].count > PAGE_CURVES_MAX &&
         s->axes[1].count > PAGE_CURVES_MAX;
}

canbao_status sweep_put_curves(page_writer *w, const sweep_page *p, canbao_error *error) {
  const sweep *s = p->sweep;
  plot c;
  if (too_many_lines(s)) {
    sweep_put_grids(w, p);
    return CANBAO_OK;
  }
  bool made = make_plot(&c, s);
  if (made) {
    page_section(w, _("Over the range"));
    page_open(w, "div", "class", "charts", NULL);
    put_measures(w, &c);
    page_close(w);
    if (c.chosen < 0)
      page_element(w, "p", "note",
                   _("The script's own values are not among the points, so none is marked."));
    page_close(w);
  }
  free_plot(&c);
  return made ? CANBAO_OK : fault(error, CANBAO_LIMIT, "%s", _("memory ran out"));
}
