/*
** page_chart.h - bars for a page, drawn as inline SVG: one or two for each label, to the
** right, or to both sides where there are negative values; and what every chart has. Widths
** are shares of the page's, so that letters keep their size on a phone. Knows figures and
** labels; nothing of what they mean. (Curves: page_line.h.)
*/
#ifndef STUDIES_PAGE_CHART_H
#define STUDIES_PAGE_CHART_H

#include "studies/page_writer.h"

typedef struct {
  const char *id;              /* unique on the page, of letters */
  const char *title, *summary; /* the heading; what a reader who does not see it must know */
  bool money;                  /* values are fen; else people or things */
  const char *series[2];       /* names of the values, for the legend; NULL, NULL: no legend */
  const char *below;           /* a line under the chart; NULL */
} page_chart;

typedef struct {
  const char *label;
  int64_t values[2];
} page_bar;

typedef enum {
  BARS_PAIR,   /* two values: before (hollow) and after (filled), from zero */
  BARS_SIGNED, /* two values with signs: the first filled, the second hollow */
  BARS_SINGLE, /* values[0] alone, with its sign */
  BARS_SIDES /* values[0] alone: right and left mean better and worse; series name them; figures without a sign */
} page_bars_kind;

/* A figure element. Nothing is drawn where count is 0. */
void page_bars(page_writer *w, const page_chart *c, page_bars_kind kind, const page_bar *bars,
               int count);

#endif
