/* shown_name.c - see shown_name.h. */
#include "studies/shown_name.h"

#include <stdio.h>
#include <string.h>

#include "values/message.h"

/* What a programme calls its statuses, for the catalogue: on a terminal they are translated. */
static const char *const status_words[] = {
    N_("unpaid"),        N_("overdue"),      N_("on_time"),    N_("extended"),
    N_("late_accepted"), N_("not_accepted"), N_("ineligible"), N_("undetermined")};

const char *status_heading(const char *status) {
  for (size_t i = 0; i < sizeof status_words / sizeof status_words[0]; i++)
    if (strcmp(status, status_words[i]) == 0) return _(status_words[i]);
  return status;
}

/* The same of what a decision ends in, and of the word for it. */
static const char *const outcome_words[] = {N_("problem"), N_("undetermined"), N_("conflict"),
                                            N_("gap"),     N_("limit"),        N_("error")};

const char *outcome_heading(const char *word) {
  for (size_t i = 0; i < sizeof outcome_words / sizeof outcome_words[0]; i++)
    if (strcmp(word, outcome_words[i]) == 0) return _(outcome_words[i]);
  return status_heading(word);
}

const char *effect_heading(const effect *e) {
  return message_is_chinese() && e->title ? e->title : e->name;
}

const char *plain_name(const char *name, char *buf, size_t size) {
  snprintf(buf, size, "%s", name);
  for (char *c = buf; *c; c++)
    if (*c == '_') *c = ' ';
  return buf;
}
