/*
** attribution.h - which edit of a scenario brings how much of a difference. Two splits:
** in order (each edit switched on after those before it) and order-free (Shapley values
** over every combination of edits). Both sum to the difference exactly. A combination
** that does not load, or leaves residents without a decision, is named, never skipped.
*/
#ifndef STUDIES_ATTRIBUTION_H
#define STUDIES_ATTRIBUTION_H

#include "studies/whatif.h"

#define ATTRIBUTION_EDITS \
  8 /* above: 2^n combinations are too many, so there is no order-free split */

typedef struct {
  const edit *edit; /* of the scenario's policy */
  int64_t in_order; /* fen or people */
  int64_t share;    /* order-free */
} attribution_part;

/* A combination of edits that is not as good as the others. */
typedef struct {
  uint64_t on;   /* bit per edit that was switched on */
  char *message; /* why it could not be loaded or decided; NULL when it was */
  int64_t
      failed; /* residents who end in a conflict, gap, limit or error there, beyond the base's: they count for nothing */
} attribution_trouble;

typedef struct {
  const char *measure; /* borrowed from the caller */
  bool money;          /* else people */
  int64_t total;       /* scenario less base */
  int64_t
      declared; /* part of it that stands with every edit off: fields and labels of the scenario */
  attribution_part *parts; /* one for each edit of the scenario, in order */
  int count;
  int combinations;              /* that were decided */
  bool ordered, order_free;      /* could the split be made? */
  bool too_many;                 /* edits for an order-free one */
  attribution_trouble *troubles; /* by number of edits that are on, then in order */
  int troubles_count;
} attribution;

/* Split measure `name` of `w`, whose scenario was loaded with `options` (edits that are off there stay off and get 0); any
** measure of whatif_measure. Shares: exact in 1/n!, then rounded down, and what is left over goes to the largest fractions,
** ties to the earlier edit. CANBAO_USAGE: no such measure; CANBAO_LIMIT. *out is NULL then. */
canbao_status attribution_make(attribution **out, const whatif *w, const policy_options *options,
                               const char *name, canbao_error *error);
/* What a reader must know beside the figures, one line for each index from 0: the troubles, and which split there is not.
** False when there is nothing more. */
bool attribution_note(const attribution *a, int index, char *buf, size_t size);
void attribution_free(attribution *a);

#endif
