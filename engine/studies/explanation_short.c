/*
** explanation_short.c - the one sentence that a clerk says first: what the resident gets and
** pays, how the payment stands to the deadline and to what was due, whether they are insured and
** from when to when benefits run, what is paid back, and who would have had longer. Reads what was
** decided; decides nothing.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"
#include "studies/programme_names.h"
#include "studies/shown_name.h"
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

/* Whoever paid before the collection began is told so: that is why nothing was accepted. */
static bool say_too_early(const outcome *o, FILE *out, int32_t paid) {
  const policy *p = o->verdict->policy;
  int32_t opens;
  char from[11], away[64];
  if (!decided_day(o, EFFECT_OPENS, &opens) || paid >= opens) return false;
  date_format(opens, from);
  term_words(p->terms, term_const(p->terms, TYPE_DAYS, opens - paid), away, sizeof away);
  fprintf(out, _("paid %s before the collection opens (%s)"), away, from);
  return true;
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

/* Whether the resident is insured, and the status that says why. */
static bool say_insured(const outcome *o, FILE *out, const char *before) {
  const policy *p = o->verdict->policy;
  char word[64] = "", plain[64];
  int at = policy_effect(p, EFFECT_ENROLLED), status = policy_effect(p, EFFECT_STATUS);
  bool known = at >= 0 && o->values[at].state == VALUE_KNOWN;
  if (status >= 0) outcome_text(o, status, word, sizeof word);
  if (!known && !*word) return false;
  const char *name = plain_name(status_name(word), plain, sizeof plain);
  fputs(before, out);
  if (!known)
    fprintf(out, "%s: %s", effect_name(p, status), name);
  else if (!*word)
    fputs(o->values[at].v ? _("is insured") : _("is not insured"), out);
  else
    fprintf(out, o->values[at].v ? _("is insured (%s)") : _("is not insured (%s)"), name);
  return true;
}

/* Who put another day in the place of the usual one, and how long after the payment, if that is to be waited for. */
static void say_why_from(const outcome *o, FILE *out, int32_t from) {
  const policy *p = o->verdict->policy;
  const decision *d = o->verdict->decision;
  int at = policy_effect(p, EFFECT_BENEFIT_FROM), by = d->effects[at].winner;
  bool sooner = false, later = false;
  int32_t paid;
  for (uint32_t i = 0; i < d->candidates_count; i++) {
    const candidate *c = &d->candidates[i];
    if (c->effect != at || c->fate != FATE_OVERRIDDEN) continue;
    value usual = term_value(p->terms, c->value, &o->verdict->resident);
    sooner |= usual.state == VALUE_KNOWN && usual.v > from;
    later |= usual.state == VALUE_KNOWN && usual.v < from;
  }
  if (by < 0 || !(sooner || later)) return;
  const char *number = p->articles[by].number, *title = p->articles[by].title;
  if (later && paid_day(o, &paid) && paid < from) {
    char wait[64];
    term_words(p->terms, term_const(p->terms, TYPE_DAYS, from - paid), wait, sizeof wait);
    fprintf(out, _(", %s after the payment, by article %s (%s)"), wait, number, title);
  } else {
    fprintf(out, _(", by article %s (%s)"), number, title);
  }
}

/* From when to when benefits run: as much of it as the decision holds. */
static bool say_benefits(const outcome *o, FILE *out, const char *before) {
  int32_t from, to;
  char first[11], last[11];
  bool begins = decided_day(o, EFFECT_BENEFIT_FROM, &from),
       ends = decided_day(o, EFFECT_BENEFIT_TO, &to);
  if (!begins && !ends) return false;
  if (begins) date_format(from, first);
  if (ends) date_format(to, last);
  fputs(before, out);
  if (begins && ends && from > to)
    fprintf(out, _("no benefits: they end on %s and would begin on %s"), last, first);
  else if (begins && ends)
    fprintf(out, _("benefits run from %s to %s"), first, last);
  else if (begins)
    fprintf(out, _("benefits run from %s"), first);
  else
    fprintf(out, _("benefits run until %s"), last);
  if (begins) say_why_from(o, out, from);
  return true;
}

/* What the roster says was paid; false when it gives no amount, or an unreadable one: missing is not zero. */
static bool paid_money(const outcome *o, int64_t *fen) {
  const resident *who = &o->verdict->resident;
  int at = schema_find(o->verdict->policy->schema, FIELD_PAID_AMOUNT);
  if (at < 0 || roster_cell(who->roster, at, who->row) != CELL_VALUE) return false;
  *fen = who->roster->columns[at].fen[who->row];
  return true;
}

static void money_said(const policy *p, int64_t fen, char *buf, size_t size) {
  term amount = term_const(p->terms, TYPE_MONEY, fen);
  if (amount)
    term_words(p->terms, amount, buf, size);
  else
    snprintf(buf, size, "?");
}

/* How the amount that was paid stands to what was to be paid, where they differ; true: more was paid. Who may not enrol has
** nothing to pay. */
static bool say_difference(const outcome *o, FILE *out, bool may_enrol, const char *before) {
  const policy *p = o->verdict->policy;
  char all[64], apart[64], due_said[64];
  int64_t paid, due = 0;
  int32_t day;
  int by;
  if (!paid_money(o, &paid)) return false;
  if (may_enrol && !decided_money(o, EFFECT_PERSONAL_DUE, &due, due_said, sizeof due_said, &by))
    return false;
  bool on_a_day = paid_day(o, &day);
  if (paid == due || (paid == 0 && !on_a_day)) return false;
  money_said(p, paid, all, sizeof all);
  money_said(p, paid > due ? paid - due : due - paid, apart, sizeof apart);
  fputs(before, out);
  if (!may_enrol)
    fprintf(out, _("paid %s"), all);
  else
    fprintf(out, paid > due ? _("paid %s, %s more than due") : _("paid %s, %s less than due"), all,
            apart);
  if (!on_a_day) fputs(_(" (the roster has no day of it)"), out);
  return paid > due;
}

/* What is paid back; of who paid more than was due also that nothing is. */
static void say_refund(const outcome *o, FILE *out, bool overpaid) {
  const policy *p = o->verdict->policy;
  char refund[64];
  int64_t back;
  int by;
  if (!decided_money(o, EFFECT_REFUND, &back, refund, sizeof refund, &by)) return;
  if (back == 0 && !overpaid) return;
  const char *number = by >= 0 ? p->articles[by].number : "";
  const char *title = by >= 0 ? p->articles[by].title : "";
  if (back == 0 && by >= 0)
    fprintf(out, _("; nothing is paid back by article %s (%s)"), number, title);
  else if (back == 0)
    fputs(_("; no article pays anything back"), out);
  else if (by >= 0)
    fprintf(out, _("; %s are paid back by article %s (%s)"), refund, number, title);
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
    say_refund(o, out, say_difference(o, out, false, _("; ")));
    return;
  }
  bool some = say_amounts(o, out);
  bool due = decided_day(o, EFFECT_DEADLINE, &deadline);
  if (due) {
    bool paid = paid_day(o, &day);
    if (some) fputs(_("; "), out);
    if (!paid || !say_too_early(o, out, day)) say_payment(p, out, paid, day, deadline);
    some = true;
  }
  bool overpaid = some && say_difference(o, out, true, _("; "));
  some |= say_insured(o, out, some ? _("; ") : "");
  some |= say_benefits(o, out, some ? _("; ") : "");
  if (some) say_refund(o, out, overpaid);
  if (due) say_who_had_longer(o, out, day, deadline);
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
