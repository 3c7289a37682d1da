/* print_day.h - the day by which residents were decided, and what to say when nobody has named one. */
#ifndef CLI_PRINT_DAY_H
#define CLI_PRINT_DAY_H

#include "cli/cli.h"
#include "cli/table.h"
#include "host/policy.h"

/* A warning with it when today, which is taken then, lies after the notice's year. */
void print_day(report *r, const cli *c, const policy *p);

#endif
