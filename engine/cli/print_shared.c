/* print_shared.c - see print_shared.h. */
#include "cli/print_shared.h"

#include <stdio.h>
#include <string.h>

/* A row for each place: joined they would be wider than any terminal. */
static void place_rows(table *t, const shared_local *l) {
  char text[600];
  table_text(t, l->change), table_text(t, l->local), table_place(t, l->file, l->line);
  table_text(t, l->keeps);
  for (const char *at = l->list;;) {
    size_t n = strcspn(at, "\n");
    snprintf(text, sizeof text, "%.*s", (int)n, at);
    table_text(t, text);
    at += n;
    if (*at++ == '\0') return;
    for (int i = 0; i < 4; i++) table_blank(t);
  }
}

void print_shared(report *r, const shared_locals *s, bool json) {
  if (s->count == 0) return;
  table *t = report_table(r, "also_used", _("What a change of one article leaves as it is"));
  table_column(t, "change", _("change"), TABLE_TEXT);
  table_column(t, "local", _("written as"), TABLE_TEXT);
  table_column(t, json ? "file" : "place", _("where"), TABLE_TEXT);
  if (json) table_column(t, "line", "line", TABLE_COUNT);
  table_column(t, "keeps", _("stays"), TABLE_TEXT);
  table_column(t, "also_used", _("also used in"), TABLE_TEXT);
  if (json) table_column(t, "repeats", "repeats", TABLE_TEXT);
  if (json) table_column(t, "people", "people", TABLE_COUNT);
  for (int i = 0; i < s->count; i++) {
    const shared_local *l = &s->items[i];
    if (!json) {
      place_rows(t, l);
      continue;
    }
    table_text(t, l->change), table_text(t, l->local), table_text(t, l->file);
    table_count(t, l->line), table_text(t, l->keeps), table_text(t, l->places);
    table_text(t, l->repeats);
    if (l->people < 0)
      table_blank(t);
    else
      table_count(t, l->people);
  }
}

void warn_of_shared(const shared_locals *s) {
  for (int i = 0; i < s->count; i++) cli_warn("%s", s->items[i].said);
}
