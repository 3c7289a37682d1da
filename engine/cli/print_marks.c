/* print_marks.c - see print_marks.h. */
#include "cli/print_marks.h"

void print_marks(report *r, const open_marks *marks) {
  if (marks->count == 0) return;
  table *t = report_table(r, "open", _("To be verified against the new notice"));
  table_column(t, "where", _("where"), TABLE_TEXT);
  table_column(t, "text", _("text"), TABLE_TEXT);
  for (int i = 0; i < marks->count; i++) {
    table_place(t, marks->marks[i].file, marks->marks[i].line);
    table_text(t, marks->marks[i].what);
  }
}
