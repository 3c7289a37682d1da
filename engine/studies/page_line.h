/*
** page_line.h - curves for a page, drawn as inline SVG: up to five over the same labels, told
** apart by dashes and the shape of their points, one point marked as chosen. Knows figures
** and labels; nothing of what they mean.
*/
#ifndef STUDIES_PAGE_LINE_H
#define STUDIES_PAGE_LINE_H

#include "studies/page_chart.h"

#define PAGE_CURVES_MAX 5

typedef struct {
  const char *name;      /* for the legend; NULL where there is one curve */
  const int64_t *values; /* by label */
  const bool
      *broken; /* by label: no value stands there, and the curve is interrupted; NULL: none */
} page_curve;

typedef struct {
  const char *const *labels;
  const int64_t *at; /* where each label stands: never falling; NULL: at even steps */
  int count;
  bool apart; /* nothing lies between two labels: points without a line */
  page_curve curves[PAGE_CURVES_MAX];
  int curves_count;
  int chosen, chosen_curve; /* the marked point; -1: none */
  const char *broken;       /* what an interruption means, for the legend */
} page_lines;

/* A figure element. series[0] names a lone curve, series[1] the marked point; nothing is drawn without labels. */
void page_line(page_writer *w, const page_chart *c, const page_lines *l);

#endif
