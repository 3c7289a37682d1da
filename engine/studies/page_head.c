/* page_head.c - see page_head.h. */
#include "studies/page_head.h"

#include <stdio.h>
#include <string.h>

#include "studies/page_number.h"
#include "studies/page_parts.h"
#include "values/date.h"
#include "values/message.h"

void page_head_begin(page_writer *w, const page_head *h) {
  const policy *p = h->base->policy;
  char text[600], number[PAGE_NUMBER], day[11];
  const char *slash = strrchr(h->roster_path, '/');
  page_open(w, "header", NULL);
  page_element(w, "p", "kicker", h->kicker);
  page_element(w, "h1", NULL, h->title);
  page_open(w, "p", "class", "lead", NULL);
  page_format(w, h->lead, p->place ? p->place : p->name, p->year);
  page_close(w);
  page_open(w, "dl", "class", "facts", NULL);
  snprintf(text, sizeof text, "%s · %s", p->name, p->notice ? p->notice : "");
  page_fact(w, _("rules"), text);
  snprintf(text, sizeof text, _("%s, %s residents"), slash ? slash + 1 : h->roster_path,
           page_number(h->base->totals.people, false, number));
  page_fact(w, _("roster"), text);
  page_fact(w, _("as of"), date_format(h->base->question.as_of, day));
}
