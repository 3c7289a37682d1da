/*
** silent_answers.c - see silent_answers.h. Lua asks a metamethod only where two values of one type meet, so money ==
** 960 is false without a word, and two equal amounts are two keys. A comparison or a key that cannot be told to be
** harmless from the script's text becomes a call; where `nil`, a literal key or a field's own kind of literal stands,
** which is nearly everywhere, nothing is changed or slower. Reads tokens and how tightly operators bind, no more.
*/
#include "host/silent_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/script_parts.h"
#include "host/source_fields.h"
#include "host/watching.h"
#include "values/date.h"
#include "values/money.h"

#define WORD "canbao_compares_kinds" /* near no name that an author could mean */
#define KEY_WORD "canbao_takes_key"
#define LENGTH_WORD "canbao_length_of"
#define CALL_MOST 56 /* bytes that a call takes besides the word */

/* What is known from the text of the two sides; above that, which fields they are read from, or 0, and which of the script's
** comparisons it is. */
enum { LITERAL_LEFT = 1, LITERAL_RIGHT = 2, BEGINS_WITH_NOT = 4, FIELD_AND_FALSE = 8 };
#define COUNTED 24

typedef struct {
  int at;        /* its operator */
  int below;     /* the next one whose left side begins where this one's does; -1 */
  int64_t known; /* -1: it stays as it is */
} comparison;

typedef struct {
  const part *parts;
  int count;
  comparison *list;
  int list_count;
  /* by part: where the left side of the comparison that it is begins; the last one, and one, whose left side begins here; does
  ** the right side of one end here? */
  int *starts, *opened;
  bool *closes;
  int *
      lengths; /* by part: how many lengths are taken of what ends here; -1: it is the sign of one, written anew */
  size_t longer; /* bytes that the calls add */
} outline;

static bool is_equality(const part *p) { return part_is_pair(p, "==") || part_is_pair(p, "~="); }

static bool is_one_of(const part *p, const char *const *words) {
  for (; p->t.kind == TOKEN_NAME && *words; words++)
    if (slice_is(p->t.text, *words)) return true;
  return false;
}

/* No operand goes on behind these. */
static bool is_statement(const part *p) {
  static const char *const words[] = {"and",    "or",   "return", "if",   "while",  "until",
                                      "elseif", "then", "else",   "do",   "repeat", "in",
                                      "local",  "for",  "break",  "goto", NULL};
  return is_one_of(p, words);
}

/* Binds tighter than a comparison, between two operands. */
static bool is_tighter(const part *p) {
  return part_is_sign(p, "+-*/%^&|~") || part_is_pair(p, "//") || part_is_pair(p, "..") ||
         part_is_pair(p, "<<") || part_is_pair(p, ">>");
}

/* ---- the sides of a comparison ---- */

/* Where the left side of the comparison at `at` begins: the one before it may be a part of that. */
static int left_of(const outline *o, int at) {
  int i = at;
  while (i > 0) {
    const part *p = &o->parts[i - 1];
    if (part_is_sign(p, ")]}") || part_is_word(p, "end")) {
      if (part_is_word(p, "end") && !part_is_word(&o->parts[p->partner], "function")) break;
      i = p->partner;
      continue;
    }
    if (is_equality(p)) return o->starts[i - 1];
    if (is_statement(p) || part_is_sign(p, "([{=,;")) break;
    i--;
  }
  return i;
}

/* May a call, a key or a method follow it? Behind `1`, `nil`, `}` or a function a bracket begins the next statement. */
static bool goes_on(const part *p) {
  static const char *const ends[] = {"nil", "true", "false", "end", NULL};
  return part_is_sign(p, ")") || (p->t.kind == TOKEN_NAME && !is_one_of(p, ends));
}

/* The last part of the one operand that begins at `i`, signs before it included. */
static int operand_of(const part *p, int i) {
  while (part_is_sign(&p[i], "-#~") || part_is_word(&p[i], "not")) i++;
  if (part_is_pair(&p[i], "..") && part_is_sign(&p[i + 1], "."))
    i++; /* the dots of further arguments */
  if (part_is_sign(&p[i], ".") && p[i + 1].t.kind == TOKEN_NUMBER) i++; /* .5 */
  if (p[i].partner > i) i = p[i].partner; /* a function, a table, a bracket */
  for (bool more = goes_on(&p[i]); more;) {
    const part *next = &p[i + 1];
    if (part_is_sign(next, "([{"))
      i = next->partner;
    else if (next->t.kind == TOKEN_STRING)
      i++;
    else if (part_is_sign(next, ".:") && p[i + 2].t.kind == TOKEN_NAME)
      i += 2;
    else
      break;
  }
  return i;
}

/* The last part of the side that begins at `i`. */
static int right_of(const outline *o, int i) {
  for (;; i += 2) {
    i = operand_of(o->parts, i);
    if (!is_tighter(&o->parts[i + 1])) return i;
  }
}

static bool is_literal(const part *p) {
  return p->t.kind == TOKEN_STRING || p->t.kind == TOKEN_NUMBER;
}

/* The field that p[0..2] reads from a name; NULL when it is none. */
static const field *field_read(const schema *s, const part *p) {
  if (p[0].t.kind != TOKEN_NAME || !part_is_sign(&p[1], ".") || p[2].t.kind != TOKEN_NAME)
    return NULL;
  for (int f = 0; f < s->count; f++)
    if (slice_is(p[2].t.text, s->fields[f].name)) return &s->fields[f];
  return NULL;
}

/* One that holds texts? What it is compared with looks at others (source_names.c). */
static bool is_text_field(const schema *s, const part *p) {
  const field *f = field_read(s, p);
  return f && (f->type == FIELD_LABEL || f->type == FIELD_TEXT || f->type == FIELD_CODED);
}

/* `r.paid_amount == false`: what is asked there is whether it is missing, which false is not. */
static bool is_field_and_false(const schema *s, const part *p, int from, int at, int to) {
  const field *f = NULL;
  if (at - from == 1 && part_is_word(&p[from], "false") && to - at == 3)
    f = field_read(s, p + at + 1);
  if (to - at == 1 && part_is_word(&p[to], "false") && at - from == 3) f = field_read(s, p + from);
  return f && f->type != FIELD_FLAG;
}

/* Can it be seen from the text that the sides never differ in kind, or may? */
static bool is_harmless(const schema *s, const part *p, int from, int at, int to) {
  bool one_left = at - from == 1, one_right = to - at == 1;
  if (one_left && part_is_word(&p[from], "nil")) return true;
  if (one_right && part_is_word(&p[to], "nil")) return !part_is_word(&p[from], "not");
  if (one_right && p[to].t.kind == TOKEN_STRING && at - from == 3)
    return is_text_field(s, p + from);
  if (one_left && p[from].t.kind == TOKEN_STRING && to - at == 3)
    return is_text_field(s, p + at + 1);
  return false;
}

/* A comparison that stays as it is may still be the left side of the next. */
static void note_comparison(outline *o, const schema *s, int at) {
  int from = left_of(o, at), to = right_of(o, at + 1);
  comparison *c = &o->list[o->list_count++];
  o->starts[at] = from;
  *c = (comparison){.at = at, .below = -1};
  if (is_harmless(s, o->parts, from, at, to)) {
    c->known = -1;
    return;
  }
  if (at - from == 1 && is_literal(&o->parts[from])) c->known |= LITERAL_LEFT;
  if (to - at == 1 && is_literal(&o->parts[to])) c->known |= LITERAL_RIGHT;
  if (part_is_word(&o->parts[from], "not")) c->known |= BEGINS_WITH_NOT;
  if (is_field_and_false(s, o->parts, from, at, to)) c->known |= FIELD_AND_FALSE;
  const field *left = at - from == 3 ? field_read(s, o->parts + from) : NULL;
  const field *right = to - at == 3 ? field_read(s, o->parts + at + 1) : NULL;
  if (left) c->known |= (int64_t)(left - s->fields + 1) << SILENT_FIELD_LEFT;
  if (right) c->known |= (int64_t)(right - s->fields + 1) << SILENT_FIELD_RIGHT;
  c->known |= (int64_t)o->list_count << COUNTED;
  c->below = o->opened[from] - 1;
  o->opened[from] = o->list_count;
  o->closes[to] = true;
  o->longer += sizeof WORD + CALL_MOST;
}

/* Is the part a bracket around a key that is computed? */
static bool is_key(const part *p, int i) {
  return part_is_sign(&p[i], "[") && p[i].partner > i &&
         !(p[i].partner == i + 2 && is_literal(&p[i + 1]));
}

/* Of a literal text, and of what Lua itself refuses (a number; a power, which binds tighter), the length stays as it is. */
static void note_length(outline *o, int at) {
  const part *p = o->parts;
  int end = operand_of(p, at + 1);
  bool text = end == at + 1 && p[end].t.kind == TOKEN_STRING;
  if (text || p[end].t.kind == TOKEN_NUMBER || part_is_sign(&p[end + 1], "^")) return;
  o->lengths[at] = -1;
  o->lengths[end]++;
  o->longer += sizeof LENGTH_WORD + 6;
}

/* ---- the text anew ---- */

static char *add(char *to, const char *from, size_t n) {
  memcpy(to, from, n);
  return to + n;
}

static size_t write_anew(const outline *o, const char *text, size_t size, char *out) {
  const char *copied = text;
  char *to = out;
  int next = 0;
  for (int i = 0; i < o->count; i++) {
    const part *p = &o->parts[i];
    const char *begin = p->t.kind == TOKEN_END ? text + size : part_begin(p);
    to = add(to, copied, (size_t)(begin - copied));
    copied = begin;
    /* the outermost, which stands last in a chain, opens first */
    for (int c = o->opened[i] - 1; c >= 0; c = o->list[c].below) {
      bool differs = part_is_pair(&o->parts[o->list[c].at], "~=");
      char call[sizeof WORD + CALL_MOST];
      int n = snprintf(call, sizeof call, "(%s" WORD "(%lld,", differs ? "not " : "",
                       (long long)o->list[c].known);
      to = add(to, call, (size_t)n);
    }
    if (o->lengths[i] < 0) {
      to = add(to, " " LENGTH_WORD "((", sizeof LENGTH_WORD + 2);
      copied = p->end;
    }
    if (part_is_sign(p, "]") && is_key(o->parts, p->partner)) to = add(to, ")", 1);
    if (is_key(o->parts, i)) {
      to = add(to, "[" KEY_WORD "(", sizeof KEY_WORD + 1);
      copied = p->end;
    }
    while (next < o->list_count && o->list[next].at < i) next++;
    if (next < o->list_count && o->list[next].at == i && o->list[next].known >= 0) {
      to = add(to, ",(", 2);
      copied = p->end;
    }
    if (!o->closes[i] && o->lengths[i] <= 0) continue;
    to = add(to, copied, (size_t)(p->end - copied));
    copied = p->end;
    for (int n = 0; n < o->lengths[i]; n++) to = add(to, "))", 2);
    if (!o->closes[i]) {
      if (part_is_sign(p + 1, "(")) to = add(to, ";", 1);
      continue;
    }
    to = add(to, ")))", 3);
    /* the next statement begins with a bracket: that calls nothing */
    if (part_is_sign(p + 1, "(")) to = add(to, "==true", 6);
  }
  return (size_t)(to - out);
}

/* The words are read where they stand: a script that gives these names, or all names, to something else would be asked
** itself. */
static canbao_status check_names(const outline *o, const char *path, canbao_error *error) {
  static const char *const own[] = {WORD, KEY_WORD, LENGTH_WORD, "_ENV", NULL};
  for (int i = 0; i < o->count; i++) {
    const part *p = &o->parts[i];
    if (!is_one_of(p, own)) continue;
    return fault_at(error, CANBAO_SCRIPT, path, p->t.line,
                    _("the name “%.*s” is canbao's own, comparisons and keys rest on it: take "
                      "another"),
                    (int)p->t.text.length, p->t.text.at);
  }
  return CANBAO_OK;
}

canbao_status silent_answers_guarded(const schema *s, const char *path, const char *text,
                                     size_t size, char **out, size_t *out_size,
                                     canbao_error *error) {
  *out = NULL;
  if (!memmem(text, size, "==", 2) && !memmem(text, size, "~=", 2) && !memchr(text, '[', size) &&
      !memchr(text, '#', size))
    return CANBAO_OK;
  script_parts parts;
  bool good = script_parts_read(&parts, text, size);
  size_t n = (size_t)parts.count + 1;
  outline o = {.parts = parts.list, .count = parts.count};
  o.list = calloc(n, sizeof *o.list);
  o.starts = calloc(n, sizeof *o.starts);
  o.opened = calloc(n, sizeof *o.opened);
  o.closes = calloc(n, sizeof *o.closes);
  o.lengths = calloc(n, sizeof *o.lengths);
  good = good && o.list && o.starts && o.opened && o.closes && o.lengths;
  for (int i = 1; good && i < o.count; i++) {
    if (is_equality(&o.parts[i])) note_comparison(&o, s, i);
    if (part_is_sign(&o.parts[i], "#")) note_length(&o, i);
    if (is_key(o.parts, i)) o.longer += sizeof KEY_WORD + CALL_MOST;
  }
  canbao_status status = good && o.longer > 0 ? check_names(&o, path, error) : CANBAO_OK;
  if (good && o.longer > 0 && status == CANBAO_OK) {
    *out = malloc(size + o.longer + 1);
    good = *out != NULL;
    if (good) *out_size = write_anew(&o, text, size, *out);
  }
  script_parts_free(&parts);
  free(o.list), free(o.starts), free(o.opened), free(o.closes), free(o.lengths);
  return good ? status : fault(error, CANBAO_LIMIT, "%s", _("out of memory"));
}

/* ---- the words ---- */

/* The field that a side is read from; NULL when it is none. */
static const field *field_of(lua_State *L, int64_t known, int shift) {
  int64_t f = known >> shift & 0xFF;
  return f > 0 ? &host_of(L)->p->schema->fields[f - 1] : NULL;
}

/* What to write instead of a comparison of these two; "" where nothing is known. */
static void remedy(lua_State *L, int64_t known, char *out, size_t size) {
  const field *sides[] = {field_of(L, known, SILENT_FIELD_LEFT),
                          field_of(L, known, SILENT_FIELD_RIGHT)};
  const char *kinds[] = {amount_kind(L, 2), amount_kind(L, 3)};
  int literal = known & LITERAL_LEFT ? 0 : known & LITERAL_RIGHT ? 1 : -1;
  *out = 0;
  if (literal >= 0 && amount_written(L, literal + 2, kinds[1 - literal], out, size)) return;
  for (int k = 0; k < 2; k++) {
    bool bare = strcmp(kinds[1 - k], "number") == 0 || strcmp(kinds[1 - k], "string") == 0;
    const char *example = amount_example(kinds[k]);
    if (!bare || !example) continue;
    if (sides[1 - k]) /* the field is what it is: what it is compared with is another's */
      source_example(sides[1 - k], out, size);
    else
      snprintf(out, size, "%s", example);
    return;
  }
}

/* Is the value at index one that `a and b` gives instead of an amount? What a not before it made false was another's. */
static bool is_nothing(lua_State *L, int index, int64_t known) {
  bool answer = known & (BEGINS_WITH_NOT | FIELD_AND_FALSE);
  return lua_isnil(L, index) || (!answer && !lua_toboolean(L, index));
}

/* WORD(known, a, b): a == b, for two of one kind or where one is missing; nothing else can be meant. */
static int compares_kinds(lua_State *L) {
  int64_t known = lua_tointeger(L, 1);
  if (known & BEGINS_WITH_NOT && lua_isboolean(L, 2) && lua_isnil(L, 3))
    return host_raise(L, CANBAO_SCRIPT, "%s",
                      _("“not a == nil” means “(not a) == nil”, which never holds; write “a ~= "
                        "nil”"));
  if (!is_nothing(L, 2, known) && !is_nothing(L, 3, known) &&
      strcmp(amount_kind(L, 2), amount_kind(L, 3)) != 0) {
    char written[160], other[160];
    const char *a = amount_in_words(L, 2), *b = amount_in_words(L, 3);
    const field *left = field_of(L, known, SILENT_FIELD_LEFT),
                *right = field_of(L, known, SILENT_FIELD_RIGHT);
    if (known & BEGINS_WITH_NOT)
      return host_raise(L, CANBAO_SCRIPT,
                        _("%s is never equal to %s: “not a == b” means “(not a) == b”; write "
                          "“a ~= b”"),
                        a, b);
    if (left && right)
      return host_raise(L, CANBAO_SCRIPT,
                        _("%s is %s, %s is %s: they are never equal; ask each by itself, like %s "
                          "and %s"),
                        left->name, a, right->name, b,
                        source_example(left, written, sizeof written),
                        source_example(right, other, sizeof other));
    if (lua_isboolean(L, 2) || lua_isboolean(L, 3))
      return host_raise(L, CANBAO_SCRIPT,
                        _("%s is never equal to %s: an answer stands alone, or with not before it"),
                        a, b);
    remedy(L, known, written, sizeof written);
    if (*written)
      return host_raise(L, CANBAO_SCRIPT, _("%s is never equal to %s: write %s"), a, b, written);
    return host_raise(L, CANBAO_SCRIPT, _("%s is never equal to %s"), a, b);
  }
  if (host_of(L)->watch && lua_type(L, 2) == lua_type(L, 3) &&
      (lua_type(L, 2) == LUA_TSTRING || (lua_isinteger(L, 2) && lua_isinteger(L, 3))))
    watch_compared(L, known, known & (LITERAL_LEFT | LITERAL_RIGHT));
  lua_pushboolean(L, lua_compare(L, 2, 3, LUA_OPEQ));
  return 1;
}

/* KEY_WORD(key): the key, for all but dates, amounts and what else only the host makes. */
static int takes_key(lua_State *L) {
  lua_settop(L, 1);
  if (amount_test(L, 1))
    return host_raise(L, CANBAO_SCRIPT,
                      _("%s cannot be a table's key: two equal dates or amounts are two keys"),
                      amount_in_words(L, 1));
  if (lua_type(L, 1) == LUA_TUSERDATA)
    return host_raise(L, CANBAO_SCRIPT,
                      _("%s cannot be a table's key: take a text or a number, like r.tier"),
                      amount_in_words(L, 1));
  return 1;
}

/* LENGTH_WORD(list): #list. */
static int length_of(lua_State *L) {
  lua_settop(L, 1);
  if (lua_type(L, 1) == LUA_TTABLE)
    lua_pushinteger(L, list_length(L, 1));
  else
    lua_len(L, 1);
  return 1;
}

void silent_answers_open(lua_State *L) {
  lua_pushcfunction(L, length_of);
  lua_setfield(L, -2, LENGTH_WORD);
  lua_pushcfunction(L, takes_key);
  lua_setfield(L, -2, KEY_WORD);
  lua_pushcfunction(L, compares_kinds);
  lua_setfield(L, -2, WORD);
}
