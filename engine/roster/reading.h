/* reading.h - a file's text into a roster's columns, in one pass. Opens and frees nothing. */
#ifndef ROSTER_READING_H
#define ROSTER_READING_H

#include "roster/roster_file.h"

/* r->file->text into columns, extras and problems. Errors as roster_open says. */
canbao_status roster_read(roster *r, roster_progress progress, void *payload, canbao_error *error);

#endif
