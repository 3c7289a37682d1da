/*
** explanation_short.c - the one sentence that a clerk says first: how the payment
** stands to the deadline, and who would have had longer. Reads what was decided;
** decides nothing.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"
#include "studies/programme_names.h"
#include "values/date.h"
#include "values/message.h"

/* A date of the decision or of the roster; false when there is none. */
static bool decided_day(const outcome *o, const char *name, int32_t *day) {
  int at = policy_effect(o->verdict->policy, name);
  if (at < 0 || o->values[at].state != VALUE_KNOWN || o->values[at].type != TYPE_DATE) return false;
  *day = (int32_t)o->values[at].v;
  return true;
}

static bool paid_day(const outcome *o, int32_t *day) {
  const resident *who = &o->verdict->resident;
  int at = schema_find(o->verdict->policy->schema, FIELD_PAID_ON);
  if (at < 0 || roster_cell(who->roster, at, who->row) != CELL_VALUE) return false;
  *day = who->roster->columns[at].dates[who->row];
  return true;
}

static void say_payment(const policy *p, FILE *out, bool paid, int32_t day, int32_t deadline) {
  char until[11], away[64];
  term days = term_const(p->terms, TYPE_DAYS, day > deadline ? day - deadline : deadline - day);
  date_format(deadline, until);
  term_words(p->terms, days, away, sizeof away);
  if (paid && day == deadline)
    fprintf(out, _("paid on the day of the deadline (%s)"), until);
  else if (paid)
    fprintf(out,
            day > deadline ? _("paid %s after the deadline (%s)")
                           : _("paid %s before the deadline (%s)"),
            away, until);
  else if (day == deadline)
    fprintf(out, _("not paid; today is the deadline (%s)"), until);
  else
    fprintf(out,
            day > deadline ? _("not paid; the deadline passed %s ago (%s)")
                           : _("not paid; %s left until the deadline (%s)"),
            away, until);
}

/* Those whom an article that does not apply here gives longer. */
static void say_who_had_longer(const outcome *o, FILE *out, int32_t day, int32_t deadline) {
  const policy *p = o->verdict->policy;
  int of = policy_effect(p, EFFECT_DEADLINE);
  for (int i = 0; day > deadline && i < p->articles_count; i++) {
    const article *a = &p->articles[i];
    char until[11];
    if (o->verdict->decision->marks[i] != MARK_NOT) continue;
    if (a->fixes[of] != VALUE_IS_CONST || a->constants[of].v <= deadline) continue;
    date_format((int32_t)a->constants[of].v, until);
    fprintf(out, _("; article %s (%s) gives until %s, but does not apply"), a->number, a->title,
            until);
  }
}

/* The article that keeps the resident out; -1 when none lets them in. */
static int excluding(const outcome *o, int eligible) {
  const decision *d = o->verdict->decision;
  for (uint32_t i = 0; i < d->candidates_count; i++)
    if (d->candidates[i].effect == eligible && d->candidates[i].fate == FATE_WON)
      return d->candidates[i].article;
  return -1;
}

static void say(const outcome *o, FILE *out) {
  const policy *p = o->verdict->policy;
  int32_t deadline, day = o->verdict->resident.as_of;
  int eligible = policy_effect(p, EFFECT_ELIGIBLE);
  if (o->problem != DECIDED) return;
  if (eligible >= 0 && o->values[eligible].state == VALUE_KNOWN && o->values[eligible].v == 0) {
    int by = excluding(o, eligible);
    if (by >= 0)
      fprintf(out, _("may not enrol: article %s (%s)"), p->articles[by].number,
              p->articles[by].title);
    else
      fputs(_("may not enrol: no article lets the resident in"), out);
    return;
  }
  if (!decided_day(o, EFFECT_DEADLINE, &deadline)) return;
  bool paid = paid_day(o, &day);
  say_payment(p, out, paid, day, deadline);
  say_who_had_longer(o, out, day, deadline);
}

char *said_in_short(const outcome *o) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  if (!out) return NULL;
  say(o, out);
  if (fclose(out) == 0) return text;
  free(text);
  return NULL;
}
