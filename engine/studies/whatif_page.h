/*
** whatif_page.h - a comparison as one page for people who decide: the question, the three
** numbers that matter, charts, who is touched, what it rests on, and how to check it. One
** file, nothing from the network, no ID number. In the user's language.
*/
#ifndef STUDIES_WHATIF_PAGE_H
#define STUDIES_WHATIF_PAGE_H

#include "studies/attribution.h"
#include "studies/shared_local.h"
#include "studies/whatif_gates.h"

typedef struct {
  const whatif *whatif; /* with WHATIF_ALL */
  const whatif_proof *proof;
  const attribution *attribution; /* NULL: not asked for */
  const gate_result *gates;
  int gates_count;
  const char *const
      *edit_notes; /* by edit: why it changes nothing; NULL entries, or NULL: nothing to say */
  const shared_locals *shared; /* what an edit does not reach; NULL: nothing to say */
  const char *version;
  const char *roster_path; /* only its last part is shown */
  int64_t started;         /* seconds since 1970-01-01 UTC */
  int transitions_most;    /* rows of that table; 0: all */
} whatif_page;

/* Write it whole or not at all. The same comparison makes the same page, but for the time. CANBAO_DATA, CANBAO_LIMIT. */
canbao_status whatif_page_write(const whatif_page *page, const char *path, canbao_error *error);

#endif
