/* page_head.h - the top of a page on a comparison: what is asked, of which rules, over which residents, on which day. */
#ifndef STUDIES_PAGE_HEAD_H
#define STUDIES_PAGE_HEAD_H

#include "studies/page_writer.h"
#include "studies/whatif_side.h"

typedef struct {
  const char *kicker, *title;
  const char *lead;        /* has one %s for the place and one %d for the year */
  const char *roster_path; /* only its last part is shown */
  const whatif_side *base;
} page_head;

/* Facts of the page's own may follow; ended with page_close for the facts and one more for the head. */
void page_head_begin(page_writer *w, const page_head *h);

#endif
