/* page_behaviour.h - what is assumed about behaviour, on a page on a comparison: always apart from every other figure. */
#ifndef STUDIES_PAGE_BEHAVIOUR_H
#define STUDIES_PAGE_BEHAVIOUR_H

#include "studies/page_table.h"
#include "studies/whatif.h"

/* The section and its warning; ended with page_close. */
void page_behaviour_begin(page_writer *w);
/* A table in it, whose first column is headed `first`; ended with page_table_end. `caption` may be NULL. */
void page_behaviour_table(page_table *t, page_writer *w, const char *caption, const char *first);
void page_behaviour_row(page_table *t, const char *css, const char *first,
                        const whatif_expected *e);

#endif
