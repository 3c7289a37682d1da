/* page_table.c - see page_table.h. */
#include "studies/page_table.h"

#include "studies/page_number.h"

void page_table_begin(page_table *t, page_writer *w, const char *caption,
                      const page_column *columns, int count, page_table_kind kind) {
  *t = (page_table){.w = w, .columns = columns, .stack = kind != PAGE_NARROW};
  static const char *const classes[] = {NULL, "stack", "stack list", "stack points",
                                        "stack sparse"};
  page_open(w, "table", "class", classes[kind], NULL);
  if (caption) page_element(w, "caption", NULL, caption);
  page_open(w, "thead", NULL);
  page_open(w, "tr", NULL);
  for (int i = 0; i < count; i++) {
    page_open(w, "th", "scope", "col", "class", columns[i].figure ? "n" : NULL, NULL);
    page_text(w, columns[i].heading);
    page_close(w);
  }
  page_close(w);
  page_close(w);
  page_open(w, "tbody", NULL);
}

void page_table_end(page_table *t) {
  page_close(t->w);
  page_close(t->w);
}

void page_row_begin(page_table *t, const char *class_name) {
  t->at = 0;
  page_open(t->w, "tr", "class", class_name, NULL);
}

void page_row_end(page_table *t) { page_close(t->w); }

static void open_cell(page_table *t, const char *class_name) {
  const page_column *c = &t->columns[t->at];
  if (t->at++ == 0)
    page_open(t->w, "th", "scope", "row", "class", class_name, NULL);
  else
    page_open(t->w, "td", "class", class_name, "data-label", t->stack ? c->heading : NULL, NULL);
}

void page_cell_open(page_table *t) { open_cell(t, t->columns[t->at].figure ? "n" : NULL); }

void page_cell_text(page_table *t, const char *text) {
  page_cell_open(t);
  page_text(t->w, text);
  page_close(t->w);
}

/* Figures have separators, so that none can look like an ID number. */
static void figure(page_table *t, int64_t v, const char *text) {
  open_cell(t, v == 0 ? "n zero" : "n");
  page_exact(t->w, text);
  page_close(t->w);
}

void page_cell_number(page_table *t, int64_t v, bool money) {
  char text[PAGE_NUMBER];
  figure(t, v, page_number(v, money, text));
}

void page_cell_signed(page_table *t, int64_t v, bool money) {
  char text[PAGE_NUMBER];
  figure(t, v, page_signed(v, money, text));
}
