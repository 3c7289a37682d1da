/* page_figure.h - what stands around a chart's drawing, and lengths in it; private to the charts (page_chart.c, page_line.c). */
#ifndef STUDIES_PAGE_FIGURE_H
#define STUDIES_PAGE_FIGURE_H

#include "studies/page_chart.h"

/* "37.50%", "214" */
typedef struct {
  char text[16];
} page_length;

/* Of hundredths of a percent. */
page_length page_share(int64_t hundredths);
page_length page_pixels(int n);

/* The figure with its heading; a legend may follow. */
void page_figure_begin(page_writer *w, const page_chart *c);
/* The drawing with its title and summary. */
void page_drawing_begin(page_writer *w, const page_chart *c, int height);
/* Ends drawing and figure, with the line below. */
void page_figure_end(page_writer *w, const page_chart *c);

#endif
