/*
** whatif_alarm.c - see whatif_alarm.h. Whether an edit changes anybody is decided, never
** guessed: the scenario is loaded once more without it. The cause is then read off the
** candidates of the cases: who applied, who won, who gave way to whom.
*/
#include "studies/whatif_alarm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"
#include "studies/whatif_parts.h"

/* What one article's values came to on one side, in people. */
typedef struct {
  const whatif_side *side;
  int article;           /* -1: the side has none */
  uint64_t effects;      /* bits, as the edit touches them */
  uint64_t asked;        /* the same, by the effects whose candidates tell their fate */
  int64_t people, open;  /* it applies, or may; of these, decisions that did not come to an end */
  int64_t stands, aside; /* at least one value stands; all that there are give way */
  int64_t by[ARTICLES_MAX];   /* to which article */
  int64_t with[ARTICLES_MAX]; /* which article says the same */
} reach;

/* One edit under the magnifying glass. */
typedef struct {
  const whatif_side *with, *without;
  edit_verdict *verdict;
  int index; /* of the policy's edits */
  canbao_error *error;
} judged;

const char *edit_outcome_word(edit_outcome which) {
  static const char *const words[EDIT_OUTCOMES] = {"changes",    "needed",          "never_read",
                                                   "overridden", "nobody_in_range", "equal"};
  return words[which];
}

/* ---- how far an article reaches ---- */

static uint64_t effects_on(const whatif_side *s, const policy *named_by, uint64_t bits) {
  uint64_t own = 0;
  for (int e = 0; e < named_by->effects_count; e++) {
    int at = bits >> e & 1 ? policy_effect(s->policy, named_by->effects[e].name) : -1;
    if (at >= 0) own |= UINT64_C(1) << at;
  }
  return own;
}

/* An effect that follows another has no candidates of its own: its fate is that one's. */
static uint64_t asked_for(const policy *p, uint64_t effects) {
  uint64_t asked = 0;
  for (int e = 0; e < p->effects_count; e++) {
    int root = e;
    while (p->effects[root].follows >= 0) root = p->effects[root].follows;
    if (effects >> e & 1) asked |= UINT64_C(1) << root;
  }
  return asked;
}

static void take_case(reach *r, const decision *d, int64_t people) {
  bool stands = false;
  int by = -1;
  if (d->marks[r->article] == MARK_NOT) return;
  r->people += people;
  if (d->problem != DECIDED) r->open += people;
  for (uint32_t i = 0; i < d->candidates_count; i++) {
    const candidate *c = &d->candidates[i];
    if (!(r->asked >> c->effect & 1)) continue;
    if (c->fate == FATE_AGREED && c->by == r->article) r->with[c->article] += people;
    if (c->article != r->article) continue;
    if (c->fate == FATE_AGREED) r->with[c->by] += people;
    if (c->fate == FATE_OVERRIDDEN || c->fate == FATE_LOST)
      by = c->by;
    else
      stands = true;
  }
  if (stands) r->stands += people;
  if (by < 0) return;
  r->by[by] += people;
  if (!stands) r->aside += people;
}

static canbao_status reach_make(reach *r, const whatif_side *s, const policy *named_by,
                                const edit *e, canbao_error *error) {
  *r = (reach){.side = s, .article = policy_article(s->policy, e->article)};
  if (r->article < 0) return CANBAO_OK;
  decision *scratch = decision_new();
  canbao_status status = scratch ? CANBAO_OK : whatif_no_memory(error);
  r->effects = effects_on(s, named_by, e->effects);
  r->asked = asked_for(s->policy, r->effects);
  for (uint32_t c = 1; c <= s->cases && status == CANBAO_OK; c++) {
    const decision *d;
    status = whatif_case_decision(s, c, &d, scratch, error);
    if (status == CANBAO_OK) take_case(r, d, s->facts[c].people);
  }
  decision_free(scratch);
  return status;
}

/* The article with most people; -1 when there is none. */
static int most_of(const int64_t *people, int count) {
  int most = -1;
  for (int a = 0; a < count; a++)
    if (people[a] > 0 && (most < 0 || people[a] > people[most])) most = a;
  return most;
}

/* ---- saying ---- */

static canbao_status said(judged *j, edit_outcome which, int length, char *text) {
  if (length < 0) return whatif_no_memory(j->error);
  free(j->verdict->because);
  j->verdict->outcome = which, j->verdict->because = text;
  return CANBAO_OK;
}

/* The first effect that it touches, by its name in the user's language. */
static const char *first_effect(const reach *r) {
  return r->effects ? effect_name(r->side->policy, __builtin_ctzll(r->effects)) : "?";
}

static canbao_status say_nobody(judged *j, const reach *r) {
  char *near, *text = NULL;
  canbao_status status = nearest_in_range(&near, r->side, r->article, j->error);
  if (status != CANBAO_OK) return status;
  const char *number = r->side->policy->articles[r->article].number;
  int length =
      *near ? asprintf(&text, _("nobody in range: article %s applies to no resident; %s"), number,
                       near)
            : asprintf(&text, _("nobody in range: article %s applies to no resident"), number);
  free(near);
  return said(j, EDIT_NOBODY, length, text);
}

static canbao_status say_overridden(judged *j, const reach *r) {
  const policy *p = r->side->policy;
  const char *number = p->articles[r->article].number;
  const article *by = &p->articles[most_of(r->by, p->articles_count)];
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  if (!out) return whatif_no_memory(j->error);
  fprintf(out,
          _("overridden: for every one of the %lld residents to whom article %s applies, its %s "
            "gives way to article %s (%s:%d)"),
          (long long)r->people, number, first_effect(r), by->number, by->file, by->line);
  for (int a = 0; a < p->articles_count; a++)
    if (r->by[a] > 0 && &p->articles[a] != by)
      fprintf(out, _(", for %lld to article %s (%s:%d)"), (long long)r->by[a],
              p->articles[a].number, p->articles[a].file, p->articles[a].line);
  if (fclose(out) == 0) return said(j, EDIT_OVERRIDDEN, 0, text);
  free(text);
  return whatif_no_memory(j->error);
}

static canbao_status say_open(judged *j, const reach *r) {
  char *text = NULL;
  int length = asprintf(&text,
                        _("equal by coincidence: the decisions of all %lld residents to whom "
                          "article %s may apply are not decided, with it and without it"),
                        (long long)r->people, r->side->policy->articles[r->article].number);
  return said(j, EDIT_EQUAL, length, text);
}

static canbao_status say_unasked(judged *j, const reach *r) {
  char *text = NULL;
  int length =
      asprintf(&text,
               _("never read: of the %lld residents to whom article %s applies, none is "
                 "asked for %s"),
               (long long)r->people, r->side->policy->articles[r->article].number, first_effect(r));
  return said(j, EDIT_NEVER_READ, length, text);
}

/* ---- another edit ---- */

static bool begins(const char *text, const char *word) {
  return strncmp(text, word, strlen(word)) == 0;
}

/* Does edit `later` say anew all that edit i says? A --set comes after every scenario's word; of two for the same, the first
** holds. */
static bool stands_over(const policy *p, int i, int later) {
  const edit *a = &p->edits[i], *b = &p->edits[later];
  if (i == later || !b->applied || strcmp(a->article, b->article) != 0) return false;
  bool after = !a->file ? !b->file && later < i : !b->file || later > i;
  bool whole = b->file && (begins(b->label, "drop ") || begins(b->label, "replace "));
  bool sets = !a->file || begins(a->label, a->article); /* a --set, or a scenario's set */
  return after && (whole || (sets && (a->effects & ~b->effects) == 0));
}

static canbao_status say_other_edit(judged *j, bool *done) {
  const policy *p = j->with->policy;
  for (int k = 0; k < p->edits_count; k++) {
    if (!stands_over(p, j->index, k)) continue;
    const edit *by = &p->edits[k];
    char *text = NULL;
    int length = by->file
                     ? asprintf(&text, _("overridden: another edit stands, %s (%s:%d)"), by->label,
                                by->file, by->line)
                     : asprintf(&text, _("overridden: another edit stands, --set %s"), by->label);
    *done = true;
    return said(j, EDIT_OVERRIDDEN, length, text);
  }
  return CANBAO_OK;
}

/* ---- equal, or read by nobody ---- */

static bool watched(const effect *e) {
  return e->output || strcmp(e->name, EFFECT_ENROLLED) == 0 || strcmp(e->name, EFFECT_COUNTED) == 0;
}

/* The one effect of the edit as a constant of one side's article; false when it is none. */
static bool constant_text(const whatif_side *s, const edit *of, const policy *named_by, char *buf,
                          size_t size) {
  int a = policy_article(s->policy, of->article);
  uint64_t effects = effects_on(s, named_by, of->effects);
  if (a < 0 || __builtin_popcountll(effects) != 1) return false;
  int e = __builtin_ctzll(effects);
  if (s->policy->articles[a].fixes[e] != VALUE_IS_CONST) return false;
  value_text(s->policy->terms, s->policy->articles[a].constants[e], buf, size);
  return true;
}

/* Nothing that is shown or read hangs on what it fixes. */
static bool unread(const reach *r) {
  const policy *p = r->side->policy;
  uint64_t read = policy_effects_read(p);
  for (int e = 0; e < p->effects_count; e++)
    if (r->effects >> e & 1 && (watched(&p->effects[e]) || read >> e & 1)) return false;
  return true;
}

static canbao_status say_equal(judged *j, const reach *r) {
  const policy *p = r->side->policy;
  const article *own = &p->articles[r->article];
  const edit *e = j->verdict->edit;
  char before[512], after[512], *text = NULL;
  int length, with = most_of(r->with, p->articles_count), by = most_of(r->by, p->articles_count);
  bool constant = constant_text(j->without, e, j->with->policy, before, sizeof before) &&
                  constant_text(j->with, e, j->with->policy, after, sizeof after);
  long long people = r->people;
  if (constant && strcmp(before, after) == 0)
    length = asprintf(&text, _("equal by coincidence: %s of article %s is %s without it, too"),
                      first_effect(r), own->number, before);
  else if (constant && !watched(&p->effects[__builtin_ctzll(r->effects)]))
    length = asprintf(&text,
                      _("equal by coincidence: %s becomes %s instead of %s for %lld residents, but "
                        "nothing that follows from it is another"),
                      first_effect(r), after, before, people);
  else if (with >= 0)
    length = asprintf(&text, _("equal by coincidence: article %s (%s:%d) says the same"),
                      p->articles[with].number, p->articles[with].file, p->articles[with].line);
  else if (by >= 0)
    length = asprintf(&text,
                      _("equal by coincidence: for %lld of the %lld residents to whom article %s "
                        "applies it gives way to article %s (%s:%d); for the others it comes to "
                        "the same"),
                      (long long)r->by[by], people, own->number, p->articles[by].number,
                      p->articles[by].file, p->articles[by].line);
  else
    length = asprintf(&text,
                      _("equal by coincidence: for the %lld residents to whom article %s applies "
                        "it comes to the same"),
                      people, own->number);
  return said(j, EDIT_EQUAL, length, text);
}

static canbao_status say_unread(judged *j, const reach *r) {
  char *text = NULL;
  int length =
      asprintf(&text,
               _("never read: no other rule rests on %s, and it is no column of the "
                 "result; the %lld residents to whom article %s applies pay and get the "
                 "same with it and without it; nothing need be done, unless another "
                 "effect was meant"),
               first_effect(r), (long long)r->people, r->side->policy->articles[r->article].number);
  return said(j, EDIT_NEVER_READ, length, text);
}

/* A clause about townships, or one that another edit has taken the place of. */
static canbao_status say_nothing(judged *j) {
  char *text = strdup(_("equal by coincidence: it comes to the same for everybody, and for every "
                        "township"));
  return said(j, EDIT_EQUAL, text ? (int)strlen(text) : -1, text);
}

/* ---- one edit ---- */

static canbao_status find_cause(judged *j) {
  const edit *e = j->verdict->edit;
  bool done = false;
  reach on[2]; /* with it; without it */
  canbao_status status = say_other_edit(j, &done);
  if (status != CANBAO_OK || done) return status;
  status = reach_make(&on[0], j->with, j->with->policy, e, j->error);
  if (status == CANBAO_OK) status = reach_make(&on[1], j->without, j->with->policy, e, j->error);
  if (status != CANBAO_OK) return status;
  const reach *r = on[0].article >= 0 && (on[0].people > 0 || on[1].people == 0) ? &on[0] : &on[1];
  if (r->article < 0) r = &on[0]; /* a clause that is on neither side has another edit over it */
  if (r->article < 0) return say_nothing(j);
  if (r->people == 0) return say_nobody(j, r);
  if (r->open == r->people) return say_open(j, r);
  if (r->stands == 0 && r->aside == 0) return say_unasked(j, r);
  if (r->stands == 0) return say_overridden(j, r);
  char before[512], after[512];
  bool same = constant_text(j->without, e, j->with->policy, before, sizeof before) &&
              constant_text(j->with, e, j->with->policy, after, sizeof after) &&
              strcmp(before, after) == 0;
  return unread(r) && !same ? say_unread(j, r) : say_equal(j, r);
}

static policy_options without_edit(const whatif_side *s, int index) {
  policy_options o = s->options;
  o.edits_off |= UINT64_C(1) << index;
  o.shallow = true; /* the scenario has been walked as a whole */
  return o;
}

static canbao_status explain(const whatif *w, edit_verdict *v, bool alone, canbao_error *error) {
  judged j = {.with = w->scenario,
              .without = w->base,
              .verdict = v,
              .index = (int)(v->edit - w->scenario->policy->edits),
              .error = error};
  whatif_side *side = NULL;
  policy_options options = without_edit(w->scenario, j.index);
  whatif_question q = w->scenario->question;
  canbao_status status = CANBAO_OK;
  q.progress = NULL;
  if (!alone) status = whatif_side_load_beside(&side, w->scenario, &q, &options, error);
  if (side) j.without = side;
  if (status == CANBAO_OK) status = find_cause(&j);
  whatif_side_free(side);
  return status;
}

/* ---- all ---- */

typedef struct {
  whatif_alarm *alarm;
  canbao_error *error;
} counting;

/* What does not load without an edit is not a fault: another edit builds on it. */
static canbao_status take_count(void *payload, int index, const whatif *w,
                                const canbao_error *error) {
  counting *c = payload;
  edit_verdict *v = &c->alarm->edits[index];
  if (w) {
    v->changed = w->changed;
    v->towns = whatif_changed_towns(w);
    return CANBAO_OK;
  }
  if (error->status != CANBAO_SCRIPT && error->status != CANBAO_USAGE) {
    if (c->error) *c->error = *error;
    return error->status;
  }
  free(v->because);
  v->outcome = EDIT_NEEDED, v->changed = -1;
  v->because = strdup(error->message);
  return v->because ? CANBAO_OK : whatif_no_memory(c->error);
}

static canbao_status count_all(whatif_alarm *a, const whatif *w, canbao_error *error) {
  counting c = {a, error};
  policy_options *others = calloc((size_t)a->count + 1, sizeof *others);
  if (!others) return whatif_no_memory(error);
  for (int i = 0; i < a->count; i++)
    others[i] = without_edit(w->scenario, (int)(a->edits[i].edit - w->scenario->policy->edits));
  canbao_status status =
      whatif_many(w->scenario, others, a->count, WHATIF_GAINS | (w->has & WHATIF_TOWNS),
                  w->scenario->question.threads, take_count, &c, error);
  free(others);
  return status;
}

static canbao_status list_edits(whatif_alarm *a, const policy *p, canbao_error *error) {
  a->edits = calloc((size_t)p->edits_count + 1, sizeof *a->edits);
  if (!a->edits) return whatif_no_memory(error);
  for (int i = 0; i < p->edits_count; i++) {
    if (!p->edits[i].applied) continue;
    a->edits[a->count] = (edit_verdict){.edit = &p->edits[i], .because = strdup("")};
    if (!a->edits[a->count++].because) return whatif_no_memory(error);
  }
  return CANBAO_OK;
}

canbao_status whatif_alarm_make(whatif_alarm *out, const whatif *w, canbao_error *error) {
  const policy *p = w->scenario->policy;
  *out = (whatif_alarm){0};
  canbao_status status = list_edits(out, p, error);
  bool alone = p->edits_count == 1 && w->scenario->options.scenarios_count == 0;
  if (status != CANBAO_OK || out->count == 0) return status;
  if (alone) /* without it there is the base */
    out->edits[0].changed = w->changed, out->edits[0].towns = whatif_changed_towns(w);
  else
    status = count_all(out, w, error);
  for (int i = 0; i < out->count && status == CANBAO_OK; i++)
    if (out->edits[i].changed == 0 && out->edits[i].towns == 0)
      status = explain(w, &out->edits[i], alone, error);
  return status;
}

void whatif_alarm_free(whatif_alarm *a) {
  for (int i = 0; i < a->count; i++) free(a->edits[i].because);
  free(a->edits);
  *a = (whatif_alarm){0};
}
