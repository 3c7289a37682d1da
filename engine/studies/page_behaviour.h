/* page_behaviour.h - what is assumed about behaviour, on a page on a comparison: always apart from every other figure. */
#ifndef STUDIES_PAGE_BEHAVIOUR_H
#define STUDIES_PAGE_BEHAVIOUR_H

#include "studies/page_table.h"
#include "studies/whatif.h"

/* The section and its warning; ended with page_close. */
void page_behaviour_begin(page_writer *w);

typedef struct {
  page_table table;
  page_column columns[5]; /* the table looks at them to its end */
} page_behaviour;

/* A table in it, whose first column is headed `first` (borrowed). `caption` may be NULL. Stays where it is. */
void page_behaviour_table(page_behaviour *b, page_writer *w, const char *caption,
                          const char *first);
void page_behaviour_row(page_behaviour *b, const char *css, const char *first,
                        const whatif_expected *e);
void page_behaviour_table_end(page_behaviour *b);

#endif
