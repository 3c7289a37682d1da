/*
** lua_tokens.h - the tokens of a rule script, comments among them, with their
** lines: enough to find dates, years and citations, not to judge the script.
*/
#ifndef STUDIES_LUA_TOKENS_H
#define STUDIES_LUA_TOKENS_H

#include "values/text.h"

typedef enum { TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_COMMENT, TOKEN_OTHER } token_kind;

typedef struct {
  token_kind kind;
  slice text; /* as it stands in the source: quotes, brackets and dashes included */
  int line;   /* on which it begins */
} token;

typedef struct {
  const char *text;
  size_t size, at;
  int line;
} token_reader;

void token_begin(token_reader *r, const char *text, size_t size);
/* The next token; false at the end. An unfinished string or comment reaches to the end of its line or text. */
bool token_next(token_reader *r, token *out);
/* What a string or comment says, without its quotes, brackets and dashes; escapes are left as written. */
slice token_inner(token t);
bool token_is(token t, const char *text);
/* +1 where a block of statements begins (function, if, do, repeat), -1 where one ends, else 0. */
int token_block_step(token t);

#endif
