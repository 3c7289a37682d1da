/*
** lua_tokens.c - a reader of Lua's lexical surface. Never fails: a script that
** does not load is told so by the host, not here.
*/
#include "studies/lua_tokens.h"

#include <string.h>

void token_begin(token_reader *r, const char *text, size_t size) {
  *r = (token_reader){text, size, 0, 1};
}

static char peek(const token_reader *r, size_t ahead) {
  return r->at + ahead < r->size ? r->text[r->at + ahead] : '\0';
}

static bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (c & 0x80);
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

static void step(token_reader *r) {
  if (r->text[r->at] == '\n') r->line++;
  r->at++;
}

/* Length of "[==[" at the reader, 0 when there is none; *level gets its number of signs. */
static size_t long_bracket(const token_reader *r, size_t ahead, size_t *level) {
  if (peek(r, ahead) != '[') return 0;
  size_t n = 0;
  while (peek(r, ahead + 1 + n) == '=') n++;
  if (peek(r, ahead + 1 + n) != '[') return 0;
  *level = n;
  return n + 2;
}

static void skip_long(token_reader *r, size_t opening, size_t level) {
  for (size_t i = 0; i < opening; i++) step(r);
  while (r->at < r->size) {
    if (peek(r, 0) == ']') {
      size_t n = 0;
      while (peek(r, 1 + n) == '=') n++;
      if (n == level && peek(r, 1 + n) == ']') {
        r->at += n + 2;
        return;
      }
    }
    step(r);
  }
}

static void skip_quoted(token_reader *r) {
  char quote = r->text[r->at++];
  while (r->at < r->size && r->text[r->at] != quote && r->text[r->at] != '\n') {
    if (r->text[r->at] == '\\' && r->at + 1 < r->size) step(r);
    step(r);
  }
  if (r->at < r->size && r->text[r->at] == quote) r->at++;
}

static void skip_line(token_reader *r) {
  while (r->at < r->size && r->text[r->at] != '\n') r->at++;
}

bool token_next(token_reader *r, token *out) {
  while (r->at < r->size && (unsigned char)r->text[r->at] <= ' ') step(r);
  if (r->at >= r->size) return false;
  size_t start = r->at, level = 0, opening;
  char c = peek(r, 0);
  out->line = r->line;
  if (c == '-' && peek(r, 1) == '-') {
    out->kind = TOKEN_COMMENT;
    if ((opening = long_bracket(r, 2, &level)) > 0)
      skip_long(r, opening + 2, level);
    else
      skip_line(r);
  } else if ((opening = long_bracket(r, 0, &level)) > 0) {
    out->kind = TOKEN_STRING;
    skip_long(r, opening, level);
  } else if (c == '"' || c == '\'') {
    out->kind = TOKEN_STRING;
    skip_quoted(r);
  } else if (digit(c)) {
    out->kind = TOKEN_NUMBER;
    while (r->at < r->size && (name_char(peek(r, 0)) || peek(r, 0) == '.')) r->at++;
  } else if (name_char(c)) {
    out->kind = TOKEN_NAME;
    while (r->at < r->size && name_char(peek(r, 0))) r->at++;
  } else {
    out->kind = TOKEN_OTHER;
    r->at++;
  }
  out->text = slice_of(r->text + start, r->at - start);
  return true;
}

slice token_inner(token t) {
  slice s = t.text;
  if (t.kind == TOKEN_COMMENT) s = slice_of(s.at + 2, s.length - 2);
  if (s.length == 0) return s;
  size_t level = 0;
  token_reader r = {s.at, s.length, 0, 1};
  size_t opening = long_bracket(&r, 0, &level);
  if (opening > 0) {
    size_t closing = s.length >= 2 * opening && s.at[s.length - 1] == ']' ? opening : 0;
    s = slice_of(s.at + opening, s.length - opening - closing);
  } else if (t.kind == TOKEN_STRING) {
    bool closed = s.length >= 2 && s.at[s.length - 1] == s.at[0];
    s = slice_of(s.at + 1, s.length - 1 - (closed ? 1 : 0));
  }
  return slice_trim(s);
}

bool token_is(token t, const char *text) { return slice_is(t.text, text); }

int token_block_step(token t) {
  static const char *const begin[] = {"function", "if", "do", "repeat"};
  if (t.kind != TOKEN_NAME) return 0;
  for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
    if (token_is(t, begin[i])) return 1;
  return token_is(t, "end") || token_is(t, "until") ? -1 : 0;
}
