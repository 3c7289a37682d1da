/*
** explanation_short.c - the one sentence that a clerk says first: what the resident gets and
** pays, how the payment stands to the deadline, and who would have had longer. Reads what was decided;
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

/* An amount that the decision came to, with its unit, and the article that fixed it, -1 for none; false: there is none. */
static bool decided_money(const outcome *o, const char *name, int64_t *fen, char *said, size_t size,
                          int *by) {
  const policy *p = o->verdict->policy;
  int at = policy_effect(p, name);
  if (at < 0 || o->values[at].state != VALUE_KNOWN || o->values[at].type != TYPE_MONEY)
    return false;
  term amount = term_const(p->terms, TYPE_MONEY, o->values[at].v);
  if (!amount) return false;
  term_words(p->terms, amount, said, size);
  *fen = o->values[at].v;
  *by = o->verdict->decision->effects[at].winner;
  return true;
}

/* What the resident gets and pays, and by which article; false: nothing is said, for not all of it is there. */
static bool say_amounts(const outcome *o, FILE *out) {
  const policy *p = o->verdict->policy;
  char premium[64], subsidy[64], due[64];
  int64_t whole, aid, rest;
  int by, other;
  if (!decided_money(o, EFFECT_PREMIUM, &whole, premium, sizeof premium, &other) ||
      !decided_money(o, EFFECT_PERSONAL_DUE, &rest, due, sizeof due, &other) ||
      !decided_money(o, EFFECT_SUBSIDY, &aid, subsidy, sizeof subsidy, &by))
    return false;
  const char *number = by >= 0 ? p->articles[by].number : "";
  const char *title = by >= 0 ? p->articles[by].title : "";
  if (aid == 0 && by < 0)
    fprintf(out, _("has %s to pay, without subsidy"), due);
  else if (aid == 0)
    fprintf(out, _("has %s to pay, without subsidy by article %s (%s)"), due, number, title);
  else if (by < 0)
    fprintf(out, _("of %s gets %s, and has %s to pay"), premium, subsidy, due);
  else
    fprintf(out, _("of %s gets %s by article %s (%s), and has %s to pay"), premium, subsidy, number,
            title, due);
  return true;
}

static void say_refund(const outcome *o, FILE *out) {
  const policy *p = o->verdict->policy;
  char refund[64];
  int64_t back;
  int by;
  if (!decided_money(o, EFFECT_REFUND, &back, refund, sizeof refund, &by) || back == 0) return;
  if (by >= 0)
    fprintf(out, _("; %s are paid back by article %s (%s)"), refund, p->articles[by].number,
            p->articles[by].title);
  else
    fprintf(out, _("; %s are paid back"), refund);
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
    say_refund(o, out);
    return;
  }
  bool amounts = say_amounts(o, out);
  if (!decided_day(o, EFFECT_DEADLINE, &deadline)) return;
  bool paid = paid_day(o, &day);
  if (amounts) fputs(_("; "), out);
  say_payment(p, out, paid, day, deadline);
  say_refund(o, out);
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
