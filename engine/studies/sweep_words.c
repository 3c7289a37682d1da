/* sweep_words.c - see sweep_words.h. */
#include "studies/sweep_words.h"

#include <stdio.h>
#include <string.h>

#include "studies/shown_name.h"
#include "values/message.h"

#define WORDS_ROOM 1024

/* Measures that are no effects, for the catalogue. */
static const char *const measure_words[] = {
    N_("people"), N_("eligible"), N_("ineligible"), N_("enrolled"),  N_("undetermined"),
    N_("cost"),   N_("changed"),  N_("better_off"), N_("worse_off"), N_("mixed"),
    N_("opened"), N_("closed"),   N_("gain")};

const char *sweep_measure_heading(const sweep *s, int index) {
  int e = policy_effect(s->base->policy, s->measures[index]);
  (void)measure_words;
  return e >= 0 ? effect_heading(&s->base->policy->effects[e]) : _(s->measures[index]);
}

const char *sweep_own_words(const sweep_axis *a, const policy *base) {
  if (a->own.text) return a->own.text;
  if (policy_article(base, a->article) < 0) return _("nothing: it has no such article");
  return a->stated ? _("nothing under this name") : _("it by a formula");
}

static void add_remark(char *buf, size_t size, const char *text) {
  size_t used = strlen(buf);
  if (*text) snprintf(buf + used, size - used, "%s%s", used ? "; " : "", text);
}

const char *sweep_point_remark(const sweep *s, const sweep_point *p, char *buf, size_t size) {
  char part[WORDS_ROOM], unmoved[WORDS_ROOM / 2];
  buf[0] = '\0';
  sweep_point_unmoved(s, p, unmoved, sizeof unmoved);
  add_remark(buf, size, sweep_point_problem(p, part, sizeof part));
  if (p->own) add_remark(buf, size, _("the script's own value"));
  if (!p->own && p->changed == 0 && !p->problem) {
    add_remark(buf, size, _("nothing changes"));
  } else if (*unmoved && s->axes_count == 1) {
    add_remark(buf, size, _("no decision differs from the point before"));
  } else if (*unmoved) {
    snprintf(part, sizeof part, _("no decision differs from the point before on %s"), unmoved);
    add_remark(buf, size, part);
  }
  return buf;
}
