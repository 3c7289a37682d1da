/* outcome.c - see outcome.h. Every value is computed once; all texts are made from what was
** computed. */
#include "studies/outcome.h"

#include <stdio.h>
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

/* A question between two cells is not known when one of them is not: the other is not to be blamed. */
static bool is_known(const resident *who, const schema *s, int i) {
  field_type type = s->fields[i].type;
  bool compared = type == FIELD_DATE || type == FIELD_MONEY || type == FIELD_NUMBER;
  return compared && roster_cell(who->roster, i, who->row) != CELL_UNKNOWN;
}

static void name_unknown_fields(outcome *o) {
  const schema *s = o->verdict->policy->schema;
  char names[512] = "";
  size_t at = 0;
  for (int i = 0; i < s->count; i++) {
    if (!(o->verdict->decision->unknown_fields >> i & 1) || is_known(&o->verdict->resident, s, i)) continue;
    at = append(names, sizeof names, at, message_is_chinese() ? "、" : ", ",
                message_is_chinese() ? s->fields[i].title : s->fields[i].name);
  }
  if (at)
    snprintf(o->problem_text, sizeof o->problem_text,
             _("not known, and the decision depends on it: %s"), names);
}

void outcome_of(outcome *o, const verdict *v) {
  const policy *p = v->policy;
  o->verdict = v;
  o->problem = (decision_problem)v->decision->problem;
  o->problem_text[0] = '\0';
  int bad = -1;
  for (int i = 0; i < p->effects_count; i++) {
    o->values[i] = verdict_value(v, i);
    if (o->values[i].state == VALUE_ERROR && bad < 0) bad = i;
  }
  if (o->problem == DECISION_UNDETERMINED) name_unknown_fields(o);
  if (o->problem != DECIDED && o->problem_text[0] == '\0')
    snprintf(o->problem_text, sizeof o->problem_text, "%s", v->decision->problem_text);
  if (o->problem == DECIDED && bad >= 0) computed_badly(o, bad);
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
