/* verify_rows.h - a result's rows beside those that come out now, byte for byte. Part of verify. */
#ifndef STUDIES_VERIFY_ROWS_H
#define STUDIES_VERIFY_ROWS_H

#include "studies/verify.h"

/* Compare every row of the file at `path`; what differs goes into `v`. CANBAO_DATA when the file cannot be read, CANBAO_LIMIT. */
canbao_status verify_rows(verification *v, policy *p, const roster *r, const char *path,
                          const verify_options *options, canbao_error *error);

#endif
