/* print_day.c - see print_day.h. */
#include "cli/print_day.h"

#include "cli/options.h"
#include "values/date.h"
#include "values/message.h"

int day_notes(char notes[DAY_NOTES][DAY_NOTE], const cli *c, const policy *p) {
  const cli_options *o = &c->options;
  char day[11];
  int32_t end;
  if (o->given & OPTION(AS_OF)) return 0;
  snprintf(notes[0], DAY_NOTE, _("no --as-of: decided as of today, %s"),
           date_format(o->as_of, day));
  if (!date_from_civil(p->year, 12, 31, &end) || o->as_of <= end) return 1;
  snprintf(notes[1], DAY_NOTE,
           _("warning: that is after the end of %d, the year of the notice; give --as-of DAY "
             "for a day within it"),
           p->year);
  return 2;
}

void print_day(report *r, const cli *c, const policy *p) {
  char notes[DAY_NOTES][DAY_NOTE];
  report_date(r, "as_of", _("as of"), c->options.as_of);
  for (int i = 0, n = day_notes(notes, c, p); i < n; i++) report_note(r, "%s", notes[i]);
}
