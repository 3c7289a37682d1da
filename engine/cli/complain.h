/* complain.h - what the rules of one side of a comparison cannot decide, said on stderr. */
#ifndef CLI_COMPLAIN_H
#define CLI_COMPLAIN_H

#include "studies/whatif_side.h"

typedef enum { SIDE_BASE, SIDE_SCENARIO, SIDE_NAMED } side_called; /* SIDE_NAMED: by its script */

/* A scenario that opens a gap must not pass for one that saves money. One line for each kind of problem; returns EXIT_SCRIPT,
** EXIT_LIMIT, or EXIT_DONE when there is none. */
int complain(const whatif_side *s, side_called called);
/* The exit code alone, for problems counted by decision_problem. */
int complain_code(const int64_t *by);

#endif
