/*
** page_style.h - how our pages look: one style sheet, written into each page. System fonts
** only, contrast of at least 4.5 to 1 for text, nothing that colour alone says; tables turn
** into lists on a phone; prints without its washes.
*/
#ifndef STUDIES_PAGE_STYLE_H
#define STUDIES_PAGE_STYLE_H

extern const char *const page_style[]; /* lines; NULL-terminated */

#endif
