/* unit.h - what the areas of the unit test program share. An area reads lines from stdin and answers each with one. */
#ifndef SUPPORT_UNIT_H
#define SUPPORT_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "values/text.h"

/* The next line of stdin without its end, malloc'ed anew each time so that a sanitizer sees every byte read beyond
** it; \n \r \t \0 \\ and \xNN in it stand for those bytes. The caller frees. NULL at the end. */
char *unit_line(size_t *n);
/* The line in quotes, with what cannot be shown as \xNN, and a line end. */
void unit_show(slice text);

#endif
