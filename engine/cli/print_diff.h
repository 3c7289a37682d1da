/* print_diff.h - two scripts' differences as the tables that diff shows. Formats; compares nothing. */
#ifndef CLI_PRINT_DIFF_H
#define CLI_PRINT_DIFF_H

#include "cli/table.h"
#include "studies/policy_diff.h"

/* Which two, how many articles differ, and every difference. `limit`: rows at most, 0 for all. */
void print_diff(report *r, const policy_diff *d, const policy *a, const policy *b, bool json,
                int64_t limit);

#endif
