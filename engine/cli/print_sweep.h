/* print_sweep.h - a sweep as the tables that the verb shows. Formats; computes nothing. */
#ifndef CLI_PRINT_SWEEP_H
#define CLI_PRINT_SWEEP_H

#include "cli/table.h"
#include "studies/sweep.h"

/* The question, a row for the base and for every point, what the undetermined leave open, and, apart from all of it, what
** the scenario assumes about behaviour. */
void print_sweep(report *r, const cli *c, const sweep *s, const policy *start);

#endif
