/* sweep_digest.h - one number for what a side decides: equal for two sides whose residents all have the same decision. */
#ifndef STUDIES_SWEEP_DIGEST_H
#define STUDIES_SWEEP_DIGEST_H

#include "studies/whatif_side.h"

/* Of every shown effect, enrolled, counted, the articles that won them, problems, and the bounds of the undetermined.
** Not for keeping: 64 bits, of this program's own making. False when memory ran out. */
bool sweep_digest(const whatif_side *s, uint64_t *out);

#endif
