/*
** page_table.h - a table of a page: the first cell of a row names it, figures stand right.
** Where the page is narrow, a table may become a list of headings and figures.
*/
#ifndef STUDIES_PAGE_TABLE_H
#define STUDIES_PAGE_TABLE_H

#include "studies/page_writer.h"

typedef struct {
  const char *heading;
  bool figure;
} page_column;

typedef enum {
  PAGE_NARROW, /* has room on a phone */
  PAGE_STACK,  /* a list there */
  PAGE_LIST,   /* a list there, of texts that need its width */
  PAGE_POINTS, /* a list there; else many columns of figures, whose headings may break */
  PAGE_SPARSE  /* a list there, without the figures that are 0 */
} page_table_kind;

typedef struct {
  page_writer *w;
  const page_column *columns; /* borrowed until page_table_end */
  int at;                     /* the next cell's */
  bool stack;
} page_table;

void page_table_begin(page_table *t, page_writer *w, const char *caption,
                      const page_column *columns, int count, page_table_kind kind);
void page_table_end(page_table *t);
/* class_name may be NULL. */
void page_row_begin(page_table *t, const char *class_name);
void page_row_end(page_table *t);

/* A cell whose content the caller writes, and then ends with page_close. */
void page_cell_open(page_table *t);
void page_cell_text(page_table *t, const char *text);
void page_cell_number(page_table *t, int64_t v, bool money);
void page_cell_signed(page_table *t, int64_t v, bool money);

#endif
