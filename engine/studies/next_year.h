/*
** next_year.h - a script for a new year made from an older one: copied to its
** place with its cases and tables, the year set, and an open mark before every
** date, amount, other year and citation. Never replaces a file.
*/
#ifndef STUDIES_NEXT_YEAR_H
#define STUDIES_NEXT_YEAR_H

#include "host/policy.h"

#define NEXT_YEAR_FILES 8

typedef struct {
  char *files[NEXT_YEAR_FILES]; /* what was made, the script first */
  int marks[NEXT_YEAR_FILES];   /* open marks in each */
  int count;
} next_year;

/* `name` is the new script's name (lingbi/2024, or anhui/suzhou/lingbi/2024 where the place is new), `from` the loaded
** script it starts from. CANBAO_USAGE when the name is no name or a file exists, CANBAO_DATA; then nothing is left. */
canbao_status next_year_make(next_year *out, const char *root, const char *name, const policy *from,
                             canbao_error *error);
void next_year_free(next_year *made);

#endif
