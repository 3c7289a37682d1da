/* print_shared.h - what a change of one parameter does not reach, as a table and as warnings. Formats; computes nothing. */
#ifndef CLI_PRINT_SHARED_H
#define CLI_PRINT_SHARED_H

#include "cli/table.h"
#include "studies/shared_local.h"

/* The table also_used; nothing when there is none. */
void print_shared(report *r, const shared_locals *s, bool json);
void warn_of_shared(const shared_locals *s);

#endif
