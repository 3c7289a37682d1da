/* page_figure.c - see page_figure.h. */
#include "studies/page_figure.h"

#include <stdio.h>

page_length page_share(int64_t hundredths) {
  page_length s;
  snprintf(s.text, sizeof s.text, "%d.%02d%%", (int)(hundredths / 100), (int)(hundredths % 100));
  return s;
}

page_length page_pixels(int n) {
  page_length s;
  snprintf(s.text, sizeof s.text, "%d", n);
  return s;
}

void page_figure_begin(page_writer *w, const page_chart *c) {
  page_open(w, "figure", "class", "chart", NULL);
  page_open(w, "figcaption", NULL);
  page_text(w, c->title);
  page_close(w);
}

void page_drawing_begin(page_writer *w, const page_chart *c, int height) {
  char title[64], summary[64], names[140];
  snprintf(title, sizeof title, "%s-title", c->id);
  snprintf(summary, sizeof summary, "%s-summary", c->id);
  snprintf(names, sizeof names, "%s %s", title, summary);
  page_open(w, "svg", "width", "100%", "height", page_pixels(height).text, "role", "img",
            "aria-labelledby", names, NULL);
  page_open(w, "title", "id", title, NULL);
  page_text(w, c->title);
  page_close(w);
  page_open(w, "desc", "id", summary, NULL);
  page_text(w, c->summary);
  page_close(w);
}

void page_figure_end(page_writer *w, const page_chart *c) {
  page_close(w); /* svg */
  if (c->below) page_element(w, "p", "below", c->below);
  page_close(w);
}
