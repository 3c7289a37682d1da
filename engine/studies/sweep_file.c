/* sweep_file.c - see sweep_file.h. */
#include "studies/sweep_file.h"

#include <stdio.h>
#include <string.h>

#include "values/csv.h"
#include "values/file.h"
#include "values/money.h"

#define WORDS_ROOM 2048

static void put_text(file_writer *w, const char *text) {
  file_append_char(w, ',');
  csv_append(w, slice_of(text, strlen(text)), true);
}

/* Numbers are never formulas, so a sign stays what it is. */
static void put_number(file_writer *w, int64_t v, bool money) {
  char text[32];
  if (money)
    money_format(v, text);
  else
    snprintf(text, sizeof text, "%lld", (long long)v);
  file_append_char(w, ',');
  file_append_text(w, text);
}

static void put_blanks(file_writer *w, int count) {
  while (count-- > 0) file_append_char(w, ',');
}

static void put_heading(file_writer *w, const char *name, const char *suffix) {
  file_append_char(w, ',');
  csv_append(w, slice_of(name, strlen(name)), true);
  file_append_text(w, suffix);
}

static int columns_of(const sweep *s, int m) {
  return s->base_figures[m].compared ? 1 : sweep_bounded(s, m) ? 4 : 2;
}

static const char *const assumed[] = {"concerned", "people", "cost",
                                      "subsidy",   "fiscal", "personal_due"};
#define ASSUMED_COUNT ((int)(sizeof assumed / sizeof assumed[0]))

static void write_heading(file_writer *w, const sweep *s) {
  char text[64];
  file_append_text(w, "row");
  for (int a = 0; a < s->axes_count; a++) put_heading(w, s->axes[a].target, "");
  for (int m = 0; m < s->measures_count; m++) {
    put_heading(w, s->measures[m], "");
    if (columns_of(s, m) > 1) put_heading(w, s->measures[m], "_difference");
    if (columns_of(s, m) > 2) put_heading(w, s->measures[m], "_low");
    if (columns_of(s, m) > 2) put_heading(w, s->measures[m], "_high");
  }
  for (int k = 0; k < s->assumptions_count; k++)
    for (int i = 0; i < ASSUMED_COUNT; i++) {
      snprintf(text, sizeof text, ",behaviour_%d_%s", k + 1, assumed[i]);
      file_append_text(w, text);
    }
  file_append_text(w, ",own,unmoved,crosses,problem\n");
}

static void write_base(file_writer *w, const sweep *s) {
  file_append_text(w, "base");
  for (int a = 0; a < s->axes_count; a++)
    put_text(w, s->axes[a].own.text ? s->axes[a].own.text : "");
  for (int m = 0; m < s->measures_count; m++) {
    const whatif_figure *f = &s->base_figures[m];
    int columns = columns_of(s, m);
    if (columns == 1) {
      put_blanks(w, 1);
      continue;
    }
    put_number(w, f->base, f->money);
    put_blanks(w, 1);
    if (columns == 4) put_number(w, f->base_low, f->money), put_number(w, f->base_high, f->money);
  }
  put_blanks(w, s->assumptions_count * ASSUMED_COUNT + 4);
  file_append_char(w, '\n');
}

static void write_assumed(file_writer *w, const whatif_expected *x) {
  put_number(w, x->concerned, false);
  put_number(w, x->people, true); /* hundredths, like fen */
  put_number(w, x->cost, true), put_number(w, x->subsidy, true), put_number(w, x->fiscal, true);
  put_number(w, x->personal_due, true);
}

static void write_figures(file_writer *w, const sweep *s, const sweep_point *p) {
  for (int m = 0; m < s->measures_count; m++) {
    const whatif_figure *f = &p->figures[m];
    int columns = columns_of(s, m);
    if (p->problem) {
      put_blanks(w, columns);
      continue;
    }
    put_number(w, f->scenario, f->money);
    if (columns > 1) put_number(w, f->difference, f->money);
    if (columns > 2) put_number(w, f->low, f->money), put_number(w, f->high, f->money);
  }
  for (int k = 0; k < s->assumptions_count; k++) {
    if (p->problem)
      put_blanks(w, ASSUMED_COUNT);
    else
      write_assumed(w, &p->expected[k]);
  }
}

static void write_point(file_writer *w, const sweep *s, int index) {
  char text[WORDS_ROOM];
  const sweep_point *p = &s->points[index];
  snprintf(text, sizeof text, "%d", index + 1);
  file_append_text(w, text);
  for (int a = 0; a < s->axes_count; a++) put_text(w, sweep_value(s, p, a)->text);
  write_figures(w, s, p);
  put_text(w, p->own ? "true" : "");
  put_text(w, sweep_point_unmoved(s, p, text, sizeof text));
  put_text(w, sweep_point_crosses(s, p, text, sizeof text));
  put_text(w, sweep_point_problem(p, text, sizeof text));
  file_append_char(w, '\n');
}

canbao_status sweep_write(const sweep *s, const char *path, canbao_error *error) {
  file_writer w;
  canbao_status status = file_create(&w, path, error);
  if (status != CANBAO_OK) return status;
  write_heading(&w, s);
  write_base(&w, s);
  for (int i = 0; i < s->points_count; i++) write_point(&w, s, i);
  return file_commit(&w, error);
}
