/*
** sweep_digest.h - numbers for what a side decides, equal for two sides whose residents all have
** the same decision. Not for keeping: 64 bits, of this program's own making.
*/
#ifndef STUDIES_SWEEP_DIGEST_H
#define STUDIES_SWEEP_DIGEST_H

#include "studies/whatif_side.h"

/* Of every shown effect, enrolled, counted, the articles that won them, problems, and the bounds of
** the undetermined. Where `fixed` differs, decisions do; where both are equal, so are decisions.
** Where only `formulas` differs, expressions are written differently that may come to the same for
** everybody: then sweep_digest_exact tells. */
typedef struct {
  uint64_t fixed, formulas;
} side_digest;

/* False when memory ran out. */
bool sweep_digest(const whatif_side *s, side_digest *out);
/* What every expression comes to for every resident is computed: many times as slow. Equal exactly
** when all decisions are. False when memory ran out. */
bool sweep_digest_exact(const whatif_side *s, uint64_t *out);

#endif
