/*
** page_chart.c - see page_chart.h. Across, everything is in hundredths of a percent of the width; down, in pixels. Numbers
** are whole: a chart is drawn the same everywhere.
*/
#include "studies/page_chart.h"

#include <stdio.h>

#include "studies/page_number.h"

__extension__ typedef __int128 wide;

enum {
  FULL = 10000,
  FIGURE_ROOM = 2500, /* beside the longest bar, for its figure */
  LABEL_HEIGHT = 20,
  BAR_HEIGHT = 16,
  BAR_GAP = 3,
  ROW_GAP = 14,
  LABEL_COLUMNS = 44, /* of 13 px: what a phone has room for */
  LINE_TOP = 24,
  LINE_HEIGHT = 190,
  LINE_BOTTOM = 34,
  LINE_LEFT = 1700, /* of the first point: the ticks' figures stand there */
  LINE_RIGHT = 400,
  TICKS_MAX = 6
};

/* "37.50%" */
typedef struct {
  char text[16];
} share;

static share share_of(int64_t hundredths) {
  share s;
  snprintf(s.text, sizeof s.text, "%d.%02d%%", (int)(hundredths / 100), (int)(hundredths % 100));
  return s;
}

static share pixels(int n) {
  share s;
  snprintf(s.text, sizeof s.text, "%d", n);
  return s;
}

static int64_t size_of(int64_t v) { return v < 0 ? -v : v; }

/* ---- the figure around a drawing ---- */

static void legend(page_writer *w, const page_chart *c, const char *const marks[2]) {
  if (!c->series[0]) return;
  page_open(w, "p", "class", "legend", "aria-hidden", "true", NULL);
  for (int i = 0; i < 2 && c->series[i]; i++) {
    page_open(w, "span", NULL);
    page_element(w, "i", marks[i], "");
    page_text(w, c->series[i]);
    page_close(w);
  }
  page_close(w);
}

static void begin_drawing(page_writer *w, const page_chart *c, int height) {
  char title[64], summary[64], names[140];
  snprintf(title, sizeof title, "%s-title", c->id);
  snprintf(summary, sizeof summary, "%s-summary", c->id);
  snprintf(names, sizeof names, "%s %s", title, summary);
  page_open(w, "svg", "width", "100%", "height", pixels(height).text, "role", "img",
            "aria-labelledby", names, NULL);
  page_open(w, "title", "id", title, NULL);
  page_text(w, c->title);
  page_close(w);
  page_open(w, "desc", "id", summary, NULL);
  page_text(w, c->summary);
  page_close(w);
}

static void begin_figure(page_writer *w, const page_chart *c, const char *const marks[2]) {
  page_open(w, "figure", "class", "chart", NULL);
  page_open(w, "figcaption", NULL);
  page_text(w, c->title);
  page_close(w);
  legend(w, c, marks);
}

static void end_figure(page_writer *w, const page_chart *c) {
  page_close(w); /* svg */
  if (c->below) page_element(w, "p", "below", c->below);
  page_close(w);
}

/* ---- bars ---- */

typedef struct {
  page_bars_kind kind;
  int series;
  bool money;
  int64_t least, most; /* at most 0, at least 0 */
  int64_t axis, room;  /* where zero is; what the longest bars of both sides share */
} bar_scale;

static bar_scale scale_of(const page_chart *c, page_bars_kind kind, const page_bar *bars,
                          int count) {
  bar_scale s = {
      .kind = kind, .series = kind == BARS_PAIR || kind == BARS_SIGNED ? 2 : 1, .money = c->money};
  for (int i = 0; i < count; i++)
    for (int k = 0; k < s.series; k++) {
      int64_t v = bars[i].values[k];
      if (v < s.least) s.least = v;
      if (v > s.most) s.most = v;
    }
  int64_t left = s.least < 0 ? FIGURE_ROOM : 0, right = s.most > 0 || !left ? FIGURE_ROOM : 0;
  s.room = FULL - left - right;
  s.axis = left + (int64_t)((wide)-s.least * s.room /
                            ((wide)s.most - s.least ? (wide)s.most - s.least : 1));
  return s;
}

static const char *figure_of(const bar_scale *s, int64_t v, char *buf) {
  if (s->kind == BARS_SIDES) return page_compact(size_of(v), s->money, false, buf);
  return page_compact(v, s->money, s->kind != BARS_PAIR, buf);
}

static void draw_bar(page_writer *w, const bar_scale *s, int64_t v, const char *class_name, int y) {
  char figure[PAGE_NUMBER];
  wide span = (wide)s->most - s->least;
  int64_t length = span == 0 ? 0 : (int64_t)((wide)size_of(v) * s->room / span);
  int64_t from = v < 0 ? s->axis - length : s->axis, end = v < 0 ? from : from + length;
  bool left = v < 0;
  page_empty(w, "rect", "class", class_name, "x", share_of(from).text, "y", pixels(y).text, "width",
             share_of(length).text, "height", pixels(BAR_HEIGHT).text, "rx", "1", NULL);
  page_open(w, "text", "class", "figure", "x", share_of(end).text, "y", pixels(y + 12).text, "dx",
            left ? "-6" : "6", "text-anchor", left ? "end" : NULL, NULL);
  page_text(w, figure_of(s, v, figure));
  page_close(w);
}

/* Columns of a text, a Chinese character two, and where it must be cut to fit. */
static size_t fitting(const char *text, int columns, bool *whole) {
  size_t i = 0;
  *whole = true;
  while (text[i]) {
    size_t n = 1;
    while (((unsigned char)text[i + n] & 0xC0) == 0x80) n++;
    columns -= n >= 3 ? 2 : 1;
    if (columns < 0) {
      *whole = false;
      return i;
    }
    i += n;
  }
  return i;
}

/* Over the bars, at the left, or at the right where all bars go to the left. */
static void draw_label(page_writer *w, const bar_scale *s, const char *label, int y) {
  char cut[256];
  bool whole, right = s->least < 0 && s->most == 0;
  size_t n = fitting(label, LABEL_COLUMNS, &whole);
  snprintf(cut, sizeof cut, "%.*s%s", (int)n, label, whole ? "" : "…");
  page_open(w, "text", "class", "label", "x", right ? "100%" : "0", "y", pixels(y + 14).text,
            "text-anchor", right ? "end" : NULL, NULL);
  page_text(w, cut);
  page_close(w);
}

static const char *class_of(page_bars_kind kind, int series, int64_t v) {
  switch (kind) {
    case BARS_PAIR: return series == 0 ? "hollow" : "filled";
    case BARS_SIGNED:
    case BARS_SINGLE: return series == 0 ? "filled" : "hollow";
    default: return v < 0 ? "worse" : "better";
  }
}

void page_bars(page_writer *w, const page_chart *c, page_bars_kind kind, const page_bar *bars,
               int count) {
  static const char *const marks[][2] = {[BARS_PAIR] = {"hollow", "filled"},
                                         [BARS_SIGNED] = {"filled", "hollow"},
                                         [BARS_SINGLE] = {"filled", "hollow"},
                                         [BARS_SIDES] = {"better", "worse"}};
  if (count == 0) return;
  bar_scale s = scale_of(c, kind, bars, count);
  int row = LABEL_HEIGHT + s.series * (BAR_HEIGHT + BAR_GAP) + ROW_GAP;
  int height = row * count - ROW_GAP + 2;
  begin_figure(w, c, marks[kind]);
  begin_drawing(w, c, height);
  share axis = share_of(s.axis);
  for (int i = 0; i < count; i++) {
    int y = row * i;
    draw_label(w, &s, bars[i].label, y);
    for (int k = 0; k < s.series; k++)
      draw_bar(w, &s, bars[i].values[k], class_of(kind, k, bars[i].values[k]),
               y + LABEL_HEIGHT + k * (BAR_HEIGHT + BAR_GAP));
    page_empty(w, "line", "class", "axis", "x1", axis.text, "x2", axis.text, "y1",
               pixels(y + LABEL_HEIGHT - 2).text, "y2", pixels(y + row - ROW_GAP).text, NULL);
  }
  end_figure(w, c);
}

/* ---- a line ---- */

typedef struct {
  int64_t low, high, step;
  bool money;
} line_scale;

/* Ticks at 1, 2 or 5 of a power of ten; of money, of whole yuan where the range has room for them. */
static line_scale line_scale_of(const int64_t *values, int count, bool money) {
  static const int factors[] = {2, 5, 10};
  line_scale s = {values[0], values[0], 1, money};
  for (int i = 1; i < count; i++) {
    if (values[i] < s.low) s.low = values[i];
    if (values[i] > s.high) s.high = values[i];
  }
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
  return s;
}

static int line_y(const line_scale *s, int64_t v) {
  return LINE_TOP + LINE_HEIGHT -
         (int)(((wide)v - s->low) * LINE_HEIGHT / ((wide)s->high - s->low));
}

static int64_t line_x(int i, int count) {
  return count < 2 ? FULL / 2
                   : LINE_LEFT + (int64_t)(FULL - LINE_LEFT - LINE_RIGHT) * i / (count - 1);
}

static void draw_ticks(page_writer *w, const line_scale *s) {
  char figure[PAGE_NUMBER];
  for (wide v = s->low; v <= s->high; v += s->step) {
    int y = line_y(s, (int64_t)v);
    page_empty(w, "line", "class", v == 0 ? "axis" : "grid", "x1", "0", "x2", "100%", "y1",
               pixels(y).text, "y2", pixels(y).text, NULL);
    page_open(w, "text", "class", "tick", "x", "0", "y", pixels(y - 4).text, NULL);
    page_text(w, page_compact((int64_t)v, s->money, false, figure));
    page_close(w);
  }
}

/* A drawing of its own inside, which is stretched across and keeps its height. */
static void draw_curve(page_writer *w, const line_scale *s, const int64_t *values, int count) {
  char point[48], frame[32];
  snprintf(frame, sizeof frame, "0 0 %d %d", FULL, LINE_TOP + LINE_HEIGHT + LINE_BOTTOM);
  page_open(w, "svg", "width", "100%", "height", pixels(LINE_TOP + LINE_HEIGHT + LINE_BOTTOM).text,
            "viewBox", frame, "preserveAspectRatio", "none", NULL);
  page_raw(w, "<polyline class=\"curve\" vector-effect=\"non-scaling-stroke\" points=\"");
  for (int i = 0; i < count; i++) {
    snprintf(point, sizeof point, "%s%d,%d", i ? " " : "", (int)line_x(i, count),
             line_y(s, values[i]));
    page_raw(w, point);
  }
  page_raw(w, "\"/>");
  page_close(w);
}

static void draw_points(page_writer *w, const line_scale *s, const int64_t *values, int count,
                        int chosen) {
  char figure[PAGE_NUMBER];
  for (int i = 0; i < count; i++) {
    bool mark = i == chosen;
    if (!mark && count > 40) continue;
    share x = share_of(line_x(i, count));
    int y = line_y(s, values[i]);
    if (mark)
      page_empty(w, "line", "class", "chosen", "x1", x.text, "x2", x.text, "y1", pixels(y).text,
                 "y2", pixels(LINE_TOP + LINE_HEIGHT).text, NULL);
    page_empty(w, "circle", "class", mark ? "mark" : "point", "cx", x.text, "cy", pixels(y).text,
               "r", mark ? "6" : "3", NULL);
    if (!mark) continue;
    int64_t across = line_x(i, count);
    page_open(w, "text", "class", "figure marked", "x", x.text, "y", pixels(y - 12).text,
              "text-anchor",
              across < 2500   ? "start"
              : across > 7500 ? "end"
                              : "middle",
              NULL);
    page_text(w, page_number(values[i], s->money, figure));
    page_close(w);
  }
}

/* As many labels as a phone has room for: the chosen one, and of the others none that would touch it. */
static void draw_labels(page_writer *w, const char *const *labels, int count, int chosen) {
  int step = (count + 4) / 5;
  for (int i = 0; i < count; i++) {
    int from_chosen = chosen < 0 ? count : i < chosen ? chosen - i : i - chosen;
    if (i != chosen && (i % step != 0 || from_chosen < step)) continue;
    int64_t across = line_x(i, count);
    page_open(w, "text", "class", i == chosen ? "tick marked" : "tick", "x", share_of(across).text,
              "y", pixels(LINE_TOP + LINE_HEIGHT + 22).text, "text-anchor",
              across < 1500   ? "start"
              : across > 8500 ? "end"
                              : "middle",
              NULL);
    page_text(w, labels[i]);
    page_close(w);
  }
}

void page_line(page_writer *w, const page_chart *c, const char *const *labels,
               const int64_t *values, int count, int chosen) {
  static const char *const marks[2] = {"curve-mark", "point-mark"};
  if (count == 0) return;
  line_scale s = line_scale_of(values, count, c->money);
  begin_figure(w, c, marks);
  begin_drawing(w, c, LINE_TOP + LINE_HEIGHT + LINE_BOTTOM);
  draw_ticks(w, &s);
  draw_curve(w, &s, values, count);
  draw_points(w, &s, values, count, chosen);
  draw_labels(w, labels, count, chosen);
  end_figure(w, c);
}
