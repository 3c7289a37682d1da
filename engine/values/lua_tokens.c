/* lua_tokens.c - see lua_tokens.h. */
#include "values/lua_tokens.h"

#include <string.h>

#include "values/utf8.h"

/* Length of the opening [==[ at s, 0 when there is none. */
static size_t long_open(const char *s, const char *end) {
  const char *p = s;
  if (p == end || *p != '[') return 0;
  for (p++; p < end && *p == '='; p++) continue;
  return p < end && *p == '[' ? (size_t)(p - s) + 1 : 0;
}

static slice long_text(lexer *x, size_t open) {
  const char *from = x->at + open, *p = from;
  for (; p < x->end; p++) {
    if (*p == '\n') x->line++;
    if (*p != ']' || (size_t)(x->end - p) < open || p[open - 1] != ']') continue;
    size_t i = 1;
    while (i < open - 1 && p[i] == '=') i++;
    if (i == open - 1) {
      x->at = p + open;
      return slice_of(from, (size_t)(p - from));
    }
  }
  x->at = x->end;
  return slice_of(from, (size_t)(p - from));
}

/* White space; source_check lets no NUL come so far. */
static inline bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0'; }

/* At its two dashes: over it. What it says. */
static slice comment(lexer *x) {
  x->at += 2;
  size_t open = long_open(x->at, x->end);
  if (open) return long_text(x, open);
  const char *from = x->at, *line_end = memchr(from, '\n', (size_t)(x->end - from));
  x->at = line_end ? line_end : x->end;
  return slice_of(from, (size_t)(x->at - from));
}

static bool at_comment(const lexer *x) {
  return x->end - x->at >= 2 && x->at[0] == '-' && x->at[1] == '-';
}

static void skip_blank(lexer *x) {
  while (x->at < x->end) {
    if (*x->at == '\n') x->line++;
    if (is_blank(*x->at))
      x->at++;
    else if (at_comment(x) && !x->comments)
      comment(x);
    else
      return;
  }
}

static inline bool is_name(char c, bool first) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (!first && c >= '0' && c <= '9');
}

/* At a backslash inside quotes; to the last byte it covers. Exactly as Lua: else code could hide from this file as text. */
static void skip_escape(lexer *x) {
  x->at++;
  if (*x->at == 'z') {
    while (x->end - x->at > 1 && is_blank(x->at[1])) {
      x->at++;
      if (*x->at == '\n') x->line++;
    }
  } else {
    if (*x->at == '\r' && x->end - x->at > 1 && x->at[1] == '\n') x->at++;
    if (*x->at == '\n') x->line++;
  }
}

/* A sign of two characters? */
static inline bool is_pair(char a, char b) {
  return b == '=' ? a == '=' || a == '~' || a == '<' || a == '>'
                  : a == b && (a == '<' || a == '>' || a == '/' || a == ':' || a == '.');
}

/* The sign of an exponent is a part of it. */
static void skip_number(lexer *x, const char *from) {
  bool hex = x->end - from > 1 && from[0] == '0' && (from[1] == 'x' || from[1] == 'X');
  while (x->at < x->end && (is_name(*x->at, false) || *x->at == '.')) {
    char c = *x->at++;
    bool exponent = hex ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
    if (exponent && x->at < x->end && (*x->at == '+' || *x->at == '-')) x->at++;
  }
}

/* At a quote: over the string. */
static void read_string(lexer *x, token *t) {
  const char *from = x->at;
  for (x->at++; x->at < x->end && *x->at != *from && *x->at != '\n'; x->at++)
    if (*x->at == '\\' && x->end - x->at > 1) skip_escape(x);
  t->kind = TOKEN_STRING;
  t->text = slice_of(from + 1, (size_t)(x->at - from) - 1);
  t->open = x->at == x->end || *x->at != *from;
  if (!t->open) x->at++;
}

static void skip_sign(lexer *x) {
  const char *from = x->at;
  uint32_t point;
  size_t n = (unsigned char)*from < 0x80 ? 1 : utf8_decode(from, (size_t)(x->end - from), &point);
  x->at += n ? n : 1;
  if (x->end - from >= 2 && is_pair(from[0], from[1])) x->at = from + 2;
}

token token_next(lexer *x) {
  skip_blank(x);
  const char *from = x->at;
  token t = {.kind = TOKEN_END, .line = x->line};
  size_t open;
  t.text = t.whole = slice_of(from, 0);
  if (from == x->end) return t;
  if (at_comment(x)) {
    t.kind = TOKEN_COMMENT;
    t.text = comment(x);
  } else if (*from == '"' || *from == '\'') {
    read_string(x, &t);
  } else if ((open = long_open(from, x->end)) != 0) {
    t.kind = TOKEN_STRING;
    t.text = long_text(x, open);
  } else if (is_name(*from, true)) {
    while (x->at < x->end && is_name(*x->at, false)) x->at++;
    t.kind = TOKEN_NAME;
  } else if (*from >= '0' && *from <= '9') {
    skip_number(x, from);
    t.kind = TOKEN_NUMBER;
  } else {
    skip_sign(x);
    t.kind = TOKEN_SIGN;
  }
  t.whole = slice_of(from, (size_t)(x->at - from));
  if (t.kind != TOKEN_STRING && t.kind != TOKEN_COMMENT) t.text = t.whole;
  return t;
}

int token_block_step(token t) {
  if (t.kind != TOKEN_NAME) return 0;
  if (slice_is(t.text, "function") || slice_is(t.text, "if") || slice_is(t.text, "do") ||
      slice_is(t.text, "repeat"))
    return 1;
  return slice_is(t.text, "end") || slice_is(t.text, "until") ? -1 : 0;
}
