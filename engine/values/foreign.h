/* foreign.h - files that are given as CSV and are something else: a spreadsheet, UTF-16, a web page, an archive. */
#ifndef VALUES_FOREIGN_H
#define VALUES_FOREIGN_H

#include <stddef.h>

/* What the file is and what to do, one sentence in the user's language, instead of a million problems; NULL when it may
** be CSV. */
const char *foreign_format(const char *s, size_t n);

#endif
