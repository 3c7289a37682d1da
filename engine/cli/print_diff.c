/* print_diff.c - see print_diff.h. A terminal gets long texts cut; JSON has all of them. */
#include "cli/print_diff.h"

#include <string.h>

#include "cli/print_summary.h"
#include "studies/difference_words.h"

#define SHOWN 44 /* columns of a text on a terminal, about */

static void head_of(report *r, const char *key, const char *heading, const policy *p) {
  char text[700];
  snprintf(text, sizeof text, "%s: %s %d %s", p->name, p->place ? p->place : "", p->year,
           p->notice ? p->notice : "");
  report_text(r, key, heading, text);
}

static void cut(const char *text, char *buf, size_t size) {
  size_t at = 0;
  for (int width = 0; text[at] && width < SHOWN; width++) {
    if ((unsigned char)text[at] >= 0xE0) width++; /* Chinese takes two */
    at++;
    while (((unsigned char)text[at] & 0xC0) == 0x80) at++;
  }
  snprintf(buf, size, "%.*s%s", (int)at, text, text[at] ? "…" : "");
}

/* The line; with its file where that is not the script itself. */
static void place_cell(table *t, const difference_place *p, const policy *side) {
  char text[400];
  const char *slash = p->file ? strrchr(p->file, '/') : NULL;
  const char *file = slash ? slash + 1 : p->file;
  if (!p->file)
    text[0] = '\0';
  else if (p->line == 0)
    snprintf(text, sizeof text, "%s", file);
  else if (strcmp(p->file, side->path) == 0)
    snprintf(text, sizeof text, "%d", p->line);
  else
    snprintf(text, sizeof text, "%s:%d", file, p->line);
  table_text(t, text);
}

static void shown_row(table *t, const difference *x, const policy *a, const policy *b) {
  static const char *const kinds[DIFFERENCE_KINDS] = {N_("changed"), N_("added"), N_("dropped"),
                                                      N_("renumbered")};
  char text[600];
  table_text(t, _(kinds[x->kind]));
  const char *part = difference_part(x, a, b);
  table_text(t, difference_where(x, a, b, text, sizeof text));
  if (*x->through && *x->what)
    snprintf(text, sizeof text, _("%s (through %s)"), part, x->through);
  else if (*x->through)
    snprintf(text, sizeof text, _("(through %s)"), x->through);
  else
    snprintf(text, sizeof text, "%s", part);
  table_text(t, text);
  place_cell(t, &x->from, a), place_cell(t, &x->to, b);
  cut(difference_value(x, x->before, a, b), text, sizeof text);
  table_text(t, text);
  cut(difference_value(x, x->after, a, b), text, sizeof text);
  table_text(t, text);
}

static void json_place(table *t, const difference_place *p) {
  table_text(t, p->file ? p->file : "");
  if (p->line)
    table_count(t, p->line);
  else
    table_blank(t);
}

static void json_row(table *t, const difference *x) {
  table_text(t, difference_word(x->kind)), table_text(t, x->of), table_text(t, x->name);
  table_text(t, x->what), table_text(t, x->before), table_text(t, x->after);
  table_text(t, x->through);
  json_place(t, &x->from), json_place(t, &x->to);
}

static void columns(table *t, bool json) {
  table_column(t, "kind", _("what happened"), TABLE_TEXT);
  table_column(t, "of", _("in"), TABLE_TEXT);
  if (json) table_column(t, "name", "name", TABLE_TEXT);
  table_column(t, "what", _("what"), TABLE_TEXT);
  if (!json) {
    table_column(t, "line_before", _("line in A"), TABLE_TEXT);
    table_column(t, "line_after", _("line in B"), TABLE_TEXT);
  }
  table_column(t, "before", "A", TABLE_TEXT);
  table_column(t, "after", "B", TABLE_TEXT);
  if (!json) return;
  table_column(t, "through", "through", TABLE_TEXT);
  table_column(t, "file_before", "file_before", TABLE_TEXT);
  table_column(t, "line_before", "line_before", TABLE_COUNT);
  table_column(t, "file_after", "file_after", TABLE_TEXT);
  table_column(t, "line_after", "line_after", TABLE_COUNT);
}

void print_diff(report *r, const policy_diff *d, const policy *a, const policy *b, bool json,
                int64_t limit) {
  head_of(r, "a", "A", a);
  head_of(r, "b", "B", b);
  report_flag(r, "same", _("they say the same"), d->count == 0);
  report_count(r, "articles_same", _("articles that are the same"), d->articles_same);
  report_count(r, "articles_changed", _("changed"), d->articles[DIFFERENCE_CHANGED]);
  report_count(r, "articles_added", _("only in B"), d->articles[DIFFERENCE_ADDED]);
  report_count(r, "articles_dropped", _("only in A"), d->articles[DIFFERENCE_DROPPED]);
  report_count(r, "articles_renumbered", _("renumbered"), d->articles[DIFFERENCE_RENUMBERED]);
  if (d->count == 0) {
    report_note(r, "%s", _("The two scripts say the same."));
    if (!json) return;
  }
  table *t = report_table(r, "differences", _("What B says otherwise than A"));
  columns(t, json);
  table_fold(t);
  for (int i = 0; i < d->count && (limit == 0 || i < limit); i++) {
    if (json)
      json_row(t, &d->items[i]);
    else
      shown_row(t, &d->items[i], a, b);
  }
  if (limit && d->count > limit)
    report_note(r, _("%d more rows: --limit shows them"), (int)(d->count - limit));
}
