/* open_block.h - which block of a script that Lua cannot read lacks its end. Private to the host. */
#ifndef HOST_OPEN_BLOCK_H
#define HOST_OPEN_BLOCK_H

#include <stdbool.h>

#include "values/text.h"

typedef struct {
  slice word; /* function, if, do; of the text */
  int line;
  bool may_end; /* nothing else is wanting before the token: an end would do */
} open_block;

/* The block that is open where the parser stopped, at `token` on `line` (an empty token: at the end). An end that stands further left than
** the line of the block that it closes was meant for another: then that block is the one. False: none is open. */
bool open_block_find(open_block *out, slice text, int line, const char *token);

#endif
