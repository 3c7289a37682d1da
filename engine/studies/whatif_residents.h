/*
** whatif_residents.h - every changed resident on a row of a CSV file, in the roster's
** order, with both decisions beside each other. Appears whole or not at all. Written as
** eval's result is: ID numbers stand as they are unless they are to be masked.
*/
#ifndef STUDIES_WHATIF_RESIDENTS_H
#define STUDIES_WHATIF_RESIDENTS_H

#include "studies/result_columns.h"
#include "studies/whatif.h"

/* The columns: row of the roster, line of its file (as the problems file has them), id_number, town, village, household_id;
** change (better, worse, mixed, neither, open), gain in yuan, changed (names of the effects that differ); then for each output
** effect NAME and NAME_scenario; then case, articles, doubts and problem, each likewise. For a spreadsheet's reader all of it
** in the words of the screen. `form` names no columns. Needs WHATIF_GAINS. *count: rows written. CANBAO_DATA, CANBAO_LIMIT. */
canbao_status whatif_residents_write(const whatif *w, const char *path, const result_form *form,
                                     int64_t *count, canbao_error *error);
/* better, worse, mixed, neither, open, same: the word used in files for programs, never translated. */
const char *gain_word(gain_kind kind);

#endif
