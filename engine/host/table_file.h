/* table_file.h - a notice's task table: towns and their targets, from a CSV beside the script. Private to the host. */
#ifndef HOST_TABLE_FILE_H
#define HOST_TABLE_FILE_H

#include "host/policy.h"

/* Fill p->targets.towns from the file at path. Heading row: a column 乡镇/town and a column 任务数/target; rows before it
** are titles. CANBAO_DATA with row and column for anything that is not a name and a whole number. */
canbao_status table_file_load(policy *p, const char *path, canbao_error *error);

#endif
