/*
** result_file.c - see result_file.h. What comes from the roster is defused for
** spreadsheets; what the engine makes needs no defusing but gets it all the same
** where a script wrote the text.
*/
#include "studies/result_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "studies/mask.h"
#include "values/csv.h"
#include "values/message.h"

#define TEXT_BYTES 32768 /* every article's number joined fits */

typedef struct {
  const char *heading;
  field_role role;
} fixed_column;

static const fixed_column fixed_columns[] = {{"id_number", ROLE_ID_NUMBER},
                                             {"town", ROLE_TOWN},
                                             {"village", ROLE_VILLAGE},
                                             {"household_id", ROLE_HOUSEHOLD}};
#define FIXED_COUNT ((int)(sizeof fixed_columns / sizeof fixed_columns[0]))
static const char *const last_headings[] = {"case", "articles", "doubts", "problem"};

struct result_file {
  file_writer writer;
  const policy *policy;
  const roster *roster;
  bool mask;
  int fields[FIXED_COUNT]; /* by fixed column; -1: the schema has none */
  char text[TEXT_BYTES];
};

static bool is_result_heading(const policy *p, slice heading) {
  for (int i = 0; i < FIXED_COUNT; i++)
    if (slice_is(heading, fixed_columns[i].heading)) return true;
  for (int i = 0; i < p->effects_count; i++)
    if (p->effects[i].output && slice_is(heading, p->effects[i].name)) return true;
  for (size_t i = 0; i < sizeof last_headings / sizeof last_headings[0]; i++)
    if (slice_is(heading, last_headings[i])) return true;
  return false;
}

static void write_heading(result_file *f) {
  file_writer *w = &f->writer;
  const policy *p = f->policy;
  for (int i = 0; i < FIXED_COUNT; i++) {
    if (i) file_append_char(w, ',');
    file_append_text(w, fixed_columns[i].heading);
  }
  for (int i = 0; i < p->effects_count; i++) {
    if (!p->effects[i].output) continue;
    file_append_char(w, ',');
    csv_append(w, slice_of(p->effects[i].name, strlen(p->effects[i].name)), false);
  }
  for (size_t i = 0; i < sizeof last_headings / sizeof last_headings[0]; i++) {
    file_append_char(w, ',');
    file_append_text(w, last_headings[i]);
  }
  for (int i = 0; i < f->roster->extra_count; i++) {
    slice heading = f->roster->extra_headings[i];
    file_append_char(w, ',');
    /* An earlier result read as a roster has columns of our names: theirs are told apart. */
    if (is_result_heading(p, heading)) file_append_text(w, "roster_");
    csv_append(w, heading, true);
  }
  file_append_char(w, '\n');
}

canbao_status result_file_create(result_file **out, const policy *p, const roster *r,
                                 const char *path, bool mask, canbao_error *error) {
  *out = NULL;
  result_file *f = calloc(1, sizeof *f);
  if (!f) return fault(error, CANBAO_LIMIT, _("memory ran out"));
  f->policy = p;
  f->roster = r;
  f->mask = mask;
  for (int i = 0; i < FIXED_COUNT; i++)
    f->fields[i] = schema_role(p->schema, fixed_columns[i].role);
  canbao_status status = file_create(&f->writer, path, error);
  if (status != CANBAO_OK) {
    free(f);
    return status;
  }
  write_heading(f);
  *out = f;
  return CANBAO_OK;
}

/* The cell as the roster holds it, without a copy where it is text; else through `buf`. */
static slice cell_slice(const roster *r, int field_index, uint32_t row, char *buf, size_t size) {
  const column *c = &r->columns[field_index];
  if (c->texts && r->schema->fields[field_index].type == FIELD_TEXT) return c->texts[row];
  size_t n = roster_text(r, field_index, row, buf, size);
  return slice_of(buf, n);
}

/* -5 and +8613900000000 are numbers, not formulas. */
static bool is_plain_number(slice s) {
  uint32_t i = s.length && (s.at[0] == '-' || s.at[0] == '+'), digits = 0, points = 0;
  for (; i < s.length; i++) {
    if (s.at[i] == '.')
      points++;
    else if (s.at[i] >= '0' && s.at[i] <= '9')
      digits++;
    else
      return false;
  }
  return digits > 0 && points <= 1;
}

static void append_extra(result_file *f, slice text) {
  if (f->mask) text = slice_of(f->text, mask_ids(text, f->text, sizeof f->text));
  csv_append(&f->writer, text, !is_plain_number(text));
}

static void append_fixed(result_file *f, int i, uint32_t row) {
  if (f->fields[i] < 0) return;
  slice text = cell_slice(f->roster, f->fields[i], row, f->text, sizeof f->text);
  if (f->mask && fixed_columns[i].role == ROLE_ID_NUMBER) {
    char masked[256];
    size_t n = text_mask_id(text, masked, sizeof masked);
    csv_append(&f->writer, slice_of(masked, n), true);
    return;
  }
  append_extra(f, text);
}

void result_file_row(result_file *f, const outcome *o) {
  file_writer *w = &f->writer;
  const policy *p = f->policy;
  uint32_t row = o->verdict->resident.row;
  char number[16];
  for (int i = 0; i < FIXED_COUNT; i++) {
    if (i) file_append_char(w, ',');
    append_fixed(f, i, row);
  }
  for (int i = 0; i < p->effects_count; i++) {
    if (!p->effects[i].output) continue;
    file_append_char(w, ',');
    size_t n = outcome_text(o, i, f->text, sizeof f->text);
    csv_append(w, slice_of(f->text, n), p->effects[i].type == TYPE_TEXT);
  }
  snprintf(number, sizeof number, ",%u,", (unsigned)o->verdict->case_number);
  file_append_text(w, number);
  size_t n = outcome_articles(o, f->text, sizeof f->text);
  csv_append(w, slice_of(f->text, n), true);
  file_append_char(w, ',');
  n = outcome_doubts(o, f->text, sizeof f->text);
  csv_append(w, slice_of(f->text, n), true);
  file_append_char(w, ',');
  csv_append(w, slice_of(o->problem_text, strlen(o->problem_text)), true);
  for (int i = 0; i < f->roster->extra_count; i++) {
    file_append_char(w, ',');
    append_extra(f, f->roster->extra[(size_t)row * (size_t)f->roster->extra_count + (size_t)i]);
  }
  file_append_char(w, '\n');
}

canbao_status result_file_commit(result_file *f, canbao_error *error) {
  canbao_status status = file_commit(&f->writer, error);
  free(f);
  return status;
}

void result_file_discard(result_file *f) {
  if (!f) return;
  file_discard(&f->writer);
  free(f);
}
