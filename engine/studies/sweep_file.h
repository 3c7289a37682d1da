/* sweep_file.h - a sweep as CSV: a line for the base, then one for every point. */
#ifndef STUDIES_SWEEP_FILE_H
#define STUDIES_SWEEP_FILE_H

#include "studies/sweep.h"

/* Columns: row (base, then 1 and on), the parameters, each measure with its difference and, where they are open, its bounds;
** what is assumed about behaviour in columns of its own (behaviour_1_people ...); own, unmoved, crosses, problem. The file
** appears whole or not at all. CANBAO_DATA. */
canbao_status sweep_write(const sweep *s, const char *path, canbao_error *error);

#endif
