/* print_edits.c - what each edit of a scenario does by itself, as a table and as warnings. */
#include <string.h>

#include "cli/print_whatif.h"

static void place_cells(table *t, const edit *e, bool json) {
  char place[600];
  if (json) {
    table_text(t, e->file ? e->file : "");
    if (e->file)
      table_count(t, e->line);
    else
      table_blank(t);
    return;
  }
  snprintf(place, sizeof place, "%s:%d", e->file ? e->file : "", e->line);
  table_text(t, e->file ? place : "--set");
}

void print_edits(report *r, const whatif_alarm *a, bool json) {
  static const char *const words[EDIT_OUTCOMES] = {
      N_("it changes something"), N_("other edits need it"), N_("never read"),
      N_("overridden"),           N_("nobody in range"),     N_("equal by coincidence")};
  if (a->count == 0) return;
  table *t =
      report_table(r, "edits", _("Each edit by itself: the scenario with it and without it"));
  table_column(t, "edit", _("edit"), TABLE_TEXT);
  table_column(t, json ? "file" : "place", _("where"), TABLE_TEXT);
  if (json) table_column(t, "line", "line", TABLE_COUNT);
  table_column(t, "changed", _("decisions that change"), TABLE_COUNT);
  table_column(t, "towns", _("townships that change"), TABLE_COUNT);
  table_column(t, "cause", _("what it does"), TABLE_TEXT);
  if (json) table_column(t, "because", "because", TABLE_TEXT);
  for (int i = 0; i < a->count; i++) {
    const edit_verdict *v = &a->edits[i];
    table_text(t, v->edit->label);
    place_cells(t, v->edit, json);
    if (v->changed < 0)
      table_blank(t);
    else
      table_count(t, v->changed);
    table_count(t, v->towns);
    table_text(t, json ? edit_outcome_word(v->outcome) : _(words[v->outcome]));
    if (json) table_text(t, v->because);
  }
}

void warn_of_edits(const whatif_alarm *a) {
  for (int i = 0; i < a->count; i++) {
    const edit_verdict *v = &a->edits[i];
    const edit *e = v->edit;
    if (v->changed != 0 || v->towns != 0) continue;
    if (e->file)
      cli_warn(_("%s:%d: %s changes nobody's decision; %s"), e->file, e->line, e->label,
               v->because);
    else
      cli_warn(_("--set %s changes nobody's decision; %s"), e->label, v->because);
  }
}
