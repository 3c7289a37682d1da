/*
** source_names.c - comparisons in a script's text that can never hold, which Lua answers without
** asking anybody. Looked for when the script has run and all names are declared. Reads tokens,
** not grammar: what it is not sure of it lets pass.
*/
#include <string.h>

#include "host/host.h"
#include "host/source_fields.h"
#include "values/lua_tokens.h"

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
      return source_never_label(fd, literal.text, path, literal.line, error);
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
      return source_never_value(&p->effects[e], literal.text, path, literal.line, error);
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

/* ---- locals that hold a cell or an effect (local paid = r.paid_amount), or an amount or a day that is written out
** (local PREMIUM = yuan(350)) ---- */

#define HOLDERS_MAX 64    /* more at a time are not followed, */
#define AHEAD_MAX 2000000 /* nor any more once so many tokens of a script were looked at ahead */

typedef struct {
  slice name;
  token
      what; /* the field or effect; yuan, date, days; TOKEN_END: a function's own, which may be the resident */
  slice owner; /* of the field or effect */
  bool later;  /* a function's own, or the owner: not its first */
  int depth;   /* of blocks, where it was declared */
} holder;

typedef struct {
  holder list[HOLDERS_MAX];
  int count, depth;
  bool naming;     /* inside what a local, a for or a function's brackets name ... */
  bool parameters; /* ... and in these brackets */
  bool own_makers; /* the script gives their names to something else */
  int ahead;       /* tokens looked at ahead */
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
static bool is_given_again(holders *h, slice name, lexer x) {
  token before = {0}, last = {0};
  for (int depth = 0; depth >= 0;) {
    token t = token_next(&x);
    if (t.kind == TOKEN_END || (depth == 0 && is_else(t))) return false;
    if (++h->ahead > AHEAD_MAX) return true;
    depth += token_block_step(t);
    bool itself = last.kind == TOKEN_NAME && slice_equal(last.text, name) &&
                  !is_word(before, "local") && !is_word(before, "for") && !is_sign(before, ".:([{");
    if (itself && is_sign(t, "=,")) return true;
    before = last;
    last = t;
  }
  return false;
}

/* What the name holds; NULL when that is not known. */
static const holder *held_by(const holders *h, token name) {
  for (int i = 0; i < h->count && name.kind == TOKEN_NAME; i++)
    if (slice_equal(h->list[i].name, name.text)) return &h->list[i];
  return NULL;
}

static void hold(holders *h, token name, token what, slice owner, bool later) {
  if (h->count < HOLDERS_MAX)
    h->list[h->count++] = (holder){name.text, what, owner, later, h->depth};
}

/* A table of the script's own may have an entry of a field's name. */
static const holder *may_be_resident(const holders *h, token name) {
  const holder *held = held_by(h, name);
  return held && held->what.kind == TOKEN_END ? held : NULL;
}

static bool is_maker(token t) {
  return is_word(t, "yuan") || is_word(t, "date") || is_word(t, "days");
}

/* Behind a maker's word and its text or opening bracket: is that the whole expression? */
static bool is_whole(holders *h, token begun, lexer x) {
  for (int depth = is_sign(begun, "("); depth > 0;) {
    token t = token_next(&x);
    if (t.kind == TOKEN_END || ++h->ahead > AHEAD_MAX) return false;
    depth += is_sign(t, "(") - is_sign(t, ")");
  }
  return !goes_on(token_next(&x));
}

/* t: the last six tokens, t[5] the newest. A name that belongs to something else from here on holds nothing that is known. */
static void follow_names(holders *h, const token *t, lexer x) {
  bool parted = is_else(t[5]); /* one block ends, the next begins */
  int step = token_block_step(t[5]);
  h->depth += step;
  for (int i = h->count; (step < 0 || parted) && i > 0; i--)
    if (h->list[i - 1].depth > h->depth - parted) h->list[i - 1] = h->list[--h->count];
  bool begins = is_word(t[5], "local") || is_word(t[5], "for") || is_word(t[5], "function");
  if (h->naming && t[5].kind == TOKEN_NAME) {
    forget(h, t[5].text);
    if (h->parameters) hold(h, t[5], (token){.kind = TOKEN_END}, (slice){0}, !is_sign(t[4], "("));
    h->own_makers = h->own_makers || is_maker(t[5]);
  }
  if (h->naming && is_sign(t[5], "(")) h->parameters = true;
  if (begins || is_word(t[5], "in") || is_word(t[5], "do") || is_sign(t[5], "=)")) {
    h->naming = begins;
    h->parameters = false;
  }
  lexer behind = x;
  const holder *owner = is_word(t[0], "local") ? may_be_resident(h, t[3]) : NULL;
  if (owner && is_sign(t[2], "=") && is_sign(t[4], ".") && t[5].kind == TOKEN_NAME &&
      !goes_on(token_next(&behind)) && !is_given_again(h, t[1].text, x))
    hold(h, t[1], t[5], t[3].text, owner->later);
  if (is_word(t[1], "local") && is_sign(t[3], "=") && is_maker(t[4]) && !h->own_makers &&
      (t[5].kind == TOKEN_STRING || is_sign(t[5], "(")) && is_whole(h, t[5], x) &&
      !is_given_again(h, t[2].text, x))
    hold(h, t[2], t[4], (slice){0}, false);
}

/* What a maker made is compared with what none has made. */
static canbao_status never_equal(const holder *held, int line, const char *path,
                                 canbao_error *error) {
  char name[64];
  text_display(held->name, name, sizeof name);
  if (is_word(held->what, "yuan"))
    return fault_at(error, CANBAO_SCRIPT, path, line, _("%s is money: compare it with yuan(350)"),
                    name);
  if (is_word(held->what, "date"))
    return fault_at(error, CANBAO_SCRIPT, path, line,
                    _("%s is a date: compare it with date \"2022-12-31\""), name);
  return fault_at(error, CANBAO_SCRIPT, path, line,
                  _("%s is a number of days: compare it with days(90)"), name);
}

static bool is_equality(token t) {
  return t.kind == TOKEN_SIGN && (slice_is(t.text, "==") || slice_is(t.text, "~="));
}

static bool is_comparison(token t) {
  return is_equality(t) || is_sign(t, "<>") ||
         (t.kind == TOKEN_SIGN && (slice_is(t.text, "<=") || slice_is(t.text, ">=")));
}

/* A field or effect beside nil or a number, in whatever order. */
static canbao_status check_answer(const policy *p, const named *what, token sign, token beside,
                                  bool beside_first, const char *path, canbao_error *error) {
  if (is_equality(sign) && is_word(beside, "nil")) return source_nil(p, what, path, error);
  if (beside.kind != TOKEN_NUMBER) return CANBAO_OK;
  return source_range(p, what, sign, beside, beside_first, path, error);
}

/* The same of NAME.what in t[1] to t[5], or t[3] to t[5] and what follows, where NAME may be the resident or the effects. */
static canbao_status check_read(const policy *p, const holders *h, const token *t, lexer x,
                                const char *path, canbao_error *error) {
  bool before = is_sign(t[2], ".") && is_comparison(t[4]);
  if (!before && !(is_sign(t[4], ".") && is_comparison(t[2]))) return CANBAO_OK;
  token owner = before ? t[1] : t[3], beyond = before ? t[0] : (token){0};
  const holder *held = may_be_resident(h, owner);
  if (!held || is_sign(beyond, ".:#") || is_operator(beyond) || is_word(beyond, "not") ||
      is_used(token_next(&x)))
    return CANBAO_OK;
  if (!before && (is_sign(t[0], ".:#") || is_operator(t[0]))) return CANBAO_OK; /* - 7 < r.… */
  named what = {owner.text, before ? t[3] : t[5], held->later};
  return check_answer(p, &what, before ? t[4] : t[2], before ? t[5] : t[1], !before, path, error);
}

/* A local in place of NAME.what. */
static canbao_status check_held(const policy *p, const holders *h, const token *t, lexer x,
                                const char *path, canbao_error *error) {
  if (!is_comparison(t[4]) || is_sign(t[2], ".:#") || is_operator(t[2]) || is_word(t[2], "not") ||
      is_used(token_next(&x)))
    return CANBAO_OK;
  bool on_right = t[3].kind == TOKEN_STRING || t[3].kind == TOKEN_NUMBER || is_word(t[3], "nil");
  const holder *held = held_by(h, on_right ? t[5] : t[3]);
  token literal = on_right ? t[3] : t[5];
  if (!held || held->what.kind == TOKEN_END) return CANBAO_OK;
  named what = {held->owner, held->what, held->later};
  what.name.line = literal.line;
  canbao_status status = is_maker(held->what)
                             ? CANBAO_OK
                             : check_answer(p, &what, t[4], literal, on_right, path, error);
  if (status != CANBAO_OK || !is_equality(t[4]) ||
      (literal.kind != TOKEN_STRING && literal.kind != TOKEN_NUMBER))
    return status;
  if (is_maker(held->what)) return never_equal(held, literal.line, path, error);
  return check_comparison(p, held->what, literal, path, error);
}

canbao_status source_check_names(const policy *p, const char *path, const char *text, size_t size,
                                 canbao_error *error) {
  lexer x = lexer_of(slice_of(text, size));
  token t[6] = {{0}}; /* the last six, t[5] the newest */
  holders held = {.count = 0};
  do {
    memmove(t, t + 1, sizeof t - sizeof *t);
    t[5] = token_next(&x);
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
    if (status == CANBAO_OK) status = check_read(p, &held, t, x, path, error);
    if (status == CANBAO_OK) status = check_held(p, &held, t, x, path, error);
    if (status != CANBAO_OK) return status;
  } while (t[5].kind != TOKEN_END);
  return CANBAO_OK;
}
