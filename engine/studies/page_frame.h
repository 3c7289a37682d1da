/*
** page_frame.h - what every page of ours begins and ends with: the head with its style sheet,
** and the body, in the user's language. What stands between is the caller's.
*/
#ifndef STUDIES_PAGE_FRAME_H
#define STUDIES_PAGE_FRAME_H

#include "studies/page_writer.h"

/* Up to the open body; the caller adds header, main and footer elements. */
void page_frame_begin(page_writer *w, const char *title);
void page_frame_end(page_writer *w);

#endif
