/* whatif_page_parts.h - the parts of a comparison's page, private to engine/studies/whatif_page*.c. */
#ifndef STUDIES_WHATIF_PAGE_PARTS_H
#define STUDIES_WHATIF_PAGE_PARTS_H

#include "studies/page_number.h"
#include "studies/page_parts.h"
#include "studies/page_writer.h"
#include "studies/whatif_page.h"
#include "values/message.h"

#define TITLE_SIZE 600
#define WORDS_SIZE 2000

/* Each writes whole elements, or nothing where there is nothing to say. CANBAO_LIMIT when memory ran out. */
canbao_status page_put_charts(page_writer *w, const whatif_page *p, canbao_error *error);
void page_put_attribution(page_writer *w, const whatif_page *p);
void page_put_transitions(page_writer *w, const whatif_page *p);
canbao_status page_put_status(page_writer *w, const whatif_page *p, canbao_error *error);
void page_put_money(page_writer *w, const whatif_page *p);
void page_put_towns(page_writer *w, const whatif_page *p);
/* How many townships count, rank or earn otherwise. */
int page_changed_towns(const whatif *w);
void page_put_expected(page_writer *w, const whatif_page *p);
void page_put_gates(page_writer *w, const whatif_page *p);

#endif
