/*
** policy_diff_articles.c - the articles of two scripts: matched by number, then by gist
** and content where that leaves no choice; matched ones compared effect by effect.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/policy_check.h"
#include "studies/policy_diff_parts.h"

#define NONE (-1)

/* An article, and where it stands in its script's text; the clause is NULL where a loop made it out of nothing readable. */
typedef struct {
  const policy *policy;
  const article *article;
  const script_clauses *script;
  const clause *clause;
} placed;

static placed place_article(const diff_side *s, int index) {
  placed x = {.policy = s->policy, .article = &s->policy->articles[index]};
  const char *slash = strrchr(x.article->number, '/'), *number = x.article->number;
  if (x.article->level > 0 && slash) number = slash + 1; /* the script itself writes no prefix */
  for (int i = 0; i < s->count; i++)
    if (strcmp(s->scripts[i].path, x.article->file) == 0) x.script = &s->scripts[i];
  if (x.script) x.clause = script_clause_at(x.script, "article", number, x.article->line);
  return x;
}

static difference_place place_of(const placed *x) {
  return (difference_place){x->article->file, x->article->line};
}

static stretch member_of(const placed *x, const char *key) {
  return diff_member(x->script, x->clause, key);
}

/* ---- one effect ---- */

/* Where the article fixes an effect, under its own name or another under which it is stated (pays for subsidy). */
static stretch fixed_at(const placed *x, int e, const char **name) {
  const policy *p = x->policy;
  *name = p->effects[e].name;
  stretch m = member_of(x, *name);
  for (int k = 0; k < p->stated_count && !m.script; k++)
    if (p->stated[k].effect == e) m = member_of(x, *name = p->stated[k].name);
  return m;
}

/* The words of a formula; `name = …` where it follows from what the article states under that name. malloc'ed. */
static char *formula_words(const placed *x, int e, const char *name, stretch m) {
  char *words = script_words(m.script, m.span), *whole = NULL;
  size_t size = 0;
  if (!words || strcmp(name, x->policy->effects[e].name) == 0) return words;
  FILE *out = open_memstream(&whole, &size);
  if (out) fprintf(out, "%s = %s", name, words);
  free(words);
  if (out && fclose(out) == 0) return whole;
  free(whole);
  return NULL;
}

/* What the article says of an effect: its value, or the words of its formula. malloc'ed. *line is 0 where the text has none. */
static char *value_words(differ *d, const placed *x, int e, int *line) {
  char text[1200] = "";
  const char *name = "";
  uint8_t fixed = e >= 0 ? x->article->fixes[e] : VALUE_IS_ABSENT;
  stretch m = e >= 0 ? fixed_at(x, e, &name) : (stretch){NULL, {0, 0}, 0};
  if (fixed == VALUE_IS_CONST)
    value_text(x->policy->terms, x->article->constants[e], text, sizeof text);
  bool formula = fixed == VALUE_IS_FUNCTION && m.script;
  char *words = formula ? formula_words(x, e, name, m) : strdup(text);
  *line = m.line;
  d->lost |= !words;
  return words;
}

static uint8_t fixing_of(const placed *x, int e) {
  return e >= 0 ? x->article->fixes[e] : VALUE_IS_ABSENT;
}

static void compare_effect(differ *d, const subject *s, const placed *x, const placed *y,
                           const char *name) {
  int ex = policy_effect(x->policy, name), ey = policy_effect(y->policy, name);
  uint8_t fx = fixing_of(x, ex), fy = fixing_of(y, ey);
  stretch mx = member_of(x, name), my = member_of(y, name);
  if (fx == VALUE_IS_ABSENT && fy == VALUE_IS_ABSENT) return;
  if (fx == VALUE_IS_FUNCTION && fy == VALUE_IS_FUNCTION && !mx.script == !my.script) {
    diff_words(d, s, name, mx, my); /* both follow from pays or share, which is told itself */
    return;
  }
  int from_line, to_line;
  char *before = value_words(d, x, ex, &from_line), *after = value_words(d, y, ey, &to_line);
  if (before && after && (fx != fy || strcmp(before, after) != 0))
    diff_add_at(d, s, name, before, after, "", from_line, to_line);
  free(before), free(after);
}

static void compare_effects(differ *d, const subject *s, const placed *x, const placed *y) {
  for (int e = 0; e < x->policy->effects_count; e++)
    compare_effect(d, s, x, y, x->policy->effects[e].name);
  for (int e = 0; e < y->policy->effects_count; e++)
    if (policy_effect(x->policy, y->policy->effects[e].name) < 0)
      compare_effect(d, s, x, y, y->policy->effects[e].name);
}

/* What is compared otherwise than by its words: effects, and the two that come last. */
static bool otherwise(const differ *d, slice key) {
  const policy *both[] = {d->a.policy, d->b.policy};
  for (int k = 0; k < 2; k++)
    for (int e = 0; e < both[k]->effects_count; e++)
      if (slice_is(key, both[k]->effects[e].name)) return true;
  return slice_is(key, "when") || slice_is(key, "overrides");
}

/* ---- one article ---- */

/* A clause that cannot be found in the text is compared by what the host knows: whom it overrides. */
static void compare_overrides(differ *d, const subject *s, const placed *x, const placed *y) {
  if (x->clause && y->clause) {
    diff_words(d, s, "overrides", member_of(x, "overrides"), member_of(y, "overrides"));
    return;
  }
  const placed *both[] = {x, y};
  char text[2][1024] = {"", ""};
  for (int k = 0; k < 2; k++) {
    size_t at = 0;
    const article *a = both[k]->article;
    for (int i = 0; i < a->overrides_count && at < sizeof text[k]; i++)
      at += (size_t)snprintf(text[k] + at, sizeof text[k] - at, "%s%s", i ? "、" : "",
                             both[k]->policy->articles[a->overrides[i]].number);
  }
  if (strcmp(text[0], text[1]) != 0)
    diff_add(d, s, DIFFERENCE_CHANGED, "overrides", text[0], text[1], "");
}

static stretch body_of(const placed *x) {
  if (!x->clause) return (stretch){NULL, {0, 0}, 0};
  return (stretch){x->script, x->clause->body, x->clause->line};
}

static void compare_articles(differ *d, const placed *x, const placed *y) {
  subject s = {"article", y->article->number, place_of(x), place_of(y)};
  if (strcmp(x->article->title, y->article->title) != 0)
    diff_add(d, &s, DIFFERENCE_CHANGED, "title", x->article->title, y->article->title, "");
  compare_effects(d, &s, x, y);
  diff_members(d, &s, x->script, x->clause, y->script, y->clause, otherwise);
  diff_words(d, &s, "when", member_of(x, "when"), member_of(y, "when"));
  compare_overrides(d, &s, x, y);
  if (clause_unkeyed(x->clause) || clause_unkeyed(y->clause)) /* a key that is computed */
    diff_words(d, &s, "", body_of(x), body_of(y));
}

static void tell_whole(differ *d, const diff_side *side, int index, bool added) {
  char text[1024];
  size_t at;
  placed x = place_article(side, index);
  subject s = {.of = "article", .name = x.article->number};
  *(added ? &s.to : &s.from) = place_of(&x);
  at = (size_t)snprintf(text, sizeof text, "%s: ", x.article->title);
  if (at < sizeof text) article_effects_text(side->policy, index, text + at, sizeof text - at);
  d->out->articles[added ? DIFFERENCE_ADDED : DIFFERENCE_DROPPED]++;
  diff_add(d, &s, added ? DIFFERENCE_ADDED : DIFFERENCE_DROPPED, "", added ? "" : text,
           added ? text : "", "");
}

/* ---- which is which ---- */

/* The same gist, the same effects, the same guard word by word: amounts may differ. */
static bool alike(const placed *x, const placed *y) {
  if (strcmp(x->article->title, y->article->title) != 0) return false;
  for (int e = 0; e < x->policy->effects_count; e++) {
    int other = policy_effect(y->policy, x->policy->effects[e].name);
    if ((fixing_of(x, e) != VALUE_IS_ABSENT) != (fixing_of(y, other) != VALUE_IS_ABSENT))
      return false;
  }
  for (int e = 0; e < y->policy->effects_count; e++)
    if (fixing_of(y, e) != VALUE_IS_ABSENT &&
        policy_effect(x->policy, y->policy->effects[e].name) < 0)
      return false;
  stretch gx = member_of(x, "when"), gy = member_of(y, "when");
  if (!gx.script || !gy.script) return !x->article->guarded && !y->article->guarded;
  return script_same(gx.script, gx.span, gy.script, gy.span);
}

/* The only one of the other side's unmatched articles that is like this one; NONE when there is none, or a choice. */
static int only_like(const diff_side *own, int index, const diff_side *other, const int *matched) {
  placed x = place_article(own, index);
  int found = NONE;
  for (int k = 0; k < other->policy->articles_count; k++) {
    if (matched[k] != NONE) continue;
    placed y = place_article(other, k);
    if (!alike(&x, &y)) continue;
    if (found != NONE) return NONE;
    found = k;
  }
  return found;
}

static void match(const differ *d, int *of_a, int *of_b) {
  const policy *a = d->a.policy, *b = d->b.policy;
  for (int i = 0; i < ARTICLES_MAX; i++) of_a[i] = of_b[i] = NONE;
  for (int i = 0; i < a->articles_count; i++) {
    int other = policy_article(b, a->articles[i].number);
    if (other >= 0) of_a[i] = other, of_b[other] = i;
  }
  int renumbered[ARTICLES_MAX];
  for (int i = 0; i < a->articles_count; i++) {
    int other = of_a[i] == NONE ? only_like(&d->a, i, &d->b, of_b) : NONE;
    renumbered[i] = other != NONE && only_like(&d->b, other, &d->a, of_a) == i ? other : NONE;
  }
  for (int i = 0; i < a->articles_count; i++)
    if (renumbered[i] != NONE) of_a[i] = renumbered[i], of_b[renumbered[i]] = i;
}

static void compare_matched(differ *d, int i, int k) {
  placed x = place_article(&d->a, i), y = place_article(&d->b, k);
  int before = d->out->count;
  bool moved = strcmp(x.article->number, y.article->number) != 0;
  subject s = {"article", y.article->number, place_of(&x), place_of(&y)};
  if (moved) diff_add(d, &s, DIFFERENCE_RENUMBERED, "", x.article->number, y.article->number, "");
  compare_articles(d, &x, &y);
  if (moved)
    d->out->articles[DIFFERENCE_RENUMBERED]++;
  else if (d->out->count > before)
    d->out->articles[DIFFERENCE_CHANGED]++;
  else
    d->out->articles_same++;
}

void diff_articles(differ *d) {
  int of_a[ARTICLES_MAX], of_b[ARTICLES_MAX];
  match(d, of_a, of_b);
  for (int i = 0; i < d->a.policy->articles_count; i++) {
    if (of_a[i] == NONE)
      tell_whole(d, &d->a, i, false);
    else
      compare_matched(d, i, of_a[i]);
  }
  for (int k = 0; k < d->b.policy->articles_count; k++)
    if (of_b[k] == NONE) tell_whole(d, &d->b, k, true);
}
