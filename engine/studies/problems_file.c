/* problems_file.c - see problems_file.h. */
#include "studies/problems_file.h"

#include <stdio.h>
#include <string.h>

#include "studies/column_check.h"
#include "studies/mask.h"
#include "values/message.h"

#define VALUE_BYTES 2048

const char *problems_column(const roster *r, int field_index) {
  if (field_index < 0 || field_index >= r->schema->count) return "";
  const field *f = &r->schema->fields[field_index];
  return message_is_chinese() ? f->title : f->name;
}

const char *problems_kind(problem_kind kind) {
  static const char *const words[] = {"unreadable", "unknown_label", "id_check",     "id_mended",
                                      "conflict",   "duplicate",     "columns",      "encoding",
                                      "mended",     "odd_text",      "before_birth", "no_resident"};
  return words[kind];
}

/* A damaged ID number is one too, however short: the whole cell is masked. */
static size_t shown_value(const roster *r, const problem *p, char *buf, size_t size) {
  char half[VALUE_BYTES];
  if (p->field >= 0 && r->schema->fields[p->field].role == ROLE_ID_NUMBER) {
    size_t n = text_half_width(p->value, half, sizeof half);
    return text_mask_id(slice_of(half, n), buf, size);
  }
  return mask_ids(p->value, buf, size);
}

static void append_number(file_writer *w, uint32_t n) {
  char buf[16];
  snprintf(buf, sizeof buf, "%u", (unsigned)n);
  file_append_text(w, buf);
}

static void write_problem(file_writer *w, const roster *r, const problem *p) {
  char buf[VALUE_BYTES], shown[VALUE_BYTES];
  if (p->row != UINT32_MAX) append_number(w, p->row + 1);
  file_append_char(w, ',');
  if (p->row != UINT32_MAX) append_number(w, roster_line(r, p->row));
  file_append_char(w, ',');
  const char *name = problems_column(r, p->field);
  csv_append(w, slice_of(name, strlen(name)), true);
  file_append_char(w, ',');
  size_t n = shown_value(r, p, buf, sizeof buf);
  if (!utf8_valid(buf, n)) { /* bytes that are no text are shown, not passed on */
    text_display(slice_of(buf, n), shown, sizeof shown);
    csv_append(w, slice_of(shown, strlen(shown)), true);
  } else {
    csv_append(w, slice_of(buf, n), true);
  }
  file_append_char(w, ',');
  n = mask_ids(slice_of(p->reason, strlen(p->reason)), buf, sizeof buf);
  csv_append(w, slice_of(buf, n), true);
  file_append_char(w, '\n');
}

/* A notice on the heading row: a column that no field claims. */
static void write_heading(file_writer *w, const roster *r, slice heading, int place) {
  char shown[160], reason[512], masked[512];
  if (heading.length == 0) {
    snprintf(reason, sizeof reason,
             _("column %d has no heading, so it was passed through and no rule reads it"), place);
    file_append_text(w, "0,,,,");
    csv_append(w, slice_of(reason, strlen(reason)), true);
    file_append_char(w, '\n');
    return;
  }
  text_display(heading, shown, sizeof shown);
  size_t n = mask_ids(slice_of(shown, strlen(shown)), masked, sizeof masked);
  file_append_text(w, "0,,");
  csv_append(w, slice_of(masked, n), true);
  file_append_char(w, ',');
  csv_append(w, slice_of(masked, n), true);
  file_append_char(w, ',');
  problems_heading(r, shown, heading, reason, sizeof reason);
  n = mask_ids(slice_of(reason, strlen(reason)), masked, sizeof masked);
  csv_append(w, slice_of(masked, n), true);
  file_append_char(w, '\n');
}

const char *problems_heading(const roster *r, const char *shown, slice heading, char *buf,
                             size_t size) {
  const char *near;
  int f = column_nearest(r, heading, &near);
  if (f >= 0 && strcmp(near, problems_column(r, f)) == 0)
    snprintf(buf, size,
             _("no field has the heading “%s”, so the column was passed through and no rule reads "
               "it; did you mean “%s”?"),
             shown, near);
  else if (f >= 0)
    snprintf(buf, size,
             _("no field has the heading “%s”, so the column was passed through and no rule reads "
               "it; did you mean “%s” (%s)?"),
             shown, near, problems_column(r, f));
  else
    snprintf(buf, size,
             _("no field has the heading “%s”, so the column was passed through and no rule reads "
               "it"),
             shown);
  return buf;
}

void problems_file_write(file_writer *w, const roster *r) {
  file_append_text(w, "row,line,column,value,reason\n");
  for (int i = 0; i < r->extra_count; i++)
    write_heading(w, r, r->extra_headings[i], r->extra_places[i]);
  for (uint32_t i = 0; i < r->problems_count; i++) write_problem(w, r, &r->problems[i]);
}
