/* difference_words.c - see difference_words.h. */
#include "studies/difference_words.h"

#include <stdio.h>
#include <string.h>

#include "studies/shown_name.h"
#include "values/message.h"

typedef struct {
  const char *of;   /* the clause; NULL: any that is none of those before */
  const char *what; /* a member of its table */
  const char *said;
} member_name;

/* A member is named after the clause it stands in: the total of a task table is no premium. */
static const member_name members[] = {
    {"policy", "place", N_("name of the place")},
    {"policy", "full_place", N_("full name of the place")},
    {"policy", "division", N_("division code")},
    {"policy", "year", N_("year of the policy")},
    {"policy", "notice", N_("number of the notice")},
    {"policy", "issued", N_("day of issue")},
    {"policy", "programme", N_("kind of insurance")},
    {"policy", "title", N_("title of the notice")},
    {"policy", "based_on", N_("script it builds on")},
    {"policy", "collection.from", N_("first day of the collection")},
    {"policy", "collection.to", N_("last day of the collection")},
    {"field", "title", N_("name of the column")},
    {"field", "headings", N_("headings")},
    {"field", "type", N_("kind of value")},
    {"field", "blank", N_("what a blank means")},
    {"field", "labels", N_("labels")},
    {"field", "aliases", N_("other names of labels")},
    {"field", "after_birth", N_("not before birth")},
    {"field", "minimum", N_("least value")},
    {"field", "maximum", N_("greatest value")},
    {"effect", "title", N_("name of the column")},
    {"effect", "type", N_("kind of value")},
    {"effect", "output", N_("column of the result")},
    {"effect", "combine", N_("combine")},
    {"effect", "needed", N_("must be fixed")},
    {"effect", "default", N_("if no article fixes it")},
    {"effect", "follows", N_("fixed together with")},
    {"effect", "formula", N_("formula")},
    {"article", "pays", N_("left to pay")},
    {"article", "share", N_("share of the premium")},
    {"doubt", "articles", N_("articles concerned")},
    {"doubt", "combined", N_("effect that is combined")},
    {"targets", "total", N_("total of the targets")},
    {"targets", "file", N_("file of the targets")},
    {"targets", "counts", N_("who counts")},
    {"targets", "cutoff", N_("day of assessment")},
    {"targets", "rank_by", N_("ranked by")},
    {"targets", "ties", N_("equal ranks")},
    {"targets", "weekly_from", N_("weeks begin on")},
    {"targets", "weeks_to_talk", N_("weeks at the bottom before a talk")},
    {NULL, "title", N_("title")},
    {NULL, "reading", N_("reading")},
    {NULL, "when", N_("when")},
    {NULL, "overrides", N_("overrides")},
};

/* The script's word, as people call what it makes. */
static const char *of_words(const char *of) {
  static const char *const words[] = {N_("policy"),  N_("labels"),   N_("field"),     N_("effect"),
                                      N_("article"), N_("combine"),  N_("doubt"),     N_("agrees"),
                                      N_("targets"), N_("township"), N_("household"), N_("county"),
                                      N_("local"),   N_("script")};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(of, words[i]) == 0) return _(words[i]);
  return of;
}

static bool is_of(const difference *x, const char *of) { return strcmp(x->of, of) == 0; }

/* An effect that either script has, the second's first; NULL. */
static const effect *effect_of(const char *name, const policy *a, const policy *b) {
  int e = policy_effect(b, name);
  if (e >= 0) return &b->effects[e];
  e = policy_effect(a, name);
  return e >= 0 ? &a->effects[e] : NULL;
}

static const char *field_called(const char *name, const policy *p) {
  int at = schema_find(p->schema, name);
  return at >= 0 ? p->schema->fields[at].title : NULL;
}

static const char *measure_called(const char *name, const policy *p) {
  for (int i = 0; i < p->measures_count; i++)
    if (strcmp(p->measures[i].name, name) == 0) return p->measures[i].measure_title;
  return NULL;
}

/* In Chinese what has a title is called by it, as everywhere. */
static const char *called(const char *title, const char *other, const char *name) {
  if (!message_is_chinese()) return name;
  return title ? title : other ? other : name;
}

/* Does the clause hold what townships, households or the county get? */
static bool has_measures(const difference *x) {
  return is_of(x, "township") || is_of(x, "household") || is_of(x, "county");
}

const char *difference_where(const difference *x, const policy *a, const policy *b, char *buf,
                             size_t size) {
  const char *name = x->name;
  if (is_of(x, "labels") || is_of(x, "field"))
    name = called(field_called(name, b), field_called(name, a), name);
  if (is_of(x, "effect") || is_of(x, "combine")) {
    const effect *e = effect_of(name, a, b);
    if (e) name = effect_heading(e);
  }
  snprintf(buf, size, "%s%s%s", of_words(x->of), *name ? " " : "", name);
  return buf;
}

const char *difference_part(const difference *x, const policy *a, const policy *b) {
  const effect *e = is_of(x, "article") ? effect_of(x->what, a, b) : NULL;
  if (e) return effect_heading(e);
  if (has_measures(x)) {
    const char *title = called(measure_called(x->what, b), measure_called(x->what, a), x->what);
    if (title != x->what) return title;
  }
  for (size_t i = 0; i < sizeof members / sizeof *members; i++)
    if (strcmp(x->what, members[i].what) == 0 && (!members[i].of || is_of(x, members[i].of)))
      return message_is_chinese() ? _(members[i].said) : x->what;
  return x->what;
}

const char *difference_value(const difference *x, const char *text, const policy *a,
                             const policy *b) {
  const effect *e = is_of(x, "article") ? effect_of(x->what, a, b) : NULL;
  if (!e || e->type != TYPE_FLAG) return text;
  return strcmp(text, "true") == 0 ? _("yes") : strcmp(text, "false") == 0 ? _("no") : text;
}
