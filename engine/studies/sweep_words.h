/* sweep_words.h - what a sweep's measures, parameters and points are called and said of them, in words for people. */
#ifndef STUDIES_SWEEP_WORDS_H
#define STUDIES_SWEEP_WORDS_H

#include "studies/sweep.h"

/* A measure's heading in the user's language; of status.NAME and what is not known the name itself. */
const char *sweep_measure_heading(const sweep *s, int index);
/* What the base's script says of the parameter, in its own words or ours. */
const char *sweep_own_words(const sweep_axis *a, const policy *base);
/* Everything about a point that must not pass in silence, parted by "; ": why it cannot stand, that it is the script's own
** value, that nothing changes. Into buf; returns buf. */
const char *sweep_point_remark(const sweep *s, const sweep_point *p, char *buf, size_t size);

#endif
