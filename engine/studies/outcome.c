/* outcome.c - see outcome.h. Every value is computed once; all texts are made from what was
** computed. */
#include "studies/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/programme_names.h"
#include "values/message.h"

/* Append with a separator; cuts at the buffer's end, never inside a character. Returns the new
** length. */
static size_t append(char *buf, size_t size, size_t at, const char *separator, const char *text) {
  size_t s = at ? strlen(separator) : 0, n = strlen(text);
  if (at + s + 1 >= size) return at;
  memcpy(buf + at, separator, s);
  at += s;
  if (n > size - 1 - at) n = size - 1 - at;
  while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) n--;
  memcpy(buf + at, text, n);
  buf[at + n] = '\0';
  return at + n;
}

/* An effect whose term could not be computed exactly for this resident. */
static void computed_badly(outcome *o, int effect_index) {
  const policy *p = o->verdict->policy;
  int winner = o->verdict->decision->effects[effect_index].winner;
  const article *a = winner >= 0 && winner < p->articles_count ? &p->articles[winner] : NULL;
  canbao_error error;
  o->problem = DECISION_ERROR;
  fault_at(&error, CANBAO_SCRIPT, a ? a->file : p->path, a ? a->line : 0,
           _("%s cannot be computed exactly for this resident, or leaves its range; round it or "
             "bound it"),
           p->effects[effect_index].name);
  if (a) snprintf(error.article, sizeof error.article, "%s", a->number);
  fault_text(&error, o->problem_text, sizeof o->problem_text);
}

/* A question between two cells has no answer when one of them is unknown: the other is not to be blamed. Cells
** of other types are asked alone, and a set of labels can leave a question open without being unknown itself. */
static bool is_known(const resident *who, const schema *s, int i) {
  field_type type = s->fields[i].type;
  bool compared = type == FIELD_DATE || type == FIELD_MONEY || type == FIELD_NUMBER;
  return compared && roster_cell(who->roster, i, who->row) != CELL_UNKNOWN;
}

uint64_t outcome_blamed(const verdict *v) {
  uint64_t blamed = 0;
  if (v->decision->problem != DECISION_UNDETERMINED) return 0;
  for (uint64_t rest = v->decision->unknown_fields; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    if (!is_known(&v->resident, v->policy->schema, i)) blamed |= UINT64_C(1) << i;
  }
  return blamed;
}

static void name_unknown_fields(outcome *o) {
  const schema *s = o->verdict->policy->schema;
  char names[512] = "";
  size_t at = 0;
  for (int i = 0; i < s->count; i++) {
    if (!(o->blamed >> i & 1)) continue;
    at = append(names, sizeof names, at, message_is_chinese() ? "、" : ", ",
                message_is_chinese() ? s->fields[i].title : s->fields[i].name);
  }
  if (at)
    snprintf(o->problem_text, sizeof o->problem_text,
             _("not known, and the decision depends on it: %s"), names);
}

static void take_problem(outcome *o) {
  o->problem = (decision_problem)o->verdict->decision->problem;
  o->problem_text[0] = '\0';
  if (o->problem == DECISION_UNDETERMINED) name_unknown_fields(o);
  if (o->problem != DECIDED && o->problem_text[0] == '\0')
    snprintf(o->problem_text, sizeof o->problem_text, "%s", o->verdict->decision->problem_text);
}

static bool reads_resident(const policy *p, term x) { return x && term_fields(p->terms, x) != 0; }

/* What the roster holds is in range, and to choose or round among days in range leaves them so. A
** term too big to be looked through is taken for one that can fail. */
static bool can_fail(const term_table *t, term x, int depth, int *parts) {
  const term_node *n = term_at(t, x);
  if (depth == TERM_DEPTH_MAX || --*parts < 0) return true;
  switch (n->op) {
    case TERM_FIELD: return false;
    case TERM_CONST: return term_value(t, x, NULL).state == VALUE_ERROR;
    case TERM_LEAST:
    case TERM_MOST:
      return can_fail(t, n->a, depth + 1, parts) || can_fail(t, n->b, depth + 1, parts);
    case TERM_FIRST_OF_MONTH:
    case TERM_LAST_OF_MONTH:
    case TERM_YEAR:
    case TERM_MONTH:
    case TERM_DAY: return can_fail(t, n->a, depth + 1, parts);
    default: return true;
  }
}

bool outcome_can_fail(const term_table *t, term x) {
  int parts = TERM_NODES_MAX;
  return can_fail(t, x, 0, &parts);
}

bool constants_begin(constants *c, const term_table *t) {
  c->count = term_count(t);
  c->values = malloc(((size_t)c->count + 1) * sizeof *c->values);
  c->known = calloc((size_t)c->count + 1, sizeof *c->known);
  return c->values && c->known;
}

void constants_free(constants *c) {
  free(c->values);
  free(c->known);
  *c = (constants){.count = 0};
}

value constant_value(constants *c, const term_table *t, term x, const resident *anybody) {
  if (x >= c->count) return term_value(t, x, anybody);
  if (!c->known[x]) c->values[x] = term_value(t, x, anybody), c->known[x] = true;
  return c->values[x];
}

/* Of an effect whose value reads no resident. */
static value shared_value(const verdict *v, int i, constants *known) {
  const effect_mark *mark = &v->decision->effects[i];
  if (mark->state != VALUE_KNOWN || !mark->value) return verdict_value(v, i);
  return constant_value(known, v->policy->terms, mark->value, &v->resident);
}

void outcome_shared(outcome *o, const verdict *v) {
  constants none = {.count = 0};
  outcome_shared_from(o, v, &none);
}

void outcome_shared_from(outcome *o, const verdict *v, constants *known) {
  const policy *p = v->policy;
  o->verdict = v;
  o->varying = o->fallible = o->bounds_vary = 0;
  o->blamed = outcome_blamed(v);
  o->bad = -1;
  for (int i = 0; i < p->effects_count; i++) {
    const effect_mark *mark = &v->decision->effects[i];
    if (mark->state == VALUE_KNOWN && reads_resident(p, mark->value)) {
      o->varying |= UINT64_C(1) << i;
      if (outcome_can_fail(p->terms, mark->value)) o->fallible |= UINT64_C(1) << i;
      o->values[i] = (value){.type = (uint8_t)p->effects[i].type, .state = VALUE_NONE};
      continue;
    }
    effect_bounds bounds = decision_bounds(v->decision, i);
    if (reads_resident(p, bounds.low) || reads_resident(p, bounds.high))
      o->bounds_vary |= UINT64_C(1) << i;
    o->values[i] = shared_value(v, i, known);
    if (o->values[i].state == VALUE_ERROR && o->bad < 0) o->bad = i;
  }
  take_problem(o);
}

void outcome_next(outcome *o, const verdict *v) {
  bool decided = v->decision->problem == DECIDED;
  uint64_t blamed = outcome_blamed(v);
  int bad = o->bad;
  bool stale = (decided && o->problem != DECIDED) || blamed != o->blamed;
  o->verdict = v;
  o->blamed = blamed;
  if (stale) take_problem(o); /* the resident before had an error, or another cell unknown */
  for (uint64_t rest = o->varying; rest != 0; rest &= rest - 1) {
    int i = __builtin_ctzll(rest);
    o->values[i] = verdict_value(v, i);
    if (o->values[i].state == VALUE_ERROR && (bad < 0 || i < bad)) bad = i;
  }
  if (decided && bad >= 0) computed_badly(o, bad);
}

void outcome_of(outcome *o, const verdict *v) {
  outcome_shared(o, v);
  outcome_next(o, v);
}

size_t outcome_text(const outcome *o, int effect_index, char *buf, size_t size) {
  const policy *p = o->verdict->policy;
  if (o->problem != DECIDED && strcmp(p->effects[effect_index].name, EFFECT_STATUS) == 0)
    return append(buf, size, 0, "", STATUS_UNDETERMINED);
  buf[0] = '\0';
  if (o->values[effect_index].state != VALUE_KNOWN) return 0;
  return value_text(p->terms, o->values[effect_index], buf, size);
}

size_t outcome_articles(const outcome *o, char *buf, size_t size) {
  const decision *d = o->verdict->decision;
  const policy *p = o->verdict->policy;
  uint8_t counts[ARTICLES_MAX] = {0};
  size_t at = 0;
  buf[0] = '\0';
  for (uint32_t i = 0; i < d->candidates_count; i++) {
    const candidate *c = &d->candidates[i];
    if (c->article >= 0 && (c->fate == FATE_WON || c->fate == FATE_AGREED)) counts[c->article] = 1;
  }
  for (int i = 0; i < p->articles_count; i++)
    if (counts[i]) at = append(buf, size, at, "、", p->articles[i].number);
  return at;
}

size_t outcome_doubts(const outcome *o, char *buf, size_t size) {
  const policy *p = o->verdict->policy;
  size_t at = 0;
  buf[0] = '\0';
  for (int i = 0; i < p->doubts_count; i++)
    if (o->verdict->decision->doubts >> i & 1) at = append(buf, size, at, "；", p->doubts[i].title);
  return at;
}

bool outcome_enrolled(const outcome *o) {
  int e = policy_effect(o->verdict->policy, EFFECT_ENROLLED);
  return e >= 0 && o->problem == DECIDED && o->values[e].state == VALUE_KNOWN &&
         o->values[e].v == 1;
}

const char *problem_word(decision_problem which) {
  static const char *const words[] = {"decided", "undetermined", "conflict",
                                      "gap",     "limit",        "error"};
  return words[which];
}
