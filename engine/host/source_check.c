/*
** source_check.c - what is looked at in a script's text before Lua sees it: size, lines, encoding,
** operators whose code Lua 5.4.4 can get wrong, keys that stand twice. Reads tokens, not grammar.
*/
#include <string.h>

#include "host/host.h"
#include "host/syntax.h"
#include "values/lua_tokens.h"
#include "values/utf8.h"

#define BRANCHES_MAX 20000

static canbao_status check_bytes(const char *path, const char *text, size_t size,
                                 canbao_error *error) {
  int line = 1;
  size_t begin = 0;
  for (size_t i = 0; i <= size; i++) {
    if (i == size || text[i] == '\n') {
      if (i - begin > LIMIT_LINE)
        return fault_at(error, CANBAO_SCRIPT, path, line, _("the line is longer than %d bytes"),
                        LIMIT_LINE);
      begin = i + 1;
      line++;
    } else {
      bool lone = text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n');
      if (lone || ((unsigned char)text[i] < 32 && text[i] != '\t' && text[i] != '\r'))
        return fault_at(error, CANBAO_SCRIPT, path, line,
                        _("the line has a control character (%d)"), text[i]);
    }
  }
  line = 1;
  for (size_t i = 0; i < size;) {
    uint32_t point;
    if ((unsigned char)text[i] < 0x7F) {
      if (text[i++] == '\n') line++;
      continue;
    }
    size_t n = utf8_decode(text + i, size - i, &point);
    if (n == 0)
      return fault_at(error, CANBAO_SCRIPT, path, line, "%s",
                      _("the script is not UTF-8: save it as UTF-8"));
    if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
        point == 0x200E || point == 0x200F || point == 0x061C)
      return fault_at(error, CANBAO_SCRIPT, path, line, "%s",
                      _("the line has a character that reverses text: it could show something else "
                        "than it does"));
    if (point >= 0x7F && point <= 0x9F)
      return fault_at(error, CANBAO_SCRIPT, path, line, _("the line has a control character (%d)"),
                      (int)point);
    i += n;
  }
  return CANBAO_OK;
}

#define KEYS_MAX 64 /* of one article's table; more are not compared */

/* Of article "三（三）" "…" { deadline = …, deadline = … } Lua keeps the last without a word. Only the keys of the table that
** follows texts are looked at, not those of tables or functions inside it. */
static canbao_status check_twice(const char *path, const char *text, size_t size,
                                 canbao_error *error) {
  lexer x = lexer_of(slice_of(text, size));
  token t[4] = {{0}}, keys[KEYS_MAX]; /* the last four, t[3] the newest */
  int depth = 0, blocks = 0, count = 0;
  do {
    memmove(t, t + 1, sizeof t - sizeof *t);
    t[3] = token_next(&x);
    bool sign = t[3].kind == TOKEN_SIGN;
    if (depth == 0) {
      if (sign && slice_is(t[3].text, "{") && t[2].kind == TOKEN_STRING &&
          (t[1].kind == TOKEN_STRING || t[1].kind == TOKEN_NAME))
        depth = 1, blocks = count = 0;
      continue;
    }
    blocks += token_block_step(t[3]);
    if (sign && strchr("{([", *t[3].text.at)) depth++;
    if (sign && strchr("})]", *t[3].text.at)) depth--;
    bool first = t[1].kind == TOKEN_SIGN && strchr("{,;", *t[1].text.at);
    if (depth != 1 || blocks != 0 || !first || t[2].kind != TOKEN_NAME || !sign ||
        !slice_is(t[3].text, "="))
      continue;
    for (int i = 0; i < count; i++) {
      if (!slice_equal(keys[i].text, t[2].text)) continue;
      char key[64];
      fault_at(error, CANBAO_SCRIPT, path, t[2].line,
               _("“%s” stands twice in one table (first on line %d), and only the last would "
                 "count: take one away"),
               text_display(t[2].text, key, sizeof key), keys[i].line);
      if (error) syntax_article(error, text, size);
      return CANBAO_SCRIPT;
    }
    if (count < KEYS_MAX) keys[count++] = t[2];
  } while (t[3].kind != TOKEN_END);
  return CANBAO_OK;
}

/* Words with which no operand begins; those that begin the next statement of a script. */
static bool is_no_operand(slice word) {
  static const char *const words[] = {"and", "or",    "then",    "else",  "elseif",
                                      "end", "until", "do",      "local", "return",
                                      "if",  "for",   "article", NULL};
  for (const char *const *one = words; *one; one++)
    if (slice_is(word, *one)) return true;
  return false;
}

/* 75% as people write it; Lua would look for what to divide by. */
static canbao_status check_percent(const char *path, const char *text, size_t size,
                                   canbao_error *error) {
  lexer x = lexer_of(slice_of(text, size));
  token t[3] = {{0}}; /* the last three */
  do {
    memmove(t, t + 1, sizeof t - sizeof *t);
    t[2] = token_next(&x);
    bool ends = t[2].kind == TOKEN_END ||
                (t[2].kind == TOKEN_SIGN && strchr(",;)}]<>=*/+", *t[2].text.at)) ||
                (t[2].kind == TOKEN_NAME && is_no_operand(t[2].text));
    if (t[0].kind != TOKEN_NUMBER || t[1].kind != TOKEN_SIGN || !slice_is(t[1].text, "%") || !ends)
      continue;
    fault_at(error, CANBAO_SCRIPT, path, t[0].line,
             _("a share is written percent(%.*s), not %.*s%%"), (int)t[0].text.length, t[0].text.at,
             (int)t[0].text.length, t[0].text.at);
    if (error) syntax_article(error, text, size);
    return CANBAO_SCRIPT;
  } while (t[2].kind != TOKEN_END);
  return CANBAO_OK;
}

/* Is the Chinese that ends here a table's key, written without quotes? */
static bool is_key(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t')) at++;
  return at + 1 < end && *at == '=' && at[1] != '=';
}

canbao_status source_check(const char *path, const char *text, size_t size, size_t limit, bool data,
                           canbao_error *error) {
  if (size > limit)
    return fault_at(error, CANBAO_LIMIT, path, 0,
                    _("the script has %zu bytes; at most %zu are read"), size, limit);
  canbao_status status = check_bytes(path, text, size, error);
  if (status != CANBAO_OK) return status;
  lexer x = lexer_of(slice_of(text, size));
  int parted = 0;
  for (token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
    /* the parser's time grows with the square of these */
    if (t.kind == TOKEN_NAME &&
        (slice_is(t.text, "and") || slice_is(t.text, "or") || slice_is(t.text, "elseif")) &&
        ++parted > BRANCHES_MAX)
      return fault_at(error, CANBAO_LIMIT, path, t.line,
                      _("the script has more than %d and, or, elseif"), BRANCHES_MAX);
    if (t.kind == TOKEN_STRING && t.open) {
      fault_at(error, CANBAO_SCRIPT, path, t.line, "%s",
               _("a text is not closed: it must end with a half-width \" on the same line"));
      if (error) syntax_article(error, text, size);
      return CANBAO_SCRIPT;
    }
    if (t.kind != TOKEN_SIGN) continue;
    if ((unsigned char)t.text.at[0] >= 0x80) {
      while (t.text.at + t.text.length < x.end && (unsigned char)t.text.at[t.text.length] >= 0x80)
        t.text.length++;
      if (data && is_key(t.text.at + t.text.length, x.end))
        syntax_key(error, path, t.line, t.text);
      else
        syntax_character(error, path, t.line, t.text);
      if (error) syntax_article(error, text, size);
      return CANBAO_SCRIPT;
    }
    if (slice_is(t.text, "&") || slice_is(t.text, "|") || slice_is(t.text, "~") ||
        slice_is(t.text, "<<") || slice_is(t.text, ">>"))
      return fault_at(error, CANBAO_SCRIPT, path, t.line,
                      _("the operator %.*s is not available in scripts; write and, or, not"),
                      (int)t.text.length, t.text.at);
    if (slice_is(t.text, "::"))
      return fault_at(error, CANBAO_SCRIPT, path, t.line, "%s",
                      _("goto is not available in scripts; use if, for and functions"));
  }
  status = memchr(text, '%', size) ? check_percent(path, text, size, error) : CANBAO_OK;
  return status == CANBAO_OK ? check_twice(path, text, size, error) : status;
}
