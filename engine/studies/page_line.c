/* page_line.c - see page_line.h. Lengths are page_chart.c's: hundredths of a percent across, pixels down, all whole. */
#include "studies/page_line.h"

#include <stdio.h>
#include <string.h>

#include "studies/page_figure.h"
#include "studies/page_number.h"

__extension__ typedef __int128 wide;

enum {
  FULL = 10000,
  TOP = 24,
  HEIGHT = 190,
  BOTTOM = 34,
  LEFT = 1700, /* of the first point: the ticks' figures stand there */
  RIGHT = 400,
  TICKS_MAX = 6,
  POINTS_MOST = 40, /* more of them are no longer drawn one by one */
  PHONE = 320,      /* pixels that a drawing has at least */
  LETTER = 7        /* pixels of a tick's letter, a Chinese one two */
};

typedef struct {
  const page_lines *l;
  bool money, exact; /* ticks as they are: rounded to their unit they would be alike */
  int64_t low, high, step, left;
} scale;

/* Points of the curves by their shape, as paths around 0, 0. */
static const char *const shapes[PAGE_CURVES_MAX] = {
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z", "M-4,-4h8v8h-8z", "M0,-5L5,4L-5,4z",
    "M0,-5.5L5.5,0L0,5.5L-5.5,0z", "M-1.5,-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z"};
static const char *const curve_classes[PAGE_CURVES_MAX] = {"curve", "curve two", "curve three",
                                                           "curve four", "curve five"};
static const char *const shape_classes[PAGE_CURVES_MAX] = {"shape", "shape two", "shape three",
                                                           "shape four", "shape five"};

static bool is_broken(const page_curve *c, int i) { return c->broken && c->broken[i]; }

/* ---- the scale ---- */

static int letters_of(const char *text) {
  int n = 0;
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if ((c & 0xC0) != 0x80) n += c >= 0xE3 ? 2 : 1; /* from U+3000 on */
  }
  return n;
}

static int64_t share_of_letters(int letters) { return (int64_t)letters * LETTER * FULL / PHONE; }

static const char *tick_text(const scale *s, int64_t v, char *buf) {
  return s->exact ? page_number(v, s->money, buf) : page_compact(v, s->money, false, buf);
}

static void widen(scale *s) {
  bool any = false;
  for (int k = 0; k < s->l->curves_count; k++) {
    const page_curve *c = &s->l->curves[k];
    for (int i = 0; i < s->l->count; i++) {
      if (is_broken(c, i)) continue;
      if (!any || c->values[i] < s->low) s->low = c->values[i];
      if (!any || c->values[i] > s->high) s->high = c->values[i];
      any = true;
    }
  }
}

/* Are two ticks written alike? */
static bool alike(const scale *s) {
  char a[PAGE_NUMBER], b[PAGE_NUMBER];
  for (wide v = s->low; v + s->step <= s->high; v += s->step)
    if (strcmp(tick_text(s, (int64_t)v, a), tick_text(s, (int64_t)(v + s->step), b)) == 0)
      return true;
  return false;
}

/* Ticks at 1, 2 or 5 of a power of ten; of money, of whole yuan where the range has room for them. */
static scale scale_of(const page_lines *l, bool money) {
  static const int factors[] = {2, 5, 10};
  scale s = {.l = l, .money = money, .left = LEFT};
  char text[PAGE_NUMBER];
  widen(&s);
  wide range = (wide)s.high - s.low, decade = 1, step = 1;
  for (int i = 0; range / step >= TICKS_MAX - 1; i++) {
    step = decade * factors[i % 3];
    if (i % 3 == 2) decade *= 10;
  }
  s.step = (int64_t)step;
  int64_t below = s.low % s.step, above = s.high % s.step;
  s.low -= below < 0 ? below + s.step : below;
  s.high += above > 0 ? s.step - above : -above;
  if (s.low == s.high) s.high += s.step;
  s.exact = alike(&s);
  for (wide v = s.low; v <= s.high; v += s.step) {
    int64_t room = share_of_letters(letters_of(tick_text(&s, (int64_t)v, text)));
    if (room > s.left) s.left = room;
  }
  return s;
}

static int y_of(const scale *s, int64_t v) {
  return TOP + HEIGHT - (int)(((wide)v - s->low) * HEIGHT / ((wide)s->high - s->low));
}

static int64_t x_of(const scale *s, int i) {
  const int64_t *at = s->l->at;
  int last = s->l->count - 1;
  int64_t room = FULL - s->left - RIGHT;
  if (last < 1) return FULL / 2;
  if (!at || at[last] == at[0]) return s->left + room * i / last;
  return s->left + (int64_t)(((wide)at[i] - at[0]) * room / ((wide)at[last] - at[0]));
}

/* ---- drawing ---- */

static void draw_ticks(page_writer *w, const scale *s) {
  char figure[PAGE_NUMBER];
  for (wide v = s->low; v <= s->high; v += s->step) {
    int y = y_of(s, (int64_t)v);
    page_empty(w, "line", "class", v == 0 ? "axis" : "grid", "x1", "0", "x2", "100%", "y1",
               page_pixels(y).text, "y2", page_pixels(y).text, NULL);
    page_open(w, "text", "class", "tick", "x", "0", "y", page_pixels(y - 4).text, NULL);
    page_text(w, tick_text(s, (int64_t)v, figure));
    page_close(w);
  }
}

/* From `from` to the next interruption; returns where that is. */
static int draw_piece(page_writer *w, const scale *s, int curve, int from) {
  const page_curve *c = &s->l->curves[curve];
  char point[48];
  int i = from;
  page_raw(w, "<polyline class=\"");
  page_raw(w, curve_classes[curve]);
  page_raw(w, "\" vector-effect=\"non-scaling-stroke\" points=\"");
  for (; i < s->l->count && !is_broken(c, i); i++) {
    snprintf(point, sizeof point, "%s%d,%d", i > from ? " " : "", (int)x_of(s, i),
             y_of(s, c->values[i]));
    page_raw(w, point);
  }
  page_raw(w, "\"/>");
  return i;
}

/* A drawing of its own inside, which is stretched across and keeps its height. */
static void draw_curves(page_writer *w, const scale *s) {
  char frame[32];
  if (s->l->apart) return;
  snprintf(frame, sizeof frame, "0 0 %d %d", FULL, TOP + HEIGHT + BOTTOM);
  page_open(w, "svg", "width", "100%", "height", page_pixels(TOP + HEIGHT + BOTTOM).text, "viewBox",
            frame, "preserveAspectRatio", "none", NULL);
  for (int k = 0; k < s->l->curves_count; k++)
    for (int i = 0; i < s->l->count; i++)
      if (!is_broken(&s->l->curves[k], i)) i = draw_piece(w, s, k, i);
  page_close(w);
}

/* A shape at a point: it keeps its size, whatever the width. */
static void draw_shape(page_writer *w, int64_t x, int y, const char *class_name, const char *path) {
  page_open(w, "svg", "class", "at", "x", page_share(x).text, "y", page_pixels(y).text, NULL);
  page_empty(w, "path", "class", class_name, "d", path, NULL);
  page_close(w);
}

static const char *anchor_of(int64_t across, int64_t edge) {
  return across < edge ? "start" : across > FULL - edge ? "end" : "middle";
}

static void draw_chosen(page_writer *w, const scale *s, int64_t v) {
  char figure[PAGE_NUMBER];
  int64_t across = x_of(s, s->l->chosen);
  page_length x = page_share(across);
  int y = y_of(s, v);
  page_empty(w, "line", "class", "chosen", "x1", x.text, "x2", x.text, "y1", page_pixels(y).text,
             "y2", page_pixels(TOP + HEIGHT).text, NULL);
  page_empty(w, "circle", "class", "mark", "cx", x.text, "cy", page_pixels(y).text, "r", "6", NULL);
  page_open(w, "text", "class", "figure marked", "x", x.text, "y", page_pixels(y - 12).text,
            "text-anchor", anchor_of(across, 2500), NULL);
  page_text(w, page_number(v, s->money, figure));
  page_close(w);
}

/* Does no piece of a curve show this point, as neither neighbour stands? */
static bool lonely(const page_lines *l, const page_curve *c, int i) {
  return l->apart ||
         ((i == 0 || is_broken(c, i - 1)) && (i + 1 == l->count || is_broken(c, i + 1)));
}

static void draw_points(page_writer *w, const scale *s, int curve) {
  const page_lines *l = s->l;
  const page_curve *c = &l->curves[curve];
  for (int i = 0; i < l->count; i++) {
    int64_t x = x_of(s, i);
    if (is_broken(c, i)) {
      draw_shape(w, x, TOP + HEIGHT, "gone", "M-5,-5L5,5M-5,5L5,-5");
      continue;
    }
    int y = y_of(s, c->values[i]);
    if ((i == l->chosen && curve == l->chosen_curve) ||
        (l->count > POINTS_MOST && !lonely(l, c, i)))
      continue;
    if (l->curves_count > 1)
      draw_shape(w, x, y, shape_classes[curve], shapes[curve]);
    else
      page_empty(w, "circle", "class", "point", "cx", page_share(x).text, "cy", page_pixels(y).text,
                 "r", "3", NULL);
  }
}

/* ---- labels ---- */

typedef struct {
  int64_t from, to;
} extent;

static extent extent_of(const scale *s, int i) {
  int64_t x = x_of(s, i), width = share_of_letters(letters_of(s->l->labels[i]));
  const char *anchor = anchor_of(x, 1500);
  if (anchor[0] == 's') return (extent){x, x + width};
  return anchor[0] == 'e' ? (extent){x - width, x} : (extent){x - width / 2, x + width / 2};
}

static bool touch(extent a, extent b) {
  int64_t gap = share_of_letters(2);
  return a.from < b.to + gap && b.from < a.to + gap;
}

static void draw_label(page_writer *w, const scale *s, int i) {
  int64_t across = x_of(s, i);
  page_open(w, "text", "class", i == s->l->chosen ? "tick marked" : "tick", "x",
            page_share(across).text, "y", page_pixels(TOP + HEIGHT + 22).text, "text-anchor",
            anchor_of(across, 1500), NULL);
  page_text(w, s->l->labels[i]);
  page_close(w);
}

/* As many as a phone has room for: the chosen one, the last, and of the others, from the first on, none that would touch
** another. */
static void draw_labels(page_writer *w, const scale *s) {
  const extent nowhere = {-FULL, -FULL};
  int last = s->l->count - 1;
  extent chosen = s->l->chosen < 0 ? nowhere : extent_of(s, s->l->chosen), before = nowhere;
  extent end = touch(extent_of(s, last), chosen) ? nowhere : extent_of(s, last);
  for (int i = 0; i <= last; i++) {
    extent here = extent_of(s, i);
    if (i != s->l->chosen && (touch(here, chosen) || touch(here, before))) continue;
    if (i < last && i != s->l->chosen && touch(here, end)) continue;
    draw_label(w, s, i);
    before = here;
  }
}

/* ---- the legend ---- */

static bool any_broken(const page_lines *l) {
  for (int k = 0; k < l->curves_count; k++)
    for (int i = 0; i < l->count; i++)
      if (is_broken(&l->curves[k], i)) return true;
  return false;
}

static void legend_curve(page_writer *w, const page_lines *l, int curve) {
  page_open(w, "span", NULL);
  page_open(w, "svg", "class", "sample", "width", "38", "height", "12", NULL);
  if (!l->apart)
    page_empty(w, "line", "class", curve_classes[curve], "x1", "0", "x2", "38", "y1", "6", "y2",
               "6", NULL);
  page_empty(w, "path", "class", shape_classes[curve], "transform", "translate(19,6)", "d",
             shapes[curve], NULL);
  page_close(w);
  page_text(w, l->curves[curve].name);
  page_close(w);
}

static void legend_mark(page_writer *w, const char *mark, const char *words) {
  page_open(w, "span", NULL);
  page_element(w, "i", mark, strcmp(mark, "gone-mark") == 0 ? "×" : "");
  page_text(w, words);
  page_close(w);
}

static void legend(page_writer *w, const page_chart *c, const page_lines *l) {
  page_open(w, "p", "class", "legend", "aria-hidden", "true", NULL);
  if (l->curves_count == 1 && c->series[0])
    legend_mark(w, l->apart ? "dot-mark" : "curve-mark", c->series[0]);
  for (int k = 0; k < l->curves_count && l->curves_count > 1; k++) legend_curve(w, l, k);
  if (l->chosen >= 0 && c->series[1]) legend_mark(w, "point-mark", c->series[1]);
  if (any_broken(l) && l->broken) legend_mark(w, "gone-mark", l->broken);
  page_close(w);
}

void page_line(page_writer *w, const page_chart *c, const page_lines *l) {
  if (l->count == 0 || l->curves_count == 0) return;
  scale s = scale_of(l, c->money);
  page_figure_begin(w, c);
  legend(w, c, l);
  page_drawing_begin(w, c, TOP + HEIGHT + BOTTOM);
  draw_ticks(w, &s);
  draw_curves(w, &s);
  for (int k = 0; k < l->curves_count; k++) draw_points(w, &s, k);
  if (l->chosen >= 0 && !is_broken(&l->curves[l->chosen_curve], l->chosen))
    draw_chosen(w, &s, l->curves[l->chosen_curve].values[l->chosen]);
  draw_labels(w, &s);
  page_figure_end(w, c);
}
