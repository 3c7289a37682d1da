/* whatif_words.c - see whatif_words.h. */
#include "studies/whatif_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "studies/shown_name.h"
#include "values/message.h"

/* What problem_word says, for the catalogue. */
static const char *const problem_words[] = {N_("decided"), N_("undetermined"), N_("conflict"),
                                            N_("gap"),     N_("limit"),        N_("error")};

/* Words that are put one behind the other; what does not fit is cut between characters. */
typedef struct {
  char *buf;
  size_t size, at;
  bool plain; /* names without the underline */
} phrase;

static phrase phrase_begin(char *buf, size_t size) {
  buf[0] = '\0';
  return (phrase){buf, size, 0, false};
}

static void phrase_add(phrase *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void phrase_add(phrase *p, const char *format, ...) {
  va_list list;
  if (p->at >= p->size) return;
  va_start(list, format);
  p->at += (size_t)vsnprintf(p->buf + p->at, p->size - p->at, format, list);
  va_end(list);
}

static void phrase_end(const phrase *p) {
  if (p->at < p->size) return;
  size_t at = p->size - 1;
  while (at > 0 && ((unsigned char)p->buf[at - 1] & 0xC0) == 0x80) at--;
  if (at > 0 && (unsigned char)p->buf[at - 1] >= 0xC0) at--;
  p->buf[at] = '\0';
}

/* ---- transitions ---- */

const char *gain_heading(gain_kind kind) {
  static const char *const words[GAINS_COUNT] = {N_("the same"),
                                                 N_("better off"),
                                                 N_("worse off"),
                                                 N_("better in one thing, worse in another"),
                                                 N_("changed, neither better nor worse"),
                                                 N_("not decided on both sides")};
  return _(words[kind]);
}

const char *whatif_heading(const whatif_effect *e) {
  return message_is_chinese() && e->title ? e->title : e->name;
}

static const char *shown_value(const whatif *w, const whatif_change *c, const char *text) {
  const whatif_effect *e = &w->effects[c->effect];
  if (e->type == TYPE_FLAG && *text) return strcmp(text, "true") == 0 ? _("yes") : _("no");
  if (e->base >= 0 && e->base == w->base->status) return *text ? status_heading(text) : _("(none)");
  return *text ? text : _("(none)");
}

static bool opens(const whatif_transition *t) {
  return strcmp(t->problem_before, t->problem_after) != 0;
}

static bool problem_add(phrase *p, const whatif_transition *t) {
  (void)problem_words;
  if (opens(t))
    phrase_add(p, "%s → %s", _(t->problem_before), _(t->problem_after));
  else if (strcmp(t->problem_before, problem_word(DECIDED)) != 0)
    phrase_add(p, "%s", _(t->problem_before));
  return p->at > 0;
}

/* An open decision says nothing else but its status. */
static bool is_said(const whatif *w, const whatif_transition *t, const whatif_change *c) {
  return !opens(t) || w->effects[c->effect].base == w->base->status;
}

static void name_add(phrase *p, const char *name) {
  char plain[160];
  phrase_add(p, "%s", p->plain ? plain_name(name, plain, sizeof plain) : name);
}

static void value_add(phrase *p, const whatif *w, const whatif_change *c) {
  const whatif_effect *e = &w->effects[c->effect];
  bool status = e->base >= 0 && e->base == w->base->status;
  const char *values[] = {shown_value(w, c, c->before), shown_value(w, c, c->after)};
  for (int i = 0; i < 2; i++) {
    phrase_add(p, i ? " → " : " ");
    if (status)
      name_add(p, values[i]);
    else
      phrase_add(p, "%s", values[i]);
  }
}

static void change_add(phrase *p, const whatif *w, const whatif_change *c) {
  bool moved = strcmp(c->article_before, c->article_after) != 0;
  name_add(p, whatif_heading(&w->effects[c->effect]));
  if (strcmp(c->before, c->after) != 0) value_add(p, w, c);
  if (!moved && *c->article_before) phrase_add(p, _(" (article %s)"), c->article_before);
  if (moved)
    phrase_add(p, _(" (article %s → %s)"), *c->article_before ? c->article_before : _("(none)"),
               *c->article_after ? c->article_after : _("(none)"));
}

void transition_words(const whatif *w, const whatif_transition *t, char *buf, size_t size) {
  phrase p = phrase_begin(buf, size);
  problem_add(&p, t);
  for (int i = 0; i < t->changes_count; i++) {
    if (!is_said(w, t, &t->changes[i])) continue;
    if (p.at > 0) phrase_add(&p, "%s", _("; "));
    change_add(&p, w, &t->changes[i]);
  }
  phrase_end(&p);
}

bool transition_part(const whatif *w, const whatif_transition *t, int index, char *buf,
                     size_t size) {
  phrase p = phrase_begin(buf, size);
  p.plain = true;
  if (index < 0) return problem_add(&p, t);
  if (!is_said(w, t, &t->changes[index])) return false;
  change_add(&p, w, &t->changes[index]);
  phrase_end(&p);
  return true;
}

/* ---- edits ---- */

static const article *article_of(const policy *p, const char *number) {
  int i = policy_article(p, number);
  return i < 0 ? NULL : &p->articles[i];
}

/* What the article of the base says now: a value, or that it is a formula; "" when it says nothing of its own. */
static void value_before(const whatif *w, const article *a, int effect_index, char *buf,
                         size_t size) {
  const policy *p = w->base->policy;
  buf[0] = '\0';
  if (!a || effect_index < 0) return;
  if (a->fixes[effect_index] == VALUE_IS_FUNCTION) snprintf(buf, size, "%s", _("a formula"));
  if (a->fixes[effect_index] == VALUE_IS_CONST)
    value_text(p->terms, a->constants[effect_index], buf, size);
}

static void set_add(phrase *p, const whatif *w, const edit *e, const article *a,
                    const char *setting, bool brief) {
  char key[80], before[200];
  const policy *base = w->base->policy;
  size_t n = strcspn(setting, "=");
  snprintf(key, sizeof key, "%.*s", (int)n, setting);
  int at = policy_effect(base, key);
  const char *after = setting[n] ? setting + n + 1 : "";
  value_before(w, a, at, before, sizeof before);
  char plain[160];
  const char *name =
      plain_name(at < 0 ? key : effect_heading(&base->effects[at]), plain, sizeof plain);
  phrase_add(p, brief ? "%s" : _("article %s"), e->article);
  if (!brief && a && a->title && *a->title) phrase_add(p, _(" (%s)"), a->title);
  phrase_add(p, brief ? " %s " : _(": %s "), name);
  if (*before) phrase_add(p, "%s → ", before);
  phrase_add(p, "%s", strcmp(after, "function") == 0 ? _("a formula") : after);
  if (at >= 0 && base->effects[at].type == TYPE_MONEY && strcmp(after, "function") != 0)
    phrase_add(p, "%s", _(" yuan"));
}

static void edit_add(const whatif *w, int index, bool brief, char *buf, size_t size) {
  static const struct {
    const char *verb, *said;
  } verbs[] = {{"drop ", N_("dropped: article %s")},
               {"replace ", N_("replaced: article %s")},
               {"add ", N_("added: article %s")}};
  const edit *e = &w->scenario->policy->edits[index];
  const article *a = article_of(w->base->policy, e->article);
  phrase p = phrase_begin(buf, size);
  size_t number = strlen(e->article);
  if (strncmp(e->label, e->article, number) == 0 && e->label[number] == '.') {
    set_add(&p, w, e, a, e->label + number + 1, brief);
  } else {
    const char *said = NULL;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
      if (strncmp(e->label, verbs[i].verb, strlen(verbs[i].verb)) == 0) said = _(verbs[i].said);
    if (!a) a = article_of(w->scenario->policy, e->article);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (said) phrase_add(&p, said, e->article);
#pragma GCC diagnostic pop
    if (!said) phrase_add(&p, "%s", e->label);
    if (said && !brief && a && a->title && *a->title) phrase_add(&p, _(" (%s)"), a->title);
  }
  phrase_end(&p);
}

void edit_words(const whatif *w, int index, char *buf, size_t size) {
  edit_add(w, index, false, buf, size);
}

void edit_words_brief(const whatif *w, int index, char *buf, size_t size) {
  edit_add(w, index, true, buf, size);
}
