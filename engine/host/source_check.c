/*
** source_check.c - what is looked at in a script's text before Lua sees it (size,
** lines, encoding, operators whose code Lua 5.4.4 can get wrong) and after it has
** run (comparisons that can never hold). Reads tokens, not grammar.
*/
#include <string.h>

#include "host/host.h"
#include "host/syntax.h"
#include "values/utf8.h"

#define BRANCHES_MAX 20000

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

static void skip_blank(lexer *x) {
  while (x->at < x->end) {
    if (*x->at == '\n') x->line++;
    if (strchr(" \t\r\n\v\f", *x->at)) {
      x->at++;
    } else if (x->end - x->at >= 2 && x->at[0] == '-' && x->at[1] == '-') {
      x->at += 2;
      size_t open = long_open(x->at, x->end);
      if (open) {
        long_text(x, open);
      } else {
        while (x->at < x->end && *x->at != '\n') x->at++;
      }
    } else {
      return;
    }
  }
}

static bool is_name(char c, bool first) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (!first && c >= '0' && c <= '9');
}

/* At a backslash inside quotes; to the last byte it covers. Exactly as Lua: else code could hide from this file as text. */
static void skip_escape(lexer *x) {
  x->at++;
  if (*x->at == 'z') {
    while (x->end - x->at > 1 && strchr(" \t\r\n\v\f", x->at[1])) {
      x->at++;
      if (*x->at == '\n') x->line++;
    }
  } else {
    if (*x->at == '\r' && x->end - x->at > 1 && x->at[1] == '\n') x->at++;
    if (*x->at == '\n') x->line++;
  }
}

static token next(lexer *x) {
  skip_blank(x);
  token t = {TOKEN_END, {x->at, 0}, x->line, false};
  if (x->at == x->end) return t;
  const char *from = x->at;
  size_t open;
  if (is_name(*from, true)) {
    while (x->at < x->end && is_name(*x->at, false)) x->at++;
    t.kind = TOKEN_NAME;
  } else if (*from >= '0' && *from <= '9') {
    while (x->at < x->end && (is_name(*x->at, false) || *x->at == '.')) x->at++;
    t.kind = TOKEN_NUMBER;
  } else if (*from == '"' || *from == '\'') {
    for (x->at++; x->at < x->end && *x->at != *from && *x->at != '\n'; x->at++)
      if (*x->at == '\\' && x->end - x->at > 1) skip_escape(x);
    t.kind = TOKEN_STRING;
    t.text = slice_of(from + 1, (size_t)(x->at - from) - 1);
    t.open = x->at == x->end || *x->at != *from;
    if (!t.open) x->at++;
    return t;
  } else if ((open = long_open(from, x->end)) != 0) {
    t.kind = TOKEN_STRING;
    t.text = long_text(x, open);
    return t;
  } else {
    static const char *const two[] = {"==", "~=", "<=", ">=", "<<", ">>", "//", "::", ".."};
    uint32_t point;
    size_t n = utf8_decode(from, (size_t)(x->end - from), &point);
    x->at += n ? n : 1;
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
      if (x->end - from >= 2 && memcmp(from, two[i], 2) == 0) x->at = from + 2;
    t.kind = TOKEN_SIGN;
  }
  t.text = slice_of(from, (size_t)(x->at - from));
  return t;
}

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
    if (point == '\n') line++;
    i += n;
  }
  return CANBAO_OK;
}

#define KEYS_MAX 64 /* of one article's table; more are not compared */

/* How many blocks a word opens (1) or closes (-1); a loop's own word opens none, its do does. */
static int block_step(token t) {
  static const char *const opening[] = {"function", "if", "do", "repeat"};
  if (t.kind != TOKEN_NAME) return 0;
  for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
    if (slice_is(t.text, opening[i])) return 1;
  return slice_is(t.text, "end") || slice_is(t.text, "until") ? -1 : 0;
}

/* Of article "三（三）" "…" { deadline = …, deadline = … } Lua keeps the last without a word. Only the keys of the table that
** follows texts are looked at, not those of tables or functions inside it. */
static canbao_status check_twice(const char *path, const char *text, size_t size,
                                 canbao_error *error) {
  lexer x = {text, text + size, 1};
  token t[4] = {{0}}, keys[KEYS_MAX]; /* the last four, t[3] the newest */
  int depth = 0, blocks = 0, count = 0;
  do {
    memmove(t, t + 1, sizeof t - sizeof *t);
    t[3] = next(&x);
    bool sign = t[3].kind == TOKEN_SIGN;
    if (depth == 0) {
      if (sign && slice_is(t[3].text, "{") && t[2].kind == TOKEN_STRING &&
          (t[1].kind == TOKEN_STRING || t[1].kind == TOKEN_NAME))
        depth = 1, blocks = count = 0;
      continue;
    }
    blocks += block_step(t[3]);
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

canbao_status source_check(const char *path, const char *text, size_t size, size_t limit,
                           canbao_error *error) {
  if (size > limit)
    return fault_at(error, CANBAO_LIMIT, path, 0,
                    _("the script has %zu bytes; at most %zu are read"), size, limit);
  canbao_status status = check_bytes(path, text, size, error);
  if (status != CANBAO_OK) return status;
  lexer x = {text, text + size, 1};
  int branches = 0;
  for (token t = next(&x); t.kind != TOKEN_END; t = next(&x)) {
    /* the parser's time grows with the square of these */
    if (t.kind == TOKEN_NAME &&
        (slice_is(t.text, "and") || slice_is(t.text, "or") || slice_is(t.text, "elseif")) &&
        ++branches > BRANCHES_MAX)
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
  return check_twice(path, text, size, error);
}

/* ---- after the script has run ---- */

static canbao_status check_label(const field *f, token literal, const char *path,
                                 canbao_error *error) {
  if (field_label(f, literal.text) >= 0) {
    for (int i = 0; i < f->labels_count; i++)
      if (slice_is(literal.text, f->labels[i])) return CANBAO_OK;
  }
  char wanted[128];
  text_display(literal.text, wanted, sizeof wanted);
  int near = text_nearest(wanted, (const char *const *)f->labels, f->labels_count);
  return fault_at(error, CANBAO_SCRIPT, path, literal.line,
                  _("%s is never “%s”; did you mean “%s”?"), f->name, wanted,
                  f->labels[near < 0 ? 0 : near]);
}

static canbao_status check_text(const effect *e, token literal, const char *path,
                                canbao_error *error) {
  int n = 0;
  while (e->values[n]) n++;
  for (int i = 0; i < n; i++)
    if (slice_is(literal.text, e->values[i])) return CANBAO_OK;
  char wanted[128];
  text_display(literal.text, wanted, sizeof wanted);
  int near = text_nearest(wanted, (const char *const *)e->values, n);
  return fault_at(error, CANBAO_SCRIPT, path, literal.line,
                  _("%s is never “%s”; did you mean “%s”?"), e->name, wanted,
                  e->values[near < 0 ? 0 : near]);
}

/* `NAME.what == literal`: can it ever hold? */
static canbao_status check_comparison(const policy *p, token what, token literal, const char *path,
                                      canbao_error *error) {
  char name[64];
  text_display(what.text, name, sizeof name);
  int f = schema_find(p->schema, name), e = f < 0 ? policy_effect(p, name) : -1;
  value_type type = TYPE_NIL;
  if (f >= 0) {
    const field *fd = &p->schema->fields[f];
    if (fd->type == FIELD_LABEL && literal.kind == TOKEN_STRING)
      return check_label(fd, literal, path, error);
    if (fd->type == FIELD_DATE) type = TYPE_DATE;
    if (fd->type == FIELD_MONEY) type = TYPE_MONEY;
    if (fd->type == FIELD_NUMBER && literal.kind == TOKEN_STRING)
      return fault_at(error, CANBAO_SCRIPT, path, literal.line,
                      _("%s is a number: compare it without quotes"), name);
    if (fd->type == FIELD_FLAG)
      return fault_at(error, CANBAO_SCRIPT, path, literal.line,
                      _("%s is yes or no: write r.%s or not r.%s"), name, name, name);
  } else if (e >= 0) {
    type = p->effects[e].type;
    if (type == TYPE_TEXT && p->effects[e].values && literal.kind == TOKEN_STRING)
      return check_text(&p->effects[e], literal, path, error);
  }
  if (type == TYPE_DATE)
    return fault_at(error, CANBAO_SCRIPT, path, literal.line,
                    _("%s is a date: compare it with date \"2022-12-31\""), name);
  if (type == TYPE_MONEY)
    return fault_at(error, CANBAO_SCRIPT, path, literal.line,
                    _("%s is money: compare it with yuan(350)"), name);
  return CANBAO_OK;
}

/* "2022-12-31": a text that is meant as a day. */
static bool looks_like_day(token t) {
  static const char shape[] = "0000-00-00";
  if (t.kind != TOKEN_STRING || t.text.length != sizeof shape - 1) return false;
  for (uint32_t i = 0; i < t.text.length; i++) {
    char c = t.text.at[i];
    if (shape[i] == '0' ? c < '0' || c > '9' : c != '-') return false;
  }
  return true;
}

/* A day is never equal to a text, whatever variable holds it; Lua would only say no. */
static canbao_status check_day(const token *t, const char *path, canbao_error *error) {
  bool after = (slice_is(t[4].text, "==") || slice_is(t[4].text, "~=")) && looks_like_day(t[5]) &&
               !slice_is(t[2].text, "."); /* NAME.what is check_comparison's */
  bool called = t[3].kind == TOKEN_NAME && !slice_is(t[3].text, "and") &&
                !slice_is(t[3].text, "or") && !slice_is(t[3].text, "not") &&
                !slice_is(t[3].text, "return") && !slice_is(t[3].text, "if"); /* date "…" == d */
  bool before = (slice_is(t[5].text, "==") || slice_is(t[5].text, "~=")) && looks_like_day(t[4]);
  if (!after && (!before || called)) return CANBAO_OK;
  char day[16];
  text_display((after ? t[5] : t[4]).text, day, sizeof day);
  return fault_at(error, CANBAO_SCRIPT, path, (after ? t[5] : t[4]).line,
                  _("a date is never equal to the text \"%s\": write date \"%s\""), day, day);
}

/* ---- locals that hold a cell or an effect: local paid = r.paid_amount ---- */

#define HOLDERS_MAX 64 /* more at a time are not followed */

typedef struct {
  slice name;
  token what; /* the field or effect; TOKEN_END: a function's own, which may be the resident */
  int depth;  /* of blocks, where it was declared */
} holder;

typedef struct {
  holder list[HOLDERS_MAX];
  int count, depth;
  bool naming;     /* inside what a local, a for or a function's brackets name ... */
  bool parameters; /* ... and in these brackets */
} holders;

static bool is_sign(token t, const char *signs) {
  return t.kind == TOKEN_SIGN && t.text.length == 1 && strchr(signs, *t.text.at);
}

static bool is_word(token t, const char *word) {
  return t.kind == TOKEN_NAME && slice_is(t.text, word);
}

static void forget(holders *h, slice name) {
  int kept = 0;
  for (int i = 0; i < h->count; i++)
    if (!slice_equal(h->list[i].name, name)) h->list[kept++] = h->list[i];
  h->count = kept;
}

static bool is_operator(token t) {
  return is_sign(t, "+-*/%^") ||
         (t.kind == TOKEN_SIGN && (slice_is(t.text, "..") || slice_is(t.text, "//")));
}

/* Is what stands before it looked into, called or reckoned with? */
static bool is_used(token after) {
  return after.kind == TOKEN_STRING || is_sign(after, ".:([{") || is_operator(after);
}

/* Does what stands behind NAME.what belong to one expression with it? */
static bool goes_on(token after) {
  return is_used(after) || is_word(after, "and") || is_word(after, "or") ||
         (after.kind == TOKEN_SIGN && !is_sign(after, ";"));
}

static bool is_else(token t) { return is_word(t, "else") || is_word(t, "elseif"); }

/* May the name be given something else before its block ends? A loop or a function comes to a comparison that stands above, too. */
static bool is_given_again(slice name, lexer x) {
  token before = {0}, last = {0};
  for (int depth = 0; depth >= 0;) {
    token t = next(&x);
    if (t.kind == TOKEN_END || (depth == 0 && is_else(t))) return false;
    depth += block_step(t);
    bool itself = last.kind == TOKEN_NAME && slice_equal(last.text, name) &&
                  !is_word(before, "local") && !is_word(before, "for") && !is_sign(before, ".:([{");
    if (itself && is_sign(t, "=,")) return true;
    before = last;
    last = t;
  }
  return false;
}

/* What the name stands for; NULL when that is not known. */
static const token *held_by(const holders *h, token name) {
  for (int i = 0; i < h->count && name.kind == TOKEN_NAME; i++)
    if (slice_equal(h->list[i].name, name.text)) return &h->list[i].what;
  return NULL;
}

static void hold(holders *h, token name, token what) {
  if (h->count < HOLDERS_MAX) h->list[h->count++] = (holder){name.text, what, h->depth};
}

/* A table of the script's own may have an entry of a field's name. */
static bool may_be_resident(const holders *h, token name) {
  const token *what = held_by(h, name);
  return what && what->kind == TOKEN_END;
}

/* t: the last six tokens, t[5] the newest. A name that belongs to something else from here on holds nothing that is known. */
static void follow_names(holders *h, const token *t, lexer x) {
  bool parted = is_else(t[5]); /* one block ends, the next begins */
  int step = block_step(t[5]);
  h->depth += step;
  for (int i = h->count; (step < 0 || parted) && i > 0; i--)
    if (h->list[i - 1].depth > h->depth - parted) h->list[i - 1] = h->list[--h->count];
  bool begins = is_word(t[5], "local") || is_word(t[5], "for") || is_word(t[5], "function");
  if (h->naming && t[5].kind == TOKEN_NAME) {
    forget(h, t[5].text);
    if (h->parameters) hold(h, t[5], (token){.kind = TOKEN_END});
  }
  if (h->naming && is_sign(t[5], "(")) h->parameters = true;
  if (begins || is_word(t[5], "in") || is_word(t[5], "do") || is_sign(t[5], "=)")) {
    h->naming = begins;
    h->parameters = false;
  }
  lexer behind = x;
  if (is_word(t[0], "local") && is_sign(t[2], "=") && may_be_resident(h, t[3]) &&
      is_sign(t[4], ".") && t[5].kind == TOKEN_NAME && !goes_on(next(&behind)) &&
      !is_given_again(t[1].text, x))
    hold(h, t[1], t[5]);
}

/* A local in place of NAME.what. */
static canbao_status check_held(const policy *p, const holders *h, const token *t, lexer x,
                                const char *path, canbao_error *error) {
  bool equal = slice_is(t[4].text, "==") || slice_is(t[4].text, "~=");
  if (t[4].kind != TOKEN_SIGN || !equal || is_sign(t[2], ".:#") || is_operator(t[2]) ||
      is_used(next(&x)))
    return CANBAO_OK;
  bool on_right = t[3].kind == TOKEN_STRING || t[3].kind == TOKEN_NUMBER;
  const token *what = held_by(h, on_right ? t[5] : t[3]);
  token literal = on_right ? t[3] : t[5];
  if (!what || what->kind == TOKEN_END ||
      (literal.kind != TOKEN_STRING && literal.kind != TOKEN_NUMBER))
    return CANBAO_OK;
  return check_comparison(p, *what, literal, path, error);
}

canbao_status source_check_names(const policy *p, const char *path, const char *text, size_t size,
                                 canbao_error *error) {
  lexer x = {text, text + size, 1};
  token t[6] = {{0}}; /* the last six, t[5] the newest */
  holders held = {.count = 0};
  do {
    memmove(t, t + 1, sizeof t - sizeof *t);
    t[5] = next(&x);
    follow_names(&held, t, x);
    bool equal = slice_is(t[4].text, "==") || slice_is(t[4].text, "~=");
    bool literal = t[5].kind == TOKEN_STRING || t[5].kind == TOKEN_NUMBER;
    canbao_status status = CANBAO_OK;
    if (t[4].kind == TOKEN_SIGN && equal && literal && t[3].kind == TOKEN_NAME &&
        slice_is(t[2].text, "."))
      status = check_comparison(p, t[3], t[5], path, error);
    /* literal == NAME.what */
    bool before = t[1].kind == TOKEN_STRING || t[1].kind == TOKEN_NUMBER;
    if (before && t[2].kind == TOKEN_SIGN &&
        (slice_is(t[2].text, "==") || slice_is(t[2].text, "~=")) && t[3].kind == TOKEN_NAME &&
        slice_is(t[4].text, ".") && t[5].kind == TOKEN_NAME)
      status = check_comparison(p, t[5], t[1], path, error);
    /* [ NAME.what ] */
    if (slice_is(t[1].text, "[") && t[1].kind == TOKEN_SIGN && t[2].kind == TOKEN_NAME &&
        slice_is(t[3].text, ".") && t[4].kind == TOKEN_NAME && slice_is(t[5].text, "]")) {
      char name[64];
      text_display(t[4].text, name, sizeof name);
      int f = schema_find(p->schema, name);
      if (f >= 0 &&
          (p->schema->fields[f].type == FIELD_DATE || p->schema->fields[f].type == FIELD_MONEY))
        status = fault_at(error, CANBAO_SCRIPT, path, t[4].line,
                          _("%s cannot be a table's key: two equal dates or amounts are two keys"),
                          name);
    }
    if (status == CANBAO_OK) status = check_day(t, path, error);
    if (status == CANBAO_OK) status = check_held(p, &held, t, x, path, error);
    if (status != CANBAO_OK) return status;
  } while (t[5].kind != TOKEN_END);
  return CANBAO_OK;
}
