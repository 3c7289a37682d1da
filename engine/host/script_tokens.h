/* script_tokens.h - a script's text as tokens, cut exactly as Lua cuts it. Knows no grammar. */
#ifndef HOST_SCRIPT_TOKENS_H
#define HOST_SCRIPT_TOKENS_H

#include "values/text.h"

typedef enum { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_NUMBER, TOKEN_SIGN } token_kind;

typedef struct {
  token_kind kind;
  slice text; /* a string's text is what lies between its quotes */
  int line;
  bool open; /* a string that its line does not close */
} token;

typedef struct {
  const char *at, *end;
  int line;
} lexer;

/* The next token; TOKEN_END at the end, again and again. Begin with {text, text + size, 1}. */
token script_token_next(lexer *x);
/* How many blocks a word opens (1) or closes (-1); a loop's own word opens none, its do does. */
int script_block_step(token t);

#endif
