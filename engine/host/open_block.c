/* open_block.c - see open_block.h. */
#include "host/open_block.h"

#include <string.h>

#include "values/lua_tokens.h"

#define DEPTH_MOST 200 /* deeper ones Lua refuses itself */

typedef struct {
  token opens[DEPTH_MOST];
  int indents[DEPTH_MOST]; /* of the line on which it stands */
  int depth;
} open_things;

/* White space before the first thing on the token's line. */
static int indent_of(slice text, token t, bool *first) {
  const char *at = t.text.at;
  if (t.kind == TOKEN_STRING) at--;
  const char *line = at;
  int indent = 0;
  while (line > text.at && line[-1] != '\n') line--;
  while (line[indent] == ' ' || line[indent] == '\t') indent++;
  *first = line + indent == at;
  return indent;
}

static bool is_bracket(slice s, const char *which) {
  return s.length == 1 && strchr(which, *s.at) != NULL;
}

static bool is_block(token t) { return token_block_step(t) > 0; }

static void push(open_things *o, slice text, token t) {
  bool first;
  if (o->depth == DEPTH_MOST) return;
  o->opens[o->depth] = t;
  o->indents[o->depth++] = indent_of(text, t, &first);
}

/* Does what is open end with the token? `*suspect` becomes the block that an end closes which was another's. */
static bool goes_on(open_things *o, slice text, token t, token *suspect) {
  bool first, sign = t.kind == TOKEN_SIGN, closes = token_block_step(t) < 0;
  if (is_block(t) || (sign && is_bracket(t.text, "({["))) push(o, text, t);
  if (!closes && !(sign && is_bracket(t.text, ")}]"))) return true;
  if (o->depth == 0 || is_block(o->opens[o->depth - 1]) != closes) return false;
  o->depth--;
  if (closes && suspect->kind == TOKEN_END && o->opens[o->depth].line != t.line &&
      indent_of(text, t, &first) < o->indents[o->depth] && first)
    *suspect = o->opens[o->depth];
  return true;
}

/* May a statement stop here? Not behind an operator, or a word that something must follow. */
static bool may_stop(token t) {
  static const char *const words[] = {"and",   "or",    "not", "return", "then",   "else",  "do",
                                      "local", "until", "in",  "if",     "elseif", "while", "for"};
  if (t.kind == TOKEN_SIGN) return is_bracket(t.text, ")}]");
  for (size_t i = 0; t.kind == TOKEN_NAME && i < sizeof words / sizeof *words; i++)
    if (slice_is(t.text, words[i])) return false;
  return t.kind != TOKEN_END;
}

bool open_block_find(open_block *out, slice text, int line, const char *token_text) {
  open_things o = {.depth = 0};
  token suspect = {.kind = TOKEN_END}, before = suspect;
  lexer x = lexer_of(text);
  for (token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
    bool word = t.kind == TOKEN_NAME && token_block_step(t) == 0;
    if (*token_text && (t.line > line || (word && t.line == line && slice_is(t.text, token_text))))
      break;
    if (!goes_on(&o, text, t, &suspect)) break;
    before = t;
  }
  for (int i = o.depth; i-- > 0 && suspect.kind == TOKEN_END;)
    if (is_block(o.opens[i])) suspect = o.opens[i];
  *out = (open_block){suspect.text, suspect.line, may_stop(before)};
  return suspect.kind != TOKEN_END;
}
