/* page_parts.c - see page_parts.h. */
#include "studies/page_parts.h"

#include <stdio.h>

#include "studies/page_number.h"
#include "studies/shown_name.h"
#include "values/message.h"

const char *page_effect_name(const policy *p, const char *name, char *buf, size_t size) {
  int e = policy_effect(p, name);
  return plain_name(e < 0 ? name : effect_heading(&p->effects[e]), buf, size);
}

void page_section(page_writer *w, const char *heading) {
  page_open(w, "section", NULL);
  page_element(w, "h2", NULL, heading);
}

void page_fact(page_writer *w, const char *name, const char *text) {
  page_element(w, "dt", NULL, name);
  page_element(w, "dd", NULL, text);
}

void page_number_begin(page_writer *w, const char *heading, const char *figure, const char *unit) {
  page_open(w, "div", "class", "number", NULL);
  page_element(w, "h2", NULL, heading);
  page_open(w, "p", "class", "big", NULL);
  page_text(w, figure);
  page_element(w, "small", NULL, unit);
  page_close(w);
}

void page_alarm(page_writer *w, const char *text) {
  page_open(w, "div", "class", "alarm", "role", "note", NULL);
  page_element(w, "p", NULL, text);
  page_close(w);
}

void page_no_decision(page_writer *w, const int64_t *by, const char *format) {
  char text[400], number[PAGE_NUMBER];
  int64_t people =
      by[DECISION_CONFLICT] + by[DECISION_GAP] + by[DECISION_LIMIT] + by[DECISION_ERROR];
  if (people == 0) return;
  page_number(people, false, number);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(text, sizeof text, format, number);
#pragma GCC diagnostic pop
  page_alarm(w, text);
}

void page_footer(page_writer *w, const char *version) {
  page_open(w, "footer", NULL);
  page_format(
      w,
      _("Made by canbao %s. Every figure is exact to the fen; rounded ones say so by their unit."),
      version);
  page_close(w);
}
