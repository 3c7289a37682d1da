/* print_attribution.c - a difference split over the edits of a scenario, as a table. */
#include <string.h>

#include "cli/print_whatif.h"

static void split_row(table *t, const attribution *a, const char *name, int64_t in_order,
                      int64_t share) {
  void (*cell)(table *, int64_t) = a->money ? table_money : table_count;
  table_text(t, name);
  if (a->ordered)
    cell(t, in_order);
  else
    table_blank(t);
  if (a->order_free)
    cell(t, share);
  else
    table_blank(t);
}

void print_attribution(report *r, const attribution *a, bool json) {
  char title[200], line[2600];
  table_type type = a->money ? TABLE_MONEY : TABLE_COUNT;
  snprintf(title, sizeof title, _("What each edit brings of the difference in %s"),
           strcmp(a->measure, "cost") == 0 ? _("cost") : a->measure);
  if (json) report_text(r, "attribution_measure", "", a->measure);
  table *t = report_table(r, "attribution", title);
  table_column(t, "edit", _("edit"), TABLE_TEXT);
  table_column(t, "in_order", _("in order"), type);
  table_column(t, "order_free", _("order-free"), type);
  for (int i = 0; i < a->count; i++)
    split_row(t, a, a->parts[i].edit->label, a->parts[i].in_order, a->parts[i].share);
  if (a->declared != 0)
    split_row(t, a, json ? "declared" : _("fields and labels of the scenario"), a->declared,
              a->declared);
  void (*cell)(table *, int64_t) = a->money ? table_money : table_count;
  table_text(t, json ? "total" : _("total"));
  cell(t, a->total), cell(t, a->total);
  for (int i = 0; attribution_note(a, i, line, sizeof line); i++) report_note(r, "%s", line);
}
