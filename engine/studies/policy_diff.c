/* policy_diff.c - see policy_diff.h: reading both scripts, and how a difference is put down. */
#include <stdlib.h>
#include <string.h>

#include "studies/policy_diff_parts.h"
#include "values/message.h"

const char *difference_word(difference_kind kind) {
  static const char *const words[DIFFERENCE_KINDS] = {"changed", "added", "dropped", "renumbered"};
  return words[kind];
}

/* ---- putting down ---- */

static char *copied(differ *d, const char *text) {
  char *copy = strdup(text ? text : "");
  d->lost |= !copy;
  return copy;
}

static difference_place place_at(differ *d, difference_place p, int line) {
  if (!p.file) return (difference_place){NULL, 0};
  return (difference_place){copied(d, p.file), line ? line : p.line};
}

static void add(differ *d, const subject *s, difference_kind kind, const char *what,
                const char *before, const char *after, const char *through, int from_line,
                int to_line) {
  policy_diff *out = d->out;
  if (out->count % 64 == 0) {
    difference *grown = realloc(out->items, ((size_t)out->count + 64) * sizeof *grown);
    if (!grown) {
      d->lost = true;
      return;
    }
    out->items = grown;
  }
  out->items[out->count++] = (difference){.kind = kind,
                                          .of = copied(d, s->of),
                                          .name = copied(d, s->name),
                                          .what = copied(d, what),
                                          .before = copied(d, before),
                                          .after = copied(d, after),
                                          .through = copied(d, through),
                                          .from = place_at(d, s->from, from_line),
                                          .to = place_at(d, s->to, to_line)};
}

void diff_add(differ *d, const subject *s, difference_kind kind, const char *what,
              const char *before, const char *after, const char *through) {
  add(d, s, kind, what, before, after, through, 0, 0);
}

void diff_add_at(differ *d, const subject *s, const char *what, const char *before,
                 const char *after, const char *through, int from_line, int to_line) {
  add(d, s, DIFFERENCE_CHANGED, what, before, after, through, from_line, to_line);
}

/* ---- words ---- */

stretch diff_member(const script_clauses *s, const clause *c, const char *key) {
  const clause_member *m = clause_member_of(c, key);
  return m ? (stretch){s, m->value, m->line} : (stretch){NULL, {0, 0}, 0};
}

static char *words_of(differ *d, stretch x) {
  char *text = x.script ? script_words(x.script, x.span) : strdup("");
  d->lost |= !text;
  return text;
}

void diff_words(differ *d, const subject *s, const char *what, stretch x, stretch y) {
  if (!x.script && !y.script) return;
  bool same = x.script && y.script && script_same(x.script, x.span, y.script, y.span);
  char *through = same ? script_through(x.script, x.span, y.script, y.span) : NULL;
  d->lost |= same && !through;
  if (!same || (through && *through)) {
    char *before = words_of(d, x), *after = words_of(d, y);
    diff_add_at(d, s, what, before, after, through, x.line, y.line);
    free(before), free(after);
  }
  free(through);
}

void diff_members(differ *d, const subject *s, const script_clauses *a, const clause *x,
                  const script_clauses *b, const clause *y,
                  bool (*skip)(const differ *d, slice key)) {
  char key[120];
  for (int side = 0; side < 2; side++) {
    const clause *c = side ? y : x;
    for (int i = 0; c && i < c->members_count; i++) {
      slice k = c->members[i].key;
      if (k.length == 0 || k.length >= sizeof key || (skip && skip(d, k))) continue;
      memcpy(key, k.at, k.length);
      key[k.length] = '\0';
      if (side && clause_member_of(x, key)) continue; /* compared already */
      diff_words(d, s, key, diff_member(a, x, key), diff_member(b, y, key));
    }
  }
}

/* ---- reading ---- */

static bool read_side(diff_side *s, const policy *p) {
  s->policy = p;
  s->scripts = calloc((size_t)p->sources_count + 1, sizeof *s->scripts);
  for (int i = 0; s->scripts && i < p->sources_count; i++) {
    slice text = policy_script(p, p->sources[i].path);
    if (text.length == 0) continue; /* a table */
    if (!script_clauses_read(&s->scripts[s->count++], p->sources[i].path, text)) return false;
  }
  return s->scripts != NULL;
}

static void free_side(diff_side *s) {
  for (int i = 0; i < s->count; i++) script_clauses_free(&s->scripts[i]);
  free(s->scripts);
}

canbao_status policy_diff_make(policy_diff *out, const policy *a, const policy *b,
                               canbao_error *error) {
  differ d = {.out = out};
  *out = (policy_diff){0};
  d.lost = !read_side(&d.a, a);
  d.lost = !read_side(&d.b, b) || d.lost;
  if (!d.lost) diff_articles(&d);
  if (!d.lost) diff_rest(&d);
  free_side(&d.a), free_side(&d.b);
  return d.lost ? fault(error, CANBAO_LIMIT, "%s", _("memory ran out")) : CANBAO_OK;
}

void policy_diff_free(policy_diff *d) {
  for (int i = 0; i < d->count; i++) {
    difference *x = &d->items[i];
    free(x->of), free(x->name), free(x->what), free(x->before), free(x->after);
    free(x->through), free(x->from.file), free(x->to.file);
  }
  free(d->items);
  *d = (policy_diff){0};
}
