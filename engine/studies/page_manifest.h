/*
** page_manifest.h - the end of a page on a comparison: what makes it again, and the proof that
** base and scenario stayed apart.
*/
#ifndef STUDIES_PAGE_MANIFEST_H
#define STUDIES_PAGE_MANIFEST_H

#include "studies/page_writer.h"
#include "studies/whatif.h"

typedef struct {
  const whatif_side *base;
  const policy *scenario; /* whose scripts are listed beside the base's; NULL: the same scripts */
  const whatif_proof *proof;
  const char *version;
  int64_t started; /* seconds since 1970-01-01 UTC: the only thing that differs from run to run */
} page_manifest;

/* A section of its own. Of paths only what is the same on every machine is shown. */
void page_put_manifest(page_writer *w, const page_manifest *m);

#endif
