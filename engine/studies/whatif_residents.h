/*
** whatif_residents.h - every changed resident on a row of a CSV file, in the roster's
** order, with both decisions beside each other. Appears whole or not at all. As in
** eval's result, ID numbers stand as they are unless they are to be masked.
*/
#ifndef STUDIES_WHATIF_RESIDENTS_H
#define STUDIES_WHATIF_RESIDENTS_H

#include "studies/whatif.h"

/* The columns: row, id_number, town, village, household_id; change (better, worse, mixed, neither, open), gain in yuan,
** changed (names of the effects that differ); then for each output effect NAME and NAME_scenario; then case, articles,
** doubts and problem, each likewise. Needs WHATIF_GAINS. *count: rows written. CANBAO_DATA, CANBAO_LIMIT. */
canbao_status whatif_residents_write(const whatif *w, const char *path, bool mask, int64_t *count,
                                     canbao_error *error);
/* better, worse, mixed, neither, open, same: the word used in files, never translated. */
const char *gain_word(gain_kind kind);

#endif
