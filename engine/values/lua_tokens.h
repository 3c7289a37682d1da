/* lua_tokens.h - a Lua text as tokens, cut exactly as Lua cuts it. Knows no grammar, and nothing of what scripts mean. */
#ifndef VALUES_LUA_TOKENS_H
#define VALUES_LUA_TOKENS_H

#include "values/text.h"

typedef enum {
  TOKEN_END,
  TOKEN_NAME,
  TOKEN_STRING,
  TOKEN_NUMBER,
  TOKEN_SIGN,
  TOKEN_COMMENT
} token_kind;

typedef struct {
  token_kind kind;
  slice
      text; /* of a string what lies between its quotes, of a comment what it says; escapes are left as written */
  slice whole; /* as it stands: quotes, brackets and dashes included */
  int line;    /* on which it begins */
  bool open;   /* a string that its line does not close */
} token;

typedef struct {
  const char *at, *end;
  int line;
  bool comments; /* they are tokens too; else they are passed over */
} lexer;

/* From the beginning of a text. */
static inline lexer lexer_of(slice text) {
  return (lexer){text.at, text.at + text.length, 1, false};
}
static inline lexer lexer_with_comments(slice text) {
  return (lexer){text.at, text.at + text.length, 1, true};
}
/* The next token; TOKEN_END at the end, again and again. An unfinished string or comment reaches to the end of its line or text. */
token token_next(lexer *x);
/* What a string or comment says, without blanks around it. */
static inline slice token_inner(token t) { return slice_trim(t.text); }
/* Does it stand there so? No string is what it says. */
static inline bool token_is(token t, const char *text) { return slice_is(t.whole, text); }
/* How many blocks a word opens (1) or closes (-1); a loop's own word opens none, its do does. */
int token_block_step(token t);

#endif
