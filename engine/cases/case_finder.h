/*
** case_finder.h - the case of one resident after the other: a known one, or a new one through the
** policy. Knows nothing of who else has the case.
*/
#ifndef CASES_CASE_FINDER_H
#define CASES_CASE_FINDER_H

#include "cases/case_book.h"
#include "cases/signature.h"
#include "cases/way_table.h"

typedef struct case_finder case_finder;

/* The policy must remember (policy_remember) as long as the finder lives, and the book and the table be empty; all are
** borrowed. NULL when memory ran out. */
case_finder *case_finder_new(policy *p, const roster *r, int32_t as_of, case_book *book,
                             way_table *table);
void case_finder_free(case_finder *f);
/* The row's case will be asked for soon. */
void case_finder_ahead(const case_finder *f, uint32_t row);
/* The number of a row's case. `s`: answers what it can from the columns; NULL at first. `key`: the row's under `s`, NULL when
** that does not tell its answers. *follows: everybody with the key has the case. CANBAO_SCRIPT when a rule is not pure,
** CANBAO_LIMIT when memory ran out or there are too many cases. */
canbao_status case_finder_find(case_finder *f, const signature *s, uint32_t row,
                               const uint64_t *key, uint32_t *number, bool *follows,
                               canbao_error *error);
/* How many residents went through the policy. */
uint64_t case_finder_decided(const case_finder *f);

#endif
