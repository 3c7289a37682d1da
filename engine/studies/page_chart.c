/*
** page_chart.c - see page_chart.h. Across, everything is in hundredths of a percent of the width; down, in pixels. Numbers
** are whole: a chart is drawn the same everywhere.
*/
#include "studies/page_chart.h"

#include <stdio.h>

#include "studies/page_figure.h"
#include "studies/page_number.h"

__extension__ typedef __int128 wide;

enum {
  FULL = 10000,
  FIGURE_ROOM = 2500, /* beside the longest bar, for its figure */
  LABEL_HEIGHT = 20,
  BAR_HEIGHT = 16,
  BAR_GAP = 3,
  ROW_GAP = 14,
  LABEL_COLUMNS = 44 /* of 13 px: what a phone has room for */
};

static int64_t size_of(int64_t v) { return v < 0 ? -v : v; }

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
  page_empty(w, "rect", "class", class_name, "x", page_share(from).text, "y", page_pixels(y).text,
             "width", page_share(length).text, "height", page_pixels(BAR_HEIGHT).text, "rx", "1",
             NULL);
  page_open(w, "text", "class", "figure", "x", page_share(end).text, "y", page_pixels(y + 12).text,
            "dx", left ? "-6" : "6", "text-anchor", left ? "end" : NULL, NULL);
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
  page_open(w, "text", "class", "label", "x", right ? "100%" : "0", "y", page_pixels(y + 14).text,
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
  page_figure_begin(w, c);
  legend(w, c, marks[kind]);
  page_drawing_begin(w, c, height);
  page_length axis = page_share(s.axis);
  for (int i = 0; i < count; i++) {
    int y = row * i;
    draw_label(w, &s, bars[i].label, y);
    for (int k = 0; k < s.series; k++)
      draw_bar(w, &s, bars[i].values[k], class_of(kind, k, bars[i].values[k]),
               y + LABEL_HEIGHT + k * (BAR_HEIGHT + BAR_GAP));
    page_empty(w, "line", "class", "axis", "x1", axis.text, "x2", axis.text, "y1",
               page_pixels(y + LABEL_HEIGHT - 2).text, "y2", page_pixels(y + row - ROW_GAP).text,
               NULL);
  }
  page_figure_end(w, c);
}
