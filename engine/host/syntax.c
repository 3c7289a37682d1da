/*
** syntax.c - see syntax.h. Lua's own words never reach a user bare; where a message
** is not known here, the token that stopped the parser is named and nothing else.
*/
#include "host/syntax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/open_block.h"
#include "values/message.h"
#include "values/utf8.h"

/* Full-width signs that an input method leaves, and what Lua wants in their place. */
static const struct {
  const char *wide, *plain;
} signs[] = {{"，", ","}, {"、", ","}, {"。", "."}, {"：", ":"}, {"；", ";"}, {"“", "\""},
             {"”", "\""}, {"‘", "\""}, {"’", "\""}, {"（", "("}, {"）", ")"}, {"｛", "{"},
             {"｝", "}"}, {"【", "["}, {"】", "]"}, {"＝", "="}, {"＋", "+"}, {"－", "-"},
             {"＊", "*"}, {"《", "<"}, {"》", ">"}, {"＜", "<"}, {"＞", ">"}, {"　", " "}};

canbao_status syntax_character(canbao_error *error, const char *path, int line, slice character) {
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (character.length >= strlen(signs[i].wide) &&
        memcmp(character.at, signs[i].wide, strlen(signs[i].wide)) == 0)
      return fault_at(
          error, CANBAO_SCRIPT, path, line,
          _("the full-width sign “%s” stands outside quotes: type the half-width %s there"),
          signs[i].wide, signs[i].plain[0] == ' ' ? _("space") : signs[i].plain);
  uint32_t point;
  utf8_decode(character.at, character.length, &point);
  if (point >= 0xFF10 && point <= 0xFF19)
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("the full-width digit “%.*s” stands outside quotes: type it half-width"),
                    (int)(character.length < 3 ? character.length : 3), character.at);
  char shown[80];
  text_display(character, shown, sizeof shown);
  return fault_at(error, CANBAO_SCRIPT, path, line,
                  _("“%s” stands outside quotes: labels and texts need \" at both ends; names of "
                    "fields and effects are English"),
                  shown);
}

canbao_status syntax_key(canbao_error *error, const char *path, int line, slice name) {
  char shown[80];
  text_display(name, shown, sizeof shown);
  return fault_at(error, CANBAO_SCRIPT, path, line,
                  _("a Chinese name before = stands in quotes and brackets: write [\"%s\"] = …"),
                  shown);
}

/* The text between the n-th pair of ' in s, into buf; "" when there is none. */
static const char *quoted(const char *s, int n, char *buf, size_t size) {
  buf[0] = 0;
  for (int i = 0; s && i <= n; i++) {
    const char *open = strchr(s, '\''), *close = open ? strchr(open + 1, '\'') : NULL;
    if (!close) return buf;
    if (close == open + 1 && close[1] == '\'') close++; /* ''' : a quote itself */
    if (i == n) text_display(slice_of(open + 1, (size_t)(close - open) - 1), buf, size);
    s = close + 1;
  }
  return buf;
}

static bool is_word(const char *s) {
  return (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || *s == '_';
}

/* What a spreadsheet or another language writes, as the token that stops Lua's parser, and what is written here. */
static const struct {
  const char *token, *written;
} foreign[] = {{"!", "~="}, {">", "~="}, {"AND", "and"}, {"OR", "or"}};

static const char *written_here(const char *token) {
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
    if (strcmp(token, foreign[i].token) == 0) return foreign[i].written;
  return NULL;
}

/* Where an end would do, whose it is is said. `token`: at which it stopped; "" at the end. */
static bool lacks_end(canbao_error *error, const char *path, slice text, int line,
                      const char *token) {
  open_block open;
  char word[16];
  if (!open_block_find(&open, text, line, token) || !open.may_end) return false;
  text_display(open.word, word, sizeof word);
  if (!*token)
    fault_at(error, CANBAO_SCRIPT, path, open.line,
             _("the %s that begins on this line has no end: write end where it stops"), word);
  else
    fault_at(
        error, CANBAO_SCRIPT, path, line,
        _("“%s” does not fit here: the %s of line %d has no end yet; write end where it stops"),
        token, word, open.line);
  return true;
}

canbao_status syntax_fault(canbao_error *error, const char *path, slice text, int line,
                           const char *lua) {
  char wanted[64], opened[64], token[160];
  const char *near = strstr(lua, " near ");
  const char *close = strstr(lua, "(to close ");
  const char *expected = strstr(lua, " expected");
  quoted(near, 0, token, sizeof token);
  bool at_end = near && strstr(near, "<eof>");
  if (strstr(lua, "unfinished string") || strstr(lua, "unfinished long string"))
    return fault_at(error, CANBAO_SCRIPT, path, line, "%s",
                    _("a text is not closed: it must end with a half-width \" on the same line"));
  if (strstr(lua, "malformed number"))
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("“%s” is neither a number nor a name; a date is written date \"2022-12-31\""),
                    token);
  if (strstr(lua, "too many local variables"))
    return fault_at(error, CANBAO_SCRIPT, path, line, "%s",
                    _("there are too many local names (more than 200): put some into one table"));
  if (written_here(token))
    return fault_at(error, CANBAO_SCRIPT, path, line, _("“%s” does not fit here: write %s"), token,
                    written_here(token));
  if (expected && strcmp(token, "=") == 0)
    return fault_at(error, CANBAO_SCRIPT, path, line, "%s",
                    _("“=” gives a value and does not fit here; what compares is written =="));
  bool end_wanted = expected && strcmp(quoted(lua, 0, wanted, sizeof wanted), "end") == 0;
  bool closes = strstr(lua, "unexpected symbol") && *token && strchr(")}]", *token);
  if ((end_wanted || closes) && lacks_end(error, path, text, line, at_end ? "" : token))
    return CANBAO_SCRIPT;
  if (close && expected) {
    quoted(close, 0, opened, sizeof opened);
    const char *at = strstr(close, "at line ");
    int from = at ? (int)strtol(at + 8, NULL, 10) : line; /* the parser's own number */
    if (at_end)
      return fault_at(error, CANBAO_SCRIPT, path, from,
                      _("the %s that opens on this line is never closed: a %s is missing"), opened,
                      wanted);
    if (is_word(token) || token[0] == '"' || token[0] == '{')
      return fault_at(error, CANBAO_SCRIPT, path, line,
                      _("a comma is missing before “%s”, or a %s that closes the %s of line %d"),
                      token, wanted, opened, from);
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("“%s” does not fit here: the %s of line %d must have its %s first"), token,
                    opened, from, wanted);
  }
  if (at_end)
    return fault_at(error, CANBAO_SCRIPT, path, line, "%s",
                    _("the script ends in the middle of something: an end, a } or a ) is missing"));
  if (expected && lua[0] == '\'') {
    quoted(lua, 0, wanted, sizeof wanted);
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("“%s” does not fit here: “%s” is missing before it"), token, wanted);
  }
  return fault_at(
      error, CANBAO_SCRIPT, path, line,
      _("“%s” does not fit here: look for a missing comma, quote or bracket just before it"),
      token);
}

void syntax_article(canbao_error *error, const char *text, size_t size) {
  const char *found = NULL;
  int line = 1;
  for (const char *at = text, *end = text + size; at < end && line <= error->line; line++) {
    if ((size_t)(end - at) > 8 && memcmp(at, "article ", 8) == 0) found = at + 8;
    if ((size_t)(end - at) > 6 && memcmp(at, "local ", 6) == 0) found = NULL; /* between two */
    const char *next = memchr(at, '\n', (size_t)(end - at));
    if (!next) break;
    at = next + 1;
  }
  if (!found || *found != '"') return;
  const char *close = memchr(found + 1, '"', (size_t)(text + size - found) - 1);
  if (close && close - found < 90)
    text_display(slice_of(found + 1, (size_t)(close - found) - 1), error->article,
                 sizeof error->article);
}
