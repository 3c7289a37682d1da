/* whatif_residents.c - see whatif_residents.h. */
#include "studies/whatif_residents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/result_cell.h"
#include "studies/result_file.h"
#include "studies/shown_name.h"
#include "studies/whatif_parts.h"
#include "studies/whatif_words.h"
#include "values/csv.h"

#define TEXT_BYTES 32768 /* every article's number joined fits */

typedef struct {
  const whatif *w;
  file_writer writer;
  cell_form form;
  bool titles; /* headings and names in Chinese */
  result_columns columns;
  decision *scratch[2];
  outcome before, after;
  char text[TEXT_BYTES], cell[3 * TEXT_BYTES + 8];
} residents_file;

const char *gain_word(gain_kind kind) {
  static const char *const words[GAINS_COUNT] = {"same",  "better",  "worse",
                                                 "mixed", "neither", "open"};
  return words[kind];
}

/* ---- cells ---- */

static slice slice_from(const char *text) { return slice_of(text, strlen(text)); }

/* Into `cell` has been put so much; the next cell. */
static void put_bytes(residents_file *f, size_t n) {
  file_append_char(&f->writer, ',');
  file_append(&f->writer, f->cell, n);
}

static void put(residents_file *f, slice text) {
  put_bytes(f, cell_put_words(&f->form, text, f->cell));
}

/* What needs no care: our own words, amounts, days. */
static void put_plain(residents_file *f, slice text) {
  file_append_char(&f->writer, ',');
  csv_append(&f->writer, text, false);
}

static void put_place(residents_file *f, const result_column *c, uint32_t row) {
  const roster *r = f->w->base->roster;
  size_t n = c->index < 0 ? 0 : roster_text(r, c->index, row, f->text, sizeof f->text);
  put_bytes(f, cell_put_own(&f->form, c->role == ROLE_ID_NUMBER, slice_of(f->text, n), f->cell));
}

static const char *effect_called(const residents_file *f, const whatif_effect *e) {
  return f->titles ? whatif_heading(e) : e->name;
}

static void put_change(residents_file *f, const row_verdict *v) {
  char money[24];
  size_t n = v->kind == GAIN_OPEN ? 0 : money_format(v->gain, money), at = 0;
  put_plain(f, slice_from(f->form.spreadsheet ? gain_heading(v->kind) : gain_word(v->kind)));
  put_plain(f, slice_of(money, n));
  f->text[0] = '\0';
  for (int i = 0; i < f->w->effects_count; i++)
    if (v->changed >> i & 1)
      at += (size_t)snprintf(f->text + at, sizeof f->text - at, "%s%s", at ? "、" : "",
                             effect_called(f, &f->w->effects[i]));
  put(f, slice_of(f->text, at));
}

static void put_effect(residents_file *f, const outcome *o, int effect_index) {
  if (effect_index < 0) {
    put_plain(f, slice_of("", 0));
    return;
  }
  const effect *e = &o->verdict->policy->effects[effect_index];
  size_t n = outcome_text(o, effect_index, f->text, sizeof f->text);
  slice text = cell_effect(&f->form, e, slice_of(f->text, n));
  if (e->type == TYPE_TEXT)
    put(f, text);
  else
    put_plain(f, text);
}

static void put_last(residents_file *f, const outcome *o, column_kind kind) {
  size_t n;
  switch (kind) {
    case COLUMN_CASE:
      n = (size_t)snprintf(f->text, sizeof f->text, "%u", (unsigned)o->verdict->case_number);
      break;
    case COLUMN_ARTICLES: n = outcome_articles(o, f->text, sizeof f->text); break;
    case COLUMN_DOUBTS: n = outcome_doubts(o, f->text, sizeof f->text); break;
    default: n = (size_t)snprintf(f->text, sizeof f->text, "%s", o->problem_text);
  }
  put(f, slice_of(f->text, n));
}

/* ---- the heading row ---- */

static bool is_last(const result_column *c) {
  return c->kind == COLUMN_CASE || c->kind == COLUMN_ARTICLES || c->kind == COLUMN_DOUBTS ||
         c->kind == COLUMN_PROBLEM;
}

static void head(residents_file *f, const char *name, const char *title) {
  const char *text = f->titles ? title : name;
  file_append_char(&f->writer, ',');
  csv_append(&f->writer, slice_from(text), true);
}

/* One thing as it is on both sides. */
static void head_both(residents_file *f, slice called) {
  static const char *const names[] = {"%.*s", "%.*s_scenario"};
  const char *const titles[] = {_("%.*s (base)"), _("%.*s (scenario)")};
  for (int i = 0; i < 2; i++) {
    char text[600];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof text, f->titles ? titles[i] : names[i], (int)called.length, called.at);
#pragma GCC diagnostic pop
    head(f, text, text);
  }
}

static void write_heading(residents_file *f) {
  if (f->form.spreadsheet) file_append_text(&f->writer, RESULT_MARK);
  file_append_text(&f->writer, f->titles ? _("row of the roster") : "row");
  head(f, "line", _("line of its file"));
  for (int i = 0; i < f->columns.count; i++) {
    const result_column *c = &f->columns.at[i];
    if (c->kind != COLUMN_FIELD) continue;
    file_append_char(&f->writer, ',');
    csv_append(&f->writer, c->heading, true);
  }
  head(f, "change", _("better or worse off"));
  head(f, "gain", _("gain in yuan"));
  head(f, "changed", _("what changes"));
  for (int i = 0; i < f->w->effects_count; i++)
    if (f->w->effects[i].output) head_both(f, slice_from(effect_called(f, &f->w->effects[i])));
  for (int i = 0; i < f->columns.count; i++)
    if (is_last(&f->columns.at[i])) head_both(f, f->columns.at[i].heading);
  file_append_char(&f->writer, '\n');
}

/* ---- rows ---- */

static canbao_status write_row(residents_file *f, const row_verdict *v, uint32_t row,
                               canbao_error *error) {
  const whatif *w = f->w;
  verdict before, after;
  char number[32];
  canbao_status status = whatif_side_verdict(w->base, row, &before, f->scratch[0], error);
  if (status == CANBAO_OK)
    status = whatif_side_verdict(w->scenario, row, &after, f->scratch[1], error);
  if (status != CANBAO_OK) return status;
  outcome_of(&f->before, &before);
  outcome_of(&f->after, &after);
  snprintf(number, sizeof number, "%u,%u", (unsigned)row + 1,
           (unsigned)roster_line(w->base->roster, row));
  file_append_text(&f->writer, number);
  for (int i = 0; i < f->columns.count; i++)
    if (f->columns.at[i].kind == COLUMN_FIELD) put_place(f, &f->columns.at[i], row);
  put_change(f, v);
  for (int i = 0; i < w->effects_count; i++) {
    if (!w->effects[i].output) continue;
    put_effect(f, &f->before, w->effects[i].base);
    put_effect(f, &f->after, w->effects[i].scenario);
  }
  for (int i = 0; i < f->columns.count; i++) {
    const result_column *c = &f->columns.at[i];
    if (is_last(c)) put_last(f, &f->before, c->kind), put_last(f, &f->after, c->kind);
  }
  file_append_char(&f->writer, '\n');
  return CANBAO_OK;
}

static canbao_status write_rows(residents_file *f, int64_t *count, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  write_heading(f);
  for (uint32_t row = 0; row < f->w->base->roster->rows && status == CANBAO_OK; row++) {
    row_verdict v;
    whatif_row_verdict(f->w, f->w->pair_of[row], row, &v);
    if (!whatif_row_changed(&v)) continue;
    status = write_row(f, &v, row, error);
    ++*count;
  }
  return status;
}

canbao_status whatif_residents_write(const whatif *w, const char *path, const result_form *form,
                                     int64_t *count, canbao_error *error) {
  residents_file *f = calloc(1, sizeof *f);
  *count = 0;
  if (!f) return whatif_no_memory(error);
  f->w = w, f->form = cell_form_of(form->mask, form->spreadsheet);
  f->titles = form->spreadsheet && message_is_chinese();
  f->scratch[0] = decision_new(), f->scratch[1] = decision_new();
  canbao_status status =
      f->scratch[0] && f->scratch[1]
          ? result_columns_choose(&f->columns, w->base->policy, w->base->roster, form, error)
          : whatif_no_memory(error);
  if (status == CANBAO_OK) status = file_create(&f->writer, path, error);
  if (status == CANBAO_OK) {
    status = write_rows(f, count, error);
    if (status == CANBAO_OK)
      status = file_commit(&f->writer, error);
    else
      file_discard(&f->writer);
  }
  result_columns_free(&f->columns);
  decision_free(f->scratch[0]), decision_free(f->scratch[1]);
  free(f);
  return status;
}
