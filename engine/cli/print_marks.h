/* print_marks.h - open marks as the table that check and new show: file and line, and what is to be verified there. */
#ifndef CLI_PRINT_MARKS_H
#define CLI_PRINT_MARKS_H

#include "cli/table.h"
#include "studies/open_mark.h"

/* The member "open"; nothing where there is no mark. */
void print_marks(report *r, const open_marks *marks);

#endif
