/* print_day.h - the day by which residents were decided, and what to say when nobody has named one. */
#ifndef CLI_PRINT_DAY_H
#define CLI_PRINT_DAY_H

#include "cli/cli.h"
#include "cli/table.h"
#include "host/policy.h"

#define DAY_NOTES 2
#define DAY_NOTE 400 /* bytes of one */

/* The day as the fact as_of, and what to say when none was given; nothing else prints --as-of. */
void print_day(report *r, const cli *c, const policy *p);
/* What there is to say, for a verb that makes no report: none when the day was given; a warning too when today, which is
** taken then, lies after the notice's year. How many. */
int day_notes(char notes[DAY_NOTES][DAY_NOTE], const cli *c, const policy *p);

#endif
