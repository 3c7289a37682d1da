/* page_doubts.h - what the notice leaves open, on a page: the readings taken, and how many decisions rest on each. */
#ifndef STUDIES_PAGE_DOUBTS_H
#define STUDIES_PAGE_DOUBTS_H

#include "studies/page_writer.h"
#include "studies/whatif_side.h"

/* A section of its own; nothing where no decision of this side rests on a doubt. */
void page_put_doubts(page_writer *w, const whatif_side *s);

#endif
