/* mask.h - ID numbers made unreadable in whatever text they stand in. */
#ifndef STUDIES_MASK_H
#define STUDIES_MASK_H

#include "values/text.h"

/* Copy `text` into buf (size bytes, NUL-terminated, cut between characters) with every run of 15
** or more digits, half or full width, and a last X masked as text_mask_id does; all else stays, a
** SHA-256 in hexadecimal too.
** Returns the length. */
size_t mask_ids(slice text, char *buf, size_t size);

#endif
