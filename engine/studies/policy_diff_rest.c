/*
** policy_diff_rest.c - everything of two scripts that is no article: the notice's head,
** doubts, combinations, measures, declarations, the task table, locals; and last whatever
** words are left, so that no difference is passed over because nobody knew its kind.
*/
#include <stdlib.h>
#include <string.h>

#include "studies/policy_diff_parts.h"
#include "values/date.h"

static const script_clauses no_script;

static const script_clauses *script_at(const diff_side *s, int i) {
  return i < s->count ? &s->scripts[i] : &no_script;
}

static difference_place place_of(const script_clauses *s, int line) {
  return s->path ? (difference_place){(char *)s->path, line} : (difference_place){NULL, 0};
}

/* ---- the notice's head ---- */

static const clause *head_of(const script_clauses *s) {
  for (int i = 0; i < s->clauses_count; i++)
    if (slice_is(s->clauses[i].word, "policy")) return &s->clauses[i];
  return NULL;
}

static void head_text(differ *d, const subject *s, const char *key, stretch x, stretch y,
                      const char *before, const char *after) {
  before = before ? before : "", after = after ? after : "";
  if (strcmp(before, after) != 0) diff_add_at(d, s, key, before, after, "", x.line, y.line);
}

static const char *day_text(int32_t day, char buf[11]) {
  return day == DATE_NONE ? "" : date_format(day, buf);
}

/* Compared as a value above. */
static bool is_value(const differ *d, slice key) {
  static const char *const keys[] = {"place",  "division",  "year",  "notice",
                                     "issued", "programme", "title", "collection"};
  (void)d;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (slice_is(key, keys[i])) return true;
  return false;
}

static void diff_head(differ *d) {
  const policy *p = d->a.policy, *q = d->b.policy;
  const script_clauses *a = script_at(&d->a, 0), *b = script_at(&d->b, 0);
  const clause *x = head_of(a), *y = head_of(b);
  char before[24], after[24];
  subject s = {"policy", "", place_of(a, x ? x->line : 1), place_of(b, y ? y->line : 1)};
#define MEMBERS(key) diff_member(a, x, key), diff_member(b, y, key)
  head_text(d, &s, "place", MEMBERS("place"), p->place, q->place);
  head_text(d, &s, "division", MEMBERS("division"), p->division, q->division);
  snprintf(before, sizeof before, "%d", p->year), snprintf(after, sizeof after, "%d", q->year);
  head_text(d, &s, "year", MEMBERS("year"), before, after);
  head_text(d, &s, "notice", MEMBERS("notice"), p->notice, q->notice);
  head_text(d, &s, "issued", MEMBERS("issued"), day_text(p->issued, before),
            day_text(q->issued, after));
  head_text(d, &s, "programme", MEMBERS("programme"), p->programme, q->programme);
  head_text(d, &s, "title", MEMBERS("title"), p->title, q->title);
  head_text(d, &s, "collection.from", MEMBERS("collection"), day_text(p->period_from, before),
            day_text(q->period_from, after));
  head_text(d, &s, "collection.to", MEMBERS("collection"), day_text(p->period_to, before),
            day_text(q->period_to, after));
#undef MEMBERS
  diff_members(d, &s, a, x, b, y, is_value);
}

/* ---- clauses ---- */

/* What stands before its table. */
static token_span head_span(const clause *c) {
  return (token_span){c->whole.first, c->body.last ? c->body.first - 1 : c->whole.last};
}

/* Its texts before the table: the first is its name, 1 its title, 2 a doubt's reading. */
static slice text_of(const script_clauses *s, const clause *c, int n) {
  token_span head = head_span(c);
  for (int i = head.first; i < head.last; i++)
    if (s->tokens[i].kind == TOKEN_STRING && n-- == 0) return token_inner(s->tokens[i]);
  return slice_of("", 0);
}

static bool same_clause(const clause *x, const clause *y) {
  return slice_equal(x->word, y->word) && slice_equal(x->name, y->name);
}

/* Two of one name are told apart by their title, or where they have none by all their words. */
static bool same_title(const script_clauses *a, const clause *x, const script_clauses *b,
                       const clause *y) {
  slice title = text_of(a, x, 1);
  if (title.length) return slice_equal(title, text_of(b, y, 1));
  return script_same(a, x->whole, b, y->whole);
}

static bool told_here(const clause *c) {
  return c->depth == 0 && !slice_is(c->word, "article") && !slice_is(c->word, "policy");
}

static void kept(char *buf, size_t size, slice text) {
  size_t n = text.length < size ? text.length : size - 1;
  memcpy(buf, text.at, n);
  buf[n] = '\0';
}

static void compare_text(differ *d, const subject *s, const char *what, slice x, slice y) {
  char before[1024], after[1024];
  if (slice_equal(x, y)) return;
  kept(before, sizeof before, x), kept(after, sizeof after, y);
  diff_add(d, s, DIFFERENCE_CHANGED, what, before, after, "");
}

static void compare_clauses(differ *d, const script_clauses *a, const clause *x,
                            const script_clauses *b, const clause *y) {
  char word[24], name[256];
  int before = d->out->count;
  kept(word, sizeof word, x->word), kept(name, sizeof name, x->name);
  subject s = {word, name, place_of(a, x->line), place_of(b, y->line)};
  compare_text(d, &s, "title", text_of(a, x, 1), text_of(b, y, 1));
  compare_text(d, &s, "reading", text_of(a, x, 2), text_of(b, y, 2));
  if (d->out->count == before) /* what its texts before the table do not tell: a name, a call */
    diff_words(d, &s, "", (stretch){a, head_span(x), x->line}, (stretch){b, head_span(y), y->line});
  if (clause_unkeyed(x) || clause_unkeyed(y))
    diff_words(d, &s, "", (stretch){a, x->body, x->line}, (stretch){b, y->body, y->line});
  else
    diff_members(d, &s, a, x, b, y, NULL);
}

static void tell_clause(differ *d, const script_clauses *s, const clause *c, bool added) {
  char word[24], name[256];
  kept(word, sizeof word, c->word), kept(name, sizeof name, c->name);
  subject of = {.of = word, .name = name};
  *(added ? &of.to : &of.from) = place_of(s, c->line);
  int first = c->whole.first + 1; /* its name is told already */
  if (first < c->whole.last && s->tokens[first].kind == TOKEN_STRING) first++;
  char *text = script_words(s, (token_span){first, c->whole.last});
  d->lost |= !text;
  if (text)
    diff_add(d, &of, added ? DIFFERENCE_ADDED : DIFFERENCE_DROPPED, "", added ? "" : text,
             added ? text : "", "");
  free(text);
}

/* The one clause of the list that has x's name and no partner yet; -1 when there is none, or a choice. */
static int only_left(const clause *x, const script_clauses *s, const int *partner) {
  int found = -1;
  for (int k = 0; k < s->clauses_count; k++) {
    if (partner[k] >= 0 || !told_here(&s->clauses[k]) || !same_clause(x, &s->clauses[k])) continue;
    if (found >= 0) return -1;
    found = k;
  }
  return found;
}

static void pair_clauses(const script_clauses *a, const script_clauses *b, int *of_a, int *of_b) {
  for (int i = 0; i < a->clauses_count; i++) of_a[i] = -1;
  for (int k = 0; k < b->clauses_count; k++) of_b[k] = -1;
  for (int i = 0; i < a->clauses_count; i++)
    for (int k = 0; k < b->clauses_count && of_a[i] < 0 && told_here(&a->clauses[i]); k++)
      if (of_b[k] < 0 && told_here(&b->clauses[k]) && same_clause(&a->clauses[i], &b->clauses[k]) &&
          same_title(a, &a->clauses[i], b, &b->clauses[k]))
        of_a[i] = k, of_b[k] = i;
  for (int i = 0; i < a->clauses_count; i++) {
    const clause *x = &a->clauses[i];
    if (of_a[i] >= 0 || !told_here(x)) continue;
    int k = only_left(x, b, of_b);
    if (k >= 0 && only_left(&b->clauses[k], a, of_a) == i) of_a[i] = k, of_b[k] = i;
  }
}

static void diff_clauses(differ *d, const script_clauses *a, const script_clauses *b) {
  int *of_a = malloc(((size_t)a->clauses_count + 1) * sizeof *of_a);
  int *of_b = malloc(((size_t)b->clauses_count + 1) * sizeof *of_b);
  d->lost |= !of_a || !of_b;
  if (of_a && of_b) {
    pair_clauses(a, b, of_a, of_b);
    for (int i = 0; i < a->clauses_count; i++) {
      if (of_a[i] >= 0)
        compare_clauses(d, a, &a->clauses[i], b, &b->clauses[of_a[i]]);
      else if (told_here(&a->clauses[i]))
        tell_clause(d, a, &a->clauses[i], false);
    }
    for (int k = 0; k < b->clauses_count; k++)
      if (of_b[k] < 0 && told_here(&b->clauses[k])) tell_clause(d, b, &b->clauses[k], true);
  }
  free(of_a), free(of_b);
}

/* ---- the task table ---- */

static int64_t target_of(const targets *t, const char *town) {
  for (int i = 0; i < t->towns_count; i++)
    if (strcmp(t->towns[i].town, town) == 0) return t->towns[i].target;
  return -1;
}

static void diff_target(differ *d, const char *town, int64_t before, int64_t after) {
  const targets *t = &d->a.policy->targets, *u = &d->b.policy->targets;
  char x[24] = "", y[24] = "";
  if (before == after) return;
  if (before >= 0) snprintf(x, sizeof x, "%lld", (long long)before);
  if (after >= 0) snprintf(y, sizeof y, "%lld", (long long)after);
  subject s = {.of = "targets", .name = u->declared ? u->article : t->article};
  if (t->declared) s.from = (difference_place){t->table ? t->table : t->file, 0};
  if (u->declared) s.to = (difference_place){u->table ? u->table : u->file, 0};
  diff_add(d, &s, DIFFERENCE_CHANGED, town, x, y, "");
}

static void diff_towns(differ *d) {
  const targets *t = &d->a.policy->targets, *u = &d->b.policy->targets;
  for (int i = 0; i < t->towns_count; i++)
    diff_target(d, t->towns[i].town, t->towns[i].target, target_of(u, t->towns[i].town));
  for (int i = 0; i < u->towns_count; i++)
    if (target_of(t, u->towns[i].town) < 0)
      diff_target(d, u->towns[i].town, -1, u->towns[i].target);
}

/* ---- locals, and what is left ---- */

static void diff_locals(differ *d, const script_clauses *a, const script_clauses *b) {
  char name[120];
  for (int side = 0; side < 2; side++) {
    const script_clauses *own = side ? b : a, *other = side ? a : b;
    for (int i = 0; i < own->locals_count; i++) {
      const script_local *x = &own->locals[i], *y = script_local_of(other, x->name);
      if (script_local_of(own, x->name) != x || (side && y)) continue;
      if (y && script_same(own, x->text, other, y->text)) continue;
      kept(name, sizeof name, x->name);
      subject s = {.of = "local", .name = name};
      *(side ? &s.to : &s.from) = place_of(own, x->line);
      char *mine = script_words(own, x->text), *theirs = y ? script_words(other, y->text) : NULL;
      d->lost |= !mine || (y && !theirs);
      if (y) s.to = place_of(other, y->line);
      diff_add(d, &s,
               y      ? DIFFERENCE_CHANGED
               : side ? DIFFERENCE_ADDED
                      : DIFFERENCE_DROPPED,
               "", side ? "" : mine, side ? mine : theirs, "");
      free(mine), free(theirs);
    }
  }
}

/* The next token from i on that belongs to no clause and no local. */
static int loose_from(const script_clauses *s, int i) {
  while (i < s->count && s->owner[i]) i++;
  return i;
}

/* What stands around token i on its line. */
static token_span line_around(const script_clauses *s, int i) {
  int first = i, last = i, line = s->tokens[i].line;
  while (first > 0 && !s->owner[first - 1] && s->tokens[first - 1].line == line) first--;
  while (last < s->count && !s->owner[last] && s->tokens[last].line == line) last++;
  return (token_span){first, last};
}

/* Statements that are neither clauses nor locals: told once, where they part. */
static void diff_loose(differ *d, const script_clauses *a, const script_clauses *b) {
  int i = loose_from(a, 0), k = loose_from(b, 0);
  while (i < a->count && k < b->count && slice_equal(a->tokens[i].whole, b->tokens[k].whole))
    i = loose_from(a, i + 1), k = loose_from(b, k + 1);
  if (i >= a->count && k >= b->count) return;
  subject s = {.of = "script", .name = ""};
  char *before = NULL, *after = NULL;
  if (i < a->count)
    s.from = place_of(a, a->tokens[i].line), before = script_words(a, line_around(a, i));
  if (k < b->count)
    s.to = place_of(b, b->tokens[k].line), after = script_words(b, line_around(b, k));
  diff_add(d, &s, DIFFERENCE_CHANGED, "", before, after, "");
  free(before), free(after);
}

void diff_rest(differ *d) {
  int count = d->a.count > d->b.count ? d->a.count : d->b.count;
  diff_head(d);
  for (int i = 0; i < count && !d->lost; i++)
    diff_clauses(d, script_at(&d->a, i), script_at(&d->b, i));
  diff_towns(d);
  for (int i = 0; i < count && !d->lost; i++) {
    diff_locals(d, script_at(&d->a, i), script_at(&d->b, i));
    diff_loose(d, script_at(&d->a, i), script_at(&d->b, i));
  }
}
