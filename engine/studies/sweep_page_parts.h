/* sweep_page_parts.h - the parts of a sweep's page, private to engine/studies/sweep_page*.c. */
#ifndef STUDIES_SWEEP_PAGE_PARTS_H
#define STUDIES_SWEEP_PAGE_PARTS_H

#include "studies/page_number.h"
#include "studies/page_parts.h"
#include "studies/page_writer.h"
#include "studies/sweep_page.h"
#include "values/message.h"

#define SWEEP_NAME 240

/* Each writes whole elements, or nothing where there is nothing to say. CANBAO_LIMIT when memory ran out. */
canbao_status sweep_put_curves(page_writer *w, const sweep_page *p, canbao_error *error);
/* Two parameters with more values each than there can be curves: a table for each measure. */
void sweep_put_grids(page_writer *w, const sweep_page *p);
canbao_status sweep_put_points(page_writer *w, const sweep_page *p, canbao_error *error);
void sweep_put_gates(page_writer *w, const sweep_page *p);
void sweep_put_behaviour(page_writer *w, const sweep_page *p);

/* The parameter in a sentence: "三（二）2 subsidy". */
const char *sweep_axis_name(const sweep *s, int axis, char *buf, size_t size);
/* A measure as a heading, without its unit. */
const char *sweep_measure_name(const sweep *s, int index, char *buf, size_t size);
/* The same over a column. */
const char *sweep_measure_short(const sweep *s, int index, char *buf, size_t size);
/* A point by its values: "330", or "330 × 2023-01-15". */
const char *sweep_point_values(const sweep *s, const sweep_point *p, char *buf, size_t size);
/* Are its figures fit to be compared: loaded, decided, and no more residents without a decision than in the base? */
bool sweep_point_stands(const sweep *s, const sweep_point *p);

/* Where a measure is least and greatest, over the points that stand. */
typedef struct {
  int least, most;                 /* points: the first with that figure; -1: no point stands */
  int at_least, at_most, standing; /* how many points have it */
} sweep_extremes;
sweep_extremes sweep_extremes_of(const sweep *s, int index);

#endif
