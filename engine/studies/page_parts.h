/*
** page_parts.h - the pieces that a page on a comparison is put together from: sections, facts,
** cards with one number, alarms. Words and figures are the caller's.
*/
#ifndef STUDIES_PAGE_PARTS_H
#define STUDIES_PAGE_PARTS_H

#include "host/policy.h"
#include "studies/page_writer.h"

/* What an effect is called in a sentence: its heading, of no effect the name as it is. */
const char *page_effect_name(const policy *p, const char *name, char *buf, size_t size);
/* A section with its heading; ended with page_close. */
void page_section(page_writer *w, const char *heading);
/* A line of a dl. */
void page_fact(page_writer *w, const char *name, const char *text);
/* A card: heading and one large figure with its unit. What follows is the caller's; ended with page_close. */
void page_number_begin(page_writer *w, const char *heading, const char *figure, const char *unit);
/* What must not be overlooked. */
void page_alarm(page_writer *w, const char *text);
/* Rules that contradict each other or say nothing are not the same as data that is missing: an alarm for the residents
** without a decision (`by` DECISION_*); `format` has one %s for how many. Nothing where there is none. */
void page_no_decision(page_writer *w, const int64_t *by, const char *format);
void page_footer(page_writer *w, const char *version);

#endif
