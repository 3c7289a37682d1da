/* script_parts.h - a script's tokens side by side, each bracket and block with its partner, for who looks both ways. Private to
** the host. */
#ifndef HOST_SCRIPT_PARTS_H
#define HOST_SCRIPT_PARTS_H

#include "values/lua_tokens.h"

typedef struct {
  token t;
  const char *end; /* behind it */
  int partner;     /* of a bracket or a block: where it closes, and the other way round; -1 */
} part;

typedef struct {
  part *list; /* the last is TOKEN_END */
  int count;
} script_parts;

/* Of a text that Lua can read. False: it is none, or there is no memory. Freed all the same. */
bool script_parts_read(script_parts *out, const char *text, size_t size);
void script_parts_free(script_parts *parts);

bool part_is_sign(const part *p, const char *signs); /* one of these, of one character */
bool part_is_pair(const part *p, const char *sign);  /* this one, however long */
bool part_is_word(const part *p, const char *word);
const char *part_begin(const part *p); /* its first byte, quotes and brackets included */

#endif
