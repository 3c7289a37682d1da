/* reading.h - a file's text into a roster's columns, on several threads. Opens and frees nothing. */
#ifndef ROSTER_READING_H
#define ROSTER_READING_H

#include "roster/roster_file.h"

/* r->file->text, cut into r->file->chunks, into columns, extras and problems. Errors as roster_open says. */
canbao_status roster_read(roster *r, const roster_options *options, canbao_error *error);

#endif
