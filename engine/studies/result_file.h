/*
** result_file.h - one CSV row per resident, in the roster's order, none lost. Its columns are those of
** result_columns.h. Appears whole or not at all.
*/
#ifndef STUDIES_RESULT_FILE_H
#define STUDIES_RESULT_FILE_H

#include "studies/result_row.h"
#include "values/file.h"

#define RESULT_MARK "\xEF\xBB\xBF" /* before the heading row of a spreadsheet: it is UTF-8 */

typedef struct result_file result_file;

/* The ending under which Excel or WPS looks for a workbook, and refuses to open a CSV file; NULL when the path has none such. */
const char *result_file_workbook(const char *path);

/* Create the file beside its final place and write the heading row, for a spreadsheet behind a byte order mark. `p` and `r` are
** borrowed. CANBAO_USAGE as result_columns_choose says; CANBAO_DATA, CANBAO_LIMIT. */
canbao_status result_file_create(result_file **out, const policy *p, const roster *r,
                                 const char *path, const result_form *form, canbao_error *error);
/* A file will stand there at the end, with a hash of its own. */
bool result_file_stays(const result_file *f);
/* One row. Failures to write are kept and come out of result_file_commit. */
void result_file_row(result_file *f, const outcome *o);
/* Every row of a population whose cases are all kept, on `threads` threads (0: as many as there are
** cores). The bytes are those of result_file_row for each resident, whatever `threads` is. Failures
** are kept as above. */
void result_file_population(result_file *f, const population *p, int threads,
                            roster_progress progress, void *progress_payload);
/* What the rows written so far came to; borrowed. NULL when some could not be written: result_file_commit says why. */
const row_sums *result_file_sums(result_file *f);
/* All rows are there and on their way to the disk. `hex` becomes the SHA-256 of the file, "" for what is none: a pipe, a
** device. */
canbao_status result_file_finish(result_file *f, char hex[65], canbao_error *error);
/* After that: they are on the disk; only the name is missing. */
canbao_status result_file_settle(result_file *f, canbao_error *error);
/* Put the file in its place; `f` is freed in any case. */
canbao_status result_file_commit(result_file *f, canbao_error *error);
/* No file; `f` is freed. NULL is fine. */
void result_file_discard(result_file *f);

#endif
