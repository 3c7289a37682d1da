/* whatif_residents.c - see whatif_residents.h. */
#include "studies/whatif_residents.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/mask.h"
#include "studies/whatif_parts.h"
#include "values/csv.h"
#include "values/file.h"
#include "values/message.h"

#define TEXT_BYTES 32768 /* every article's number joined fits */

static const struct {
  const char *heading;
  field_role role;
} places[] = {{"id_number", ROLE_ID_NUMBER},
              {"town", ROLE_TOWN},
              {"village", ROLE_VILLAGE},
              {"household_id", ROLE_HOUSEHOLD}};
#define PLACES_COUNT (sizeof places / sizeof places[0])

static const char *const lasts[] = {"case", "articles", "doubts", "problem"};
#define LASTS_COUNT (sizeof lasts / sizeof lasts[0])

typedef struct {
  const whatif *w;
  file_writer writer;
  bool mask;
  decision *scratch[2];
  outcome before, after;
  char text[TEXT_BYTES], second[TEXT_BYTES];
} residents_file;

const char *gain_word(gain_kind kind) {
  static const char *const words[GAINS_COUNT] = {"same",  "better",  "worse",
                                                 "mixed", "neither", "open"};
  return words[kind];
}

static void write_heading(residents_file *f) {
  file_writer *w = &f->writer;
  file_append_text(w, "row");
  for (size_t i = 0; i < PLACES_COUNT; i++)
    file_append_char(w, ','), file_append_text(w, places[i].heading);
  file_append_text(w, ",change,gain,changed");
  for (int i = 0; i < f->w->effects_count; i++) {
    if (!f->w->effects[i].output) continue;
    file_append_char(w, ','), file_append_text(w, f->w->effects[i].name);
    file_append_char(w, ','), file_append_text(w, f->w->effects[i].name),
        file_append_text(w, "_scenario");
  }
  for (size_t i = 0; i < LASTS_COUNT; i++) {
    file_append_char(w, ','), file_append_text(w, lasts[i]);
    file_append_char(w, ','), file_append_text(w, lasts[i]), file_append_text(w, "_scenario");
  }
  file_append_char(w, '\n');
}

static void put(residents_file *f, const char *text, size_t length, bool defuse) {
  file_append_char(&f->writer, ',');
  csv_append(&f->writer, slice_of(text, length), defuse);
}

static void put_place(residents_file *f, size_t i, uint32_t row) {
  const roster *r = f->w->base->roster;
  int at = schema_role(r->schema, places[i].role);
  size_t n = at < 0 ? 0 : roster_text(r, at, row, f->text, sizeof f->text);
  if (!f->mask || n == 0) {
    put(f, f->text, n, true);
    return;
  }
  slice text = slice_of(f->text, n);
  n = places[i].role == ROLE_ID_NUMBER ? text_mask_id(text, f->second, sizeof f->second)
                                       : mask_ids(text, f->second, sizeof f->second);
  put(f, f->second, n, true);
}

static void put_change(residents_file *f, const row_verdict *v) {
  char money[24];
  size_t n = v->kind == GAIN_OPEN ? 0 : money_format(v->gain, money), at = 0;
  put(f, gain_word(v->kind), strlen(gain_word(v->kind)), false);
  put(f, money, n, false);
  f->text[0] = '\0';
  for (int i = 0; i < f->w->effects_count; i++)
    if (v->changed >> i & 1)
      at += (size_t)snprintf(f->text + at, sizeof f->text - at, "%s%s", at ? "、" : "",
                             f->w->effects[i].name);
  put(f, f->text, at, true);
}

static void put_effect(residents_file *f, const outcome *o, int effect_index) {
  size_t n = effect_index < 0 ? 0 : outcome_text(o, effect_index, f->text, sizeof f->text);
  bool text = effect_index >= 0 && o->verdict->policy->effects[effect_index].type == TYPE_TEXT;
  put(f, f->text, n, text);
}

static void put_last(residents_file *f, const outcome *o, size_t i) {
  size_t n;
  switch (i) {
    case 0:
      n = (size_t)snprintf(f->text, sizeof f->text, "%u", (unsigned)o->verdict->case_number);
      break;
    case 1: n = outcome_articles(o, f->text, sizeof f->text); break;
    case 2: n = outcome_doubts(o, f->text, sizeof f->text); break;
    default: n = (size_t)snprintf(f->text, sizeof f->text, "%s", o->problem_text);
  }
  put(f, f->text, n, true);
}

static canbao_status write_row(residents_file *f, const row_verdict *v, uint32_t row,
                               canbao_error *error) {
  const whatif *w = f->w;
  verdict before, after;
  char number[16];
  canbao_status status = whatif_side_verdict(w->base, row, &before, f->scratch[0], error);
  if (status == CANBAO_OK)
    status = whatif_side_verdict(w->scenario, row, &after, f->scratch[1], error);
  if (status != CANBAO_OK) return status;
  outcome_of(&f->before, &before);
  outcome_of(&f->after, &after);
  snprintf(number, sizeof number, "%u", (unsigned)row + 1);
  file_append_text(&f->writer, number);
  for (size_t i = 0; i < PLACES_COUNT; i++) put_place(f, i, row);
  put_change(f, v);
  for (int i = 0; i < w->effects_count; i++) {
    if (!w->effects[i].output) continue;
    put_effect(f, &f->before, w->effects[i].base);
    put_effect(f, &f->after, w->effects[i].scenario);
  }
  for (size_t i = 0; i < LASTS_COUNT; i++) put_last(f, &f->before, i), put_last(f, &f->after, i);
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

canbao_status whatif_residents_write(const whatif *w, const char *path, bool mask, int64_t *count,
                                     canbao_error *error) {
  residents_file *f = calloc(1, sizeof *f);
  *count = 0;
  if (!f) return whatif_no_memory(error);
  f->w = w, f->mask = mask;
  f->scratch[0] = decision_new(), f->scratch[1] = decision_new();
  canbao_status status = f->scratch[0] && f->scratch[1] ? file_create(&f->writer, path, error)
                                                        : whatif_no_memory(error);
  if (status == CANBAO_OK) {
    status = write_rows(f, count, error);
    if (status == CANBAO_OK)
      status = file_commit(&f->writer, error);
    else
      file_discard(&f->writer);
  }
  decision_free(f->scratch[0]), decision_free(f->scratch[1]);
  free(f);
  return status;
}
