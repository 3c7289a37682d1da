/*
** sweep_page.h - a sweep as one page for people who decide: the question, each measure's figure
** in the base and its least and greatest over the range, a curve of each, every point with its
** difference, gates, what is assumed, and how to check it. One file, nothing from the network,
** no ID number. In the user's language.
*/
#ifndef STUDIES_SWEEP_PAGE_H
#define STUDIES_SWEEP_PAGE_H

#include "studies/sweep.h"

typedef struct {
  const sweep *sweep;
  const policy *start; /* what the points start from; the base's own without scenario and --set */
  const whatif_proof *proof;
  const char *version;
  const char *roster_path; /* only its last part is shown */
  int64_t started;         /* seconds since 1970-01-01 UTC */
} sweep_page;

/* Write it whole or not at all. The same sweep makes the same page, but for the time. CANBAO_DATA, CANBAO_LIMIT. */
canbao_status sweep_page_write(const sweep_page *page, const char *path, canbao_error *error);

#endif
