/* mask.h - ID numbers made unreadable in whatever text they stand in, and names. */
#ifndef STUDIES_MASK_H
#define STUDIES_MASK_H

#include "values/text.h"

/* Copy `text` into buf (size bytes, NUL-terminated, cut between characters) with every run of 15
** or more digits, half or full width, and a last X masked as text_mask_id does, and what is left of one where a text
** was cut ("..."); all else stays, a SHA-256 in hexadecimal too.
** Returns the length. */
size_t mask_ids(slice text, char *buf, size_t size);
/* The first character of a name, the others starred: 欧**. There is room for two stars behind its first character. */
void mask_name(char *name);

#endif
