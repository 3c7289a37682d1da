/* print_day.c - see print_day.h. */
#include "cli/print_day.h"

#include "cli/options.h"
#include "values/date.h"
#include "values/message.h"

void print_day(report *r, const cli *c, const policy *p) {
  const cli_options *o = &c->options;
  char day[11];
  int32_t end;
  report_date(r, "as_of", _("as of"), o->as_of);
  if (o->given & OPTION(AS_OF)) return;
  report_note(r, _("no --as-of: decided as of today, %s"), date_format(o->as_of, day));
  if (date_from_civil(p->year, 12, 31, &end) && o->as_of > end)
    report_note(r,
                _("warning: that is after the end of %d, the year of the notice; give --as-of DAY "
                  "for a day within it"),
                p->year);
}
