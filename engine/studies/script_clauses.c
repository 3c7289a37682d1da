/*
** script_clauses.c - see script_clauses.h. Reads tokens, not grammar: a script that is
** read here has been loaded by the host, so that brackets and blocks do match.
*/
#include "studies/script_clauses.h"

#include <stdlib.h>
#include <string.h>

/* ---- walking tokens ---- */

static bool is(const script_clauses *s, int i, const char *text) {
  return i < s->count && token_is(s->tokens[i], text);
}

static int depth_step(token t) {
  if (t.kind == TOKEN_SIGN && strchr("({[", *t.text.at)) return 1;
  if (t.kind == TOKEN_SIGN && strchr(")}]", *t.text.at)) return -1;
  return token_block_step(t);
}

/* The token after the bracket that closes the one at i. */
static int after_bracket(const script_clauses *s, int i) {
  int depth = 0;
  for (; i < s->count; i++) {
    depth += depth_step(s->tokens[i]);
    if (depth <= 0) return i + 1;
  }
  return s->count;
}

static bool is_word(token t) {
  static const char *const words[] = {"policy",  "labels",   "field",     "effect",
                                      "article", "combine",  "doubt",     "agrees",
                                      "targets", "township", "household", "county"};
  for (size_t i = 0; t.kind == TOKEN_NAME && i < sizeof words / sizeof *words; i++)
    if (token_is(t, words[i])) return true;
  return false;
}

static bool accessed(const script_clauses *s, int i) {
  return i > 0 && (is(s, i - 1, ".") || is(s, i - 1, ":"));
}

static void *grow(void *list, int count, size_t size) {
  if (count > 0 && (count < 16 || (count & (count - 1)) != 0)) return list;
  return realloc(list, (count < 16 ? 16 : (size_t)count * 2) * size);
}

/* ---- clauses ---- */

/* KEY = … and ["KEY"] = …; a key that is computed counts as none. */
static void member_at(const script_clauses *s, clause_member *m) {
  int i = m->whole.first;
  bool quoted = is(s, i, "[") && is(s, i + 2, "]") && s->tokens[i + 1].kind == TOKEN_STRING;
  int equals = quoted ? i + 3 : i + 1;
  bool keyed = (quoted || s->tokens[i].kind == TOKEN_NAME) && equals < m->whole.last &&
               is(s, equals, "=") && !is(s, equals + 1, "=");
  m->line = s->tokens[i].line;
  m->value = m->whole;
  if (!keyed) return;
  m->key = quoted ? token_inner(s->tokens[i + 1]) : s->tokens[i].text;
  m->value.first = equals + 1;
}

static bool add_member(const script_clauses *s, clause *c, int first, int last) {
  if (first == last) return true;
  clause_member *grown = grow(c->members, c->members_count, sizeof *grown);
  if (!grown) return false;
  c->members = grown;
  clause_member *m = &grown[c->members_count++];
  *m = (clause_member){.key = slice_of("", 0), .whole = {first, last}};
  member_at(s, m);
  return true;
}

static bool read_members(const script_clauses *s, clause *c) {
  int depth = 0, first = c->body.first;
  for (int i = first; i < c->body.last; i++) {
    bool comma = depth == 0 && (is(s, i, ",") || is(s, i, ";"));
    depth += depth_step(s->tokens[i]);
    if (!comma) continue;
    if (!add_member(s, c, first, i)) return false;
    first = i + 1;
  }
  return add_member(s, c, first, c->body.last);
}

/* The call that begins at word i: texts, brackets, then its table. False when memory ran out. */
static bool read_clause(script_clauses *s, int i, int depth) {
  clause c = {.word = s->tokens[i].text, .name = slice_of("", 0), .depth = depth};
  int at = i + 1, first = at;
  while (at < s->count) {
    token t = s->tokens[at];
    int open = at + 1;
    if (t.kind == TOKEN_STRING)
      at++;
    else if (token_is(t, "{") || token_is(t, "("))
      at = after_bracket(s, at);
    else
      break;
    if (token_is(t, "{")) c.body = (token_span){open, at - 1};
  }
  if (at == first) return true; /* the word as a value */
  int text = is(s, first, "(") ? first + 1 : first;
  if (s->tokens[text].kind == TOKEN_STRING) c.name = token_inner(s->tokens[text]);
  c.whole = (token_span){i, at};
  c.line = s->tokens[i].line, c.last_line = s->tokens[at - 1].line;
  clause *grown = grow(s->clauses, s->clauses_count, sizeof *grown);
  if (!grown) return false;
  s->clauses = grown;
  if (!read_members(s, &c)) {
    free(c.members);
    return false;
  }
  grown[s->clauses_count++] = c;
  for (int k = i; depth == 0 && k < at; k++) s->owner[k] = 1;
  return true;
}

/* ---- locals ---- */

/* Where the expressions that begin at i end: two operands never stand side by side in one. */
static int after_expressions(const script_clauses *s, int i) {
  bool operand = false; /* the token before ends one */
  int depth = 0;
  for (; i < s->count; i++) {
    token t = s->tokens[i];
    bool joins = token_is(t, "and") || token_is(t, "or") || token_is(t, "not");
    if (depth == 0 && t.kind == TOKEN_NAME && !joins && operand && !accessed(s, i)) return i;
    if (depth == 0 && token_is(t, ";")) return i;
    depth += depth_step(t);
    bool bracket = t.kind == TOKEN_SIGN && strchr(")}]", *t.text.at);
    operand = !joins && (bracket || t.kind != TOKEN_SIGN);
    if (token_block_step(t) > 0) operand = false;
  }
  return i;
}

static bool add_local(script_clauses *s, int name, token_span text) {
  script_local *grown = grow(s->locals, s->locals_count, sizeof *grown);
  if (!grown) return false;
  s->locals = grown;
  grown[s->locals_count++] = (script_local){s->tokens[name].text, s->tokens[name].line, text};
  return true;
}

/* The token after a name of a local and its attribute: X, X <const>. */
static int after_name(const script_clauses *s, int i) { return is(s, i + 1, "<") ? i + 4 : i + 1; }

/* The end of the expression at i among those that end at `end`. */
static int after_expression(const script_clauses *s, int i, int end) {
  int depth = 0;
  for (; i < end && !(depth == 0 && is(s, i, ",")); i++) depth += depth_step(s->tokens[i]);
  return i;
}

/* local A, B = x, y: each has its own expression, or both have all of them where they are not as many. */
static bool add_locals(script_clauses *s, int first, int equals, int end) {
  int names = 0, values = 0, from = equals + 1;
  for (int i = first; i < equals; i = after_name(s, i) + 1) names++;
  for (int i = from; i < end; i = after_expression(s, i, end) + 1) values++;
  for (int i = first; i < equals; i = after_name(s, i) + 1) {
    int until = after_expression(s, from, end);
    token_span text = names == values ? (token_span){from, until} : (token_span){equals + 1, end};
    if (!add_local(s, i, text)) return false;
    from = until + 1;
  }
  return true;
}

/* The statement that begins with `local` at i. False when memory ran out. */
static bool read_local(script_clauses *s, int i) {
  int end, equals = after_name(s, i + 1);
  bool good;
  if (is(s, i + 1, "function")) {
    end = after_bracket(s, i + 1);
    good = add_local(s, i + 2, (token_span){i + 1, end});
  } else {
    while (is(s, equals, ",")) equals = after_name(s, equals + 1);
    end = is(s, equals, "=") ? after_expressions(s, equals + 1) : equals;
    good = end == equals || add_locals(s, i + 1, equals, end);
  }
  for (int k = i; k < end; k++) s->owner[k] = 2;
  return good;
}

/* ---- reading ---- */

static bool read_tokens(script_clauses *s, slice text) {
  lexer reader = lexer_of(text);
  for (token t = token_next(&reader); t.kind != TOKEN_END; t = token_next(&reader)) {
    token *grown = grow(s->tokens, s->count, sizeof *grown);
    if (!grown) return false;
    s->tokens = grown;
    s->tokens[s->count++] = t;
  }
  s->owner = calloc((size_t)s->count + 1, 1);
  return s->owner != NULL;
}

bool script_clauses_read(script_clauses *out, const char *path, slice text) {
  *out = (script_clauses){.path = path};
  if (!read_tokens(out, text)) return false;
  int depth = 0;
  for (int i = 0; i < out->count; i++) {
    token t = out->tokens[i];
    if (is_word(t) && !accessed(out, i) && !read_clause(out, i, depth)) return false;
    if (depth == 0 && t.kind == TOKEN_NAME && token_is(t, "local") && !read_local(out, i))
      return false;
    depth += depth_step(t);
  }
  return true;
}

void script_clauses_free(script_clauses *s) {
  for (int i = 0; i < s->clauses_count; i++) free(s->clauses[i].members);
  free(s->clauses), free(s->locals), free(s->tokens), free(s->owner);
  *s = (script_clauses){0};
}

/* ---- finding ---- */

const clause *script_clause_at(const script_clauses *s, const char *word, const char *name,
                               int line) {
  const clause *found = NULL;
  for (int i = 0; i < s->clauses_count; i++) {
    const clause *c = &s->clauses[i];
    if (!slice_is(c->word, word) || line < c->line || line > c->last_line) continue;
    if (slice_is(c->name, name)) return c;
    if (!found || c->name.length == 0) found = c;
  }
  return found;
}

const clause_member *clause_member_of(const clause *c, const char *key) {
  for (int i = 0; c && i < c->members_count; i++)
    if (slice_is(c->members[i].key, key)) return &c->members[i];
  return NULL;
}

bool clause_unkeyed(const clause *c) {
  bool any = false;
  for (int i = 0; c && i < c->members_count; i++) any |= c->members[i].key.length == 0;
  return any;
}

const script_local *script_local_of(const script_clauses *s, slice name) {
  for (int i = s->locals_count - 1; i >= 0; i--)
    if (slice_equal(s->locals[i].name, name)) return &s->locals[i];
  return NULL;
}

static bool speaks_of_local(const script_clauses *s, int i) {
  bool key = is(s, i + 1, "=") && !is(s, i + 2, "=");
  return s->tokens[i].kind == TOKEN_NAME && !accessed(s, i) && !key;
}

const script_local *script_local_at(const script_clauses *s, int i) {
  return speaks_of_local(s, i) ? script_local_of(s, s->tokens[i].text) : NULL;
}

/* `seen`: by local, those that were followed already. */
static bool reaches(const script_clauses *s, token_span x, const script_local *on, uint8_t *seen) {
  for (int i = x.first; i < x.last; i++) {
    const script_local *l = script_local_at(s, i);
    if (l == on) return true;
    if (!l || seen[l - s->locals]) continue;
    seen[l - s->locals] = 1;
    if (reaches(s, l->text, on, seen)) return true;
  }
  return false;
}

bool script_rests_on(const script_clauses *s, token_span x, const script_local *on, bool *rests) {
  uint8_t *seen = calloc((size_t)s->locals_count + 1, 1);
  if (!seen) return false;
  *rests = reaches(s, x, on, seen);
  free(seen);
  return true;
}

/* ---- comparing ---- */

bool script_same(const script_clauses *a, token_span x, const script_clauses *b, token_span y) {
  if (x.last - x.first != y.last - y.first) return false;
  for (int i = 0; i < x.last - x.first; i++)
    if (!slice_equal(a->tokens[x.first + i].whole, b->tokens[y.first + i].whole)) return false;
  return true;
}

char *script_words(const script_clauses *s, token_span x) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  if (!out) return NULL;
  for (int i = x.first; i < x.last; i++) {
    slice t = s->tokens[i].whole;
    if (i > x.first && s->tokens[i - 1].whole.at + s->tokens[i - 1].whole.length != t.at)
      fputc(' ', out);
    fwrite(t.at, 1, t.length, out);
  }
  if (fclose(out) == 0) return text;
  free(text);
  return NULL;
}

/* ---- through locals ---- */

typedef struct {
  const script_clauses *a, *b;
  uint8_t *seen_a, *seen_b; /* by local */
  FILE *out;
  int count;
} tracing;

static void trace(tracing *t, const script_clauses *s, token_span x);

static void trace_local(tracing *t, slice name) {
  const script_local *x = script_local_of(t->a, name), *y = script_local_of(t->b, name);
  uint8_t *seen = x ? &t->seen_a[x - t->a->locals] : y ? &t->seen_b[y - t->b->locals] : NULL;
  if (!seen || *seen) return;
  *seen = 1;
  if (!x || !y || !script_same(t->a, x->text, t->b, y->text))
    fprintf(t->out, "%s%.*s", t->count++ ? "、" : "", (int)name.length, name.at);
  if (x) trace(t, t->a, x->text);
  if (y) trace(t, t->b, y->text);
}

static void trace(tracing *t, const script_clauses *s, token_span x) {
  for (int i = x.first; i < x.last; i++)
    if (speaks_of_local(s, i)) trace_local(t, s->tokens[i].text);
}

char *script_through(const script_clauses *a, token_span x, const script_clauses *b, token_span y) {
  char *text = NULL;
  size_t size = 0;
  tracing t = {.a = a, .b = b};
  t.seen_a = calloc((size_t)a->locals_count + 1, 1);
  t.seen_b = calloc((size_t)b->locals_count + 1, 1);
  t.out = t.seen_a && t.seen_b ? open_memstream(&text, &size) : NULL;
  if (t.out) {
    trace(&t, a, x);
    trace(&t, b, y);
  }
  bool good = t.out && fclose(t.out) == 0;
  free(t.seen_a), free(t.seen_b);
  if (good) return text;
  free(text);
  return NULL;
}
