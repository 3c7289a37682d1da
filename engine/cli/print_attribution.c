/* print_attribution.c - a difference split over the edits of a scenario, as a table. */
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

static void print_notes(report *r, const attribution *a) {
  char text[2600];
  for (int i = 0; i < a->troubles_count; i++) {
    attribution_words(a, &a->troubles[i], text, sizeof text);
    report_note(r, "%s", text);
  }
  if (!a->ordered)
    report_note(r, "%s", _("No split in order: one of its steps cannot be decided."));
  if (a->too_many)
    report_note(r,
                _("No order-free split: it is exact up to %d edits, and these are %d; leave some "
                  "out, or bring several together in one article."),
                ATTRIBUTION_EDITS, a->count);
  else if (!a->order_free)
    report_note(r, "%s", _("No order-free split: one of its combinations cannot be decided."));
}

void print_attribution(report *r, const attribution *a, bool json) {
  char title[200];
  table_type type = a->money ? TABLE_MONEY : TABLE_COUNT;
  snprintf(title, sizeof title, _("What each edit brings of the difference in %s"), a->measure);
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
  print_notes(r, a);
}
