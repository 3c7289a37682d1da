/*
** watching.c - see watching.h. A value does not say where it is from, but what a field holds differs from path to path: a side
** that is on each path what the field was read as there is the field. Whether a comparison ever held is known when all paths
** have been walked; until then nothing is said.
*/
#include "host/watching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/local_names.h"
#include "host/silent_answers.h"
#include "host/source_fields.h"
#include "values/lua_tokens.h"

#define SIGHTINGS_MAX 128 /* more in one rule are not followed */
#define OTHER_MOST \
  128 /* bytes of a text that a field is compared with; a longer one is not followed */

/* What a rule reads and compares: the schema's fields and, above them, effects with a list of values. */
__extension__ typedef unsigned __int128 source_set;
#define SOURCES_MAX (SCHEMA_FIELDS_MAX + EFFECTS_MAX)
_Static_assert(SOURCES_MAX <= 128, "a bit for each");

/* One comparison of what may be a source with one value, or (`any`) with whatever it was compared with. */
typedef struct {
  const char *script;      /* Lua's name of it: its file behind one character */
  int64_t known, number;   /* the comparison; the other side, when it is a number */
  char other[OTHER_MOST];  /* when it is a text */
  source_set ours, theirs; /* what the one side, and the other, was on every path */
  uint64_t first;          /* of the one side: a hash of its first value */
  int line, caller;        /* caller: the line from which its function was called; 0 */
  bool turned;             /* the one side stands on the right */
  bool text;               /* they are texts */
  bool any;
  bool written;       /* the other side stands there as such */
  bool varied;        /* the one side was more than one value */
  bool cleared;       /* it held, or the one side was no source once */
  uint64_t beside;    /* any: hash of the first other side, */
  bool beside_varied; /* and whether there was another */
  bool held;          /* any: with one of them */
} sighting;

struct watch {
  source_set read; /* on this path, with a value */
  bool text_read;  /* on this path, a free text: which there are is not walked */
  int64_t answers[SOURCES_MAX];
  sighting list[SIGHTINGS_MAX];
  int count;
};

watch *watch_new(void) { return calloc(1, sizeof(watch)); }

void watch_free(watch *w) { free(w); }

void watch_rule(watch *w) { w->count = 0, w->read = 0, w->text_read = false; }

void watch_path(watch *w) { w->read = 0, w->text_read = false; }

void watch_text(host *h) {
  if (h->watch) h->watch->text_read = true;
}

static void note_read(host *h, int which, int64_t read) {
  if (!h->watch) return;
  h->watch->read |= (source_set)1 << which;
  h->watch->answers[which] = read;
}

void watch_read(host *h, int f, int64_t read) { note_read(h, f, read); }

void watch_effect(host *h, int e, int read) { note_read(h, SCHEMA_FIELDS_MAX + e, read); }

static bool has(source_set set, int which) { return set >> which & 1; }

/* The texts that a source may be, ended by count; NULL when it is a number. */
static char **texts_of(const host *h, int which, int *count) {
  if (which < SCHEMA_FIELDS_MAX) {
    const field *f = &h->p->schema->fields[which];
    *count = f->labels_count;
    return f->type == FIELD_LABEL ? f->labels : NULL;
  }
  char **values = h->p->effects[which - SCHEMA_FIELDS_MAX].values;
  for (*count = 0; values && values[*count];) ++*count;
  return values;
}

/* A side of a comparison. */
typedef struct {
  slice text;
  int64_t number;
  bool is_text;
} side;

static side side_at(lua_State *L, int index) {
  side s = {.is_text = lua_type(L, index) == LUA_TSTRING};
  size_t n = 0;
  if (s.is_text) {
    const char *text = lua_tolstring(L, index, &n);
    s.text = slice_of(text, n);
  } else {
    s.number = lua_tointeger(L, index);
  }
  return s;
}

static bool is_among(char *const *texts, int count, slice text) {
  for (int i = 0; i < count; i++)
    if (slice_is(text, texts[i])) return true;
  return false;
}

/* Sources that were read as this on the path at hand. */
static source_set read_as(const host *h, const side *s) {
  const watch *w = h->watch;
  source_set found = 0;
  for (int i = 0; w->read >> i; i++) {
    int count;
    if (!has(w->read, i)) continue;
    char **texts = texts_of(h, i, &count);
    if ((texts != NULL) != s->is_text) continue;
    bool same = s->is_text ? slice_is(s->text, texts[w->answers[i]]) : w->answers[i] == s->number;
    if (same) found |= (source_set)1 << i;
    if (i == SOURCES_MAX - 1) break;
  }
  return found;
}

/* Those of the sources that are never this. */
static source_set never(const host *h, source_set sources, const side *s) {
  source_set found = 0;
  for (int i = 0; i < SOURCES_MAX && sources >> i; i++) {
    int count;
    if (!has(sources, i)) continue;
    char **texts = texts_of(h, i, &count);
    bool may = s->is_text ? is_among(texts, count, s->text)
                          : s->number >= h->p->schema->fields[i].minimum &&
                                s->number <= h->p->schema->fields[i].maximum;
    if (!may) found |= (source_set)1 << i;
  }
  return found;
}

static uint64_t hash_of(const side *s) {
  uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ (uint64_t)s->number;
  for (uint32_t i = 0; i < s->text.length; i++)
    hash = (hash ^ (unsigned char)s->text.at[i]) * UINT64_C(0x100000001B3);
  return hash;
}

/* A comparison, where it stands and whence its function was called. */
typedef struct {
  const char *script;
  int64_t known;
  int line, caller;
  bool written, equal, turned;
} place;

/* `other` NULL: with whatever it is compared. */
static sighting *sighting_of(watch *w, const place *at, bool text, const side *other) {
  for (int i = 0; i < w->count; i++) {
    sighting *s = &w->list[i];
    if (s->known != at->known || s->script != at->script || s->turned != at->turned ||
        s->caller != at->caller || s->text != text || s->any != !other)
      continue;
    if (s->any || (s->text ? slice_is(other->text, s->other) : s->number == other->number))
      return s;
  }
  return NULL;
}

/* What is seen of `one` beside `other`, when it may be one of `ours`; with no `other`, whatever it is beside. */
static void sight(watch *w, const place *at, const side *one, const side *other, uint64_t beside,
                  source_set ours, source_set theirs) {
  sighting *s = sighting_of(w, at, one->is_text, other);
  if (s) {
    s->cleared = s->cleared || w->text_read;
    s->held = s->held || at->equal;
    s->beside_varied = s->beside_varied || beside != s->beside;
    s->cleared = s->cleared || (other && at->equal) || !(s->ours & ours);
    s->ours &= ours;
    s->theirs &= theirs;
    s->varied = s->varied || hash_of(one) != s->first;
    return;
  }
  bool fits = !other || !other->is_text ||
              (other->text.length < OTHER_MOST && !memchr(other->text.at, 0, other->text.length));
  if ((other && at->equal) || !ours || !fits || w->count == SIGHTINGS_MAX) return;
  s = &w->list[w->count++];
  *s = (sighting){.script = at->script,
                  .known = at->known,
                  .ours = ours,
                  .theirs = theirs,
                  .first = hash_of(one),
                  .beside = beside,
                  .line = at->line,
                  .caller = at->caller,
                  .turned = at->turned,
                  .text = one->is_text,
                  .any = !other,
                  .cleared = w->text_read,
                  .held = at->equal,
                  .written = at->written};
  if (other) s->number = other->number;
  if (other && other->is_text) memcpy(s->other, other->text.at, other->text.length);
}

static void sight_side(host *h, const place *at, const side *one, const side *other) {
  source_set ours = read_as(h, one);
  uint64_t beside = hash_of(other);
  sight(h->watch, at, one, NULL, beside, ours, 0);
  sight(h->watch, at, one, other, beside, never(h, ours, other), read_as(h, other));
}

void watch_compared(lua_State *L, int64_t known, bool written) {
  host *h = host_of(L);
  side a = side_at(L, 2), b = side_at(L, 3);
  lua_Debug ar;
  if (h->watch->count == 0 && !read_as(h, &a) && !read_as(h, &b)) return;
  if (!lua_getstack(L, 1, &ar) || !lua_getinfo(L, "Slt", &ar) || ar.source[0] != '@') return;
  place at = {.script = ar.source,
              .known = known,
              .line = ar.currentline,
              .written = written,
              .equal = lua_rawequal(L, 2, 3)};
  if (!ar.istailcall && lua_getstack(L, 2, &ar) && lua_getinfo(L, "l", &ar))
    at.caller = ar.currentline;
  sight_side(h, &at, &a, &b);
  at.turned = true;
  sight_side(h, &at, &b, &a);
}

/* What the same comparison saw, whatever stood beside it; NULL. */
static const sighting *whatever_beside(const watch *w, const sighting *s) {
  for (int i = 0; i < w->count; i++) {
    const sighting *all = &w->list[i];
    if (all->any && all->known == s->known && all->script == s->script &&
        all->turned == s->turned && all->caller == s->caller && all->text == s->text)
      return all;
  }
  return NULL;
}

/* Was the one side a source, and not by chance? */
static bool is_suspect(const watch *w, const sighting *s) {
  if (s->any || s->cleared) return false;
  const sighting *all = whatever_beside(w, s);
  return s->varied || (all && all->varied && !all->cleared && (all->ours & s->ours) != 0);
}

bool watch_suspects(const watch *w) {
  for (int i = 0; i < w->count; i++)
    if (is_suspect(w, &w->list[i])) return true;
  return false;
}

/* ---- what is said of it ---- */

static int lowest(source_set set) {
  int which = 0;
  while (!has(set, which)) which++;
  return which;
}

#define DEPTH_MOST 64 /* brackets that are looked into */

/* Where the other side stands in a script. */
typedef struct {
  int times, line; /* line: where it does last */
  bool argument;   /* of a call of the script's own function */
} written;

static bool is_same(const sighting *s, token t) {
  char digits[24];
  if (s->text) return t.kind == TOKEN_STRING && slice_is(t.text, s->other);
  snprintf(digits, sizeof digits, "%lld", (long long)s->number);
  return t.kind == TOKEN_NUMBER && slice_is(t.text, digits);
}

static bool is_bracket(token t, const char *signs) {
  return t.kind == TOKEN_SIGN && t.text.length == 1 && strchr(signs, *t.text.at);
}

static bool is_own(const local_names *own, token t) {
  for (int i = 0; t.kind == TOKEN_NAME && i < own->count; i++)
    if (slice_is(t.text, own->list[i])) return true;
  return false;
}

static void look_up(const sighting *s, const struct script_text *script, written *out) {
  lexer x = lexer_of(slice_of(script->text, script->size));
  token before = {0};
  bool calls[DEPTH_MOST] = {false}; /* is the bracket a call's of an own function? */
  int depth = 0;
  local_names own;
  local_names_read(script, &own, "");
  for (token t = token_next(&x); t.kind != TOKEN_END; t = token_next(&x)) {
    if (is_bracket(t, "([{") && ++depth < DEPTH_MOST)
      calls[depth] = is_bracket(t, "(") && is_own(&own, before);
    if (is_bracket(t, ")]}") && depth > 0) depth--;
    if (is_same(s, t)) {
      out->times++;
      out->line = t.line;
      out->argument = out->argument || (depth < DEPTH_MOST && calls[depth]);
    }
    before = t;
  }
}

/* Two sources: have they something in common? */
static bool may_meet(const host *h, int a, int b) {
  int a_count, b_count;
  char **one = texts_of(h, a, &a_count), **other = texts_of(h, b, &b_count);
  if (!one) {
    const field *f = &h->p->schema->fields[a], *g = &h->p->schema->fields[b];
    return f->minimum <= g->maximum && g->minimum <= f->maximum;
  }
  for (int i = 0; i < a_count; i++)
    if (is_among(other, b_count, slice_of(one[i], strlen(one[i])))) return true;
  return false;
}

static source_values values_of(const host *h, int which) {
  source_values v = {.owner = "r"};
  v.texts = texts_of(h, which, &v.count);
  if (which < SCHEMA_FIELDS_MAX) {
    v.of = &h->p->schema->fields[which];
    v.name = v.of->name;
  } else {
    v.owner = "e";
    v.name = h->p->effects[which - SCHEMA_FIELDS_MAX].name;
  }
  return v;
}

/* A label or value of any field or effect: it is right somewhere, a helper may serve several. */
static bool is_known_anywhere(const host *h, slice text) {
  const policy *p = h->p;
  for (int f = 0; f < p->schema->count; f++)
    if (is_among(p->schema->fields[f].labels, p->schema->fields[f].labels_count, text)) return true;
  for (int e = 0; e < p->effects_count; e++)
    for (char **at = p->effects[e].values; at && *at; at++)
      if (slice_is(text, *at)) return true;
  return false;
}

/* One of the texts that a source may be, written otherwise? */
static bool is_near(const host *h, int which, slice text) {
  int count;
  char **texts = texts_of(h, which, &count), wanted[OTHER_MOST];
  text_display(text, wanted, sizeof wanted);
  return texts && text_nearest(wanted, (const char *const *)texts, count) >= 0;
}

/* Is it the comparison of a source with what somebody wrote, and where does that stand: in its own line when it is there once,
** else in the comparison's? Not where nothing or 0 stands for what is missing, nor what holds with another value that is as
** likely meant. */
static bool find_written(const host *h, const sighting *s, const char **path, int *line) {
  const sighting *all = whatever_beside(h->watch, s);
  written w = {.times = 0};
  slice other = slice_of(s->other, strlen(s->other));
  *path = s->script + 1, *line = s->line;
  for (int i = 0; i < h->scripts_count && !s->written; i++) {
    int before = w.times;
    look_up(s, &h->scripts[i], &w);
    if (before == 0 && w.times == 1) *path = h->scripts[i].path, *line = w.line;
  }
  if (w.times > 1) *path = s->script + 1, *line = s->line;
  if (s->text ? other.length == 0 || is_known_anywhere(h, other) : s->number == 0) return false;
  bool other_held = all && all->held && all->beside_varied;
  if (s->written || w.argument) return true;
  if (s->text) return w.times > 0 && (!other_held || is_near(h, lowest(s->ours), other));
  return all && !all->beside_varied;
}

static canbao_status say(const host *h, const sighting *s, bool *sure, canbao_error *error) {
  int ours = lowest(s->ours), line;
  const char *path;
  source_values v = values_of(h, ours);
  *sure = silent_compares_fields(s->known);
  if (s->theirs) {
    int theirs = lowest(s->theirs);
    source_values w = values_of(h, theirs);
    if (may_meet(h, ours, theirs)) return CANBAO_OK;
    return source_never_meet(s->turned ? &w : &v, s->turned ? &v : &w, s->script + 1, s->line,
                             error);
  }
  if (!find_written(h, s, &path, &line)) return CANBAO_OK;
  slice other = slice_of(s->other, strlen(s->other));
  if (s->text && v.of) return source_never_label(v.of, other, path, line, error);
  if (s->text)
    return source_never_value(&h->p->effects[ours - SCHEMA_FIELDS_MAX], other, path, line, error);
  return source_never_number(v.of, "==", s->number, path, line, error);
}

canbao_status watch_verdict(const host *h, bool *sure, canbao_error *error) {
  const watch *w = h->watch;
  canbao_status status = CANBAO_OK;
  *sure = false;
  for (int i = 0; i < w->count && !*sure; i++) {
    canbao_error found = {0};
    bool certain = false;
    if (!is_suspect(w, &w->list[i]) || say(h, &w->list[i], &certain, &found) == CANBAO_OK) continue;
    if (status != CANBAO_OK && !certain) continue; /* the first of those that are not sure */
    if (error) *error = found;
    status = CANBAO_SCRIPT;
    *sure = certain;
  }
  return status;
}
