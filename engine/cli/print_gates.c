/* print_gates.c - the gates of a comparison, who crosses them, and the proof of isolation, as tables. */
#include <string.h>

#include "cli/print_whatif.h"
#include "studies/whatif_residents.h"

static void figure_text(const gate *g, int64_t v, char buf[32]) {
  if (g->money)
    money_format(v, buf);
  else
    snprintf(buf, 32, "%lld", (long long)v);
}

static void crossing_columns(table *t) {
  table_column(t, "gate", _("gate"), TABLE_TEXT);
  table_column(t, "row", _("row of the roster"), TABLE_COUNT); /* as explain --row takes it */
  table_column(t, "id_number", _("ID number"), TABLE_TEXT);
  table_column(t, "base", _("base"), TABLE_TEXT);
  table_column(t, "scenario", _("scenario"), TABLE_TEXT);
}

static void crossing_row(table *t, const whatif *w, const gate *g, uint32_t row) {
  char id[256] = "", masked[256] = "", text[32];
  int64_t before, after;
  const roster *r = w->base->roster;
  int at = schema_role(r->schema, ROLE_ID_NUMBER);
  size_t n = at < 0 ? 0 : roster_text(r, at, row, id, sizeof id);
  text_mask_id(slice_of(id, n), masked, sizeof masked);
  whatif_measure_of(w, g->measure, row, &before, &after);
  table_text(t, g->text);
  table_count(t, (int64_t)row + 1);
  table_text(t, masked);
  figure_text(g, before, text);
  table_text(t, g->compared ? "" : text);
  figure_text(g, after, text);
  table_text(t, text);
}

static void print_crossing(report *r, const whatif *w, const gate_result *results, int count) {
  table *t = NULL;
  for (int i = 0; i < count; i++) {
    const gate_result *x = &results[i];
    if (!x->crossed) continue;
    if (!t)
      crossing_columns(
          t = report_table(r, "crossing", _("Residents who cross a gate (ID numbers masked)")));
    for (int k = 0; k < x->rows_count; k++) crossing_row(t, w, x->gate, x->rows[k]);
    if (x->crossing > x->rows_count)
      report_note(r, _("%s: %lld residents in all; --residents FILE lists every changed one"),
                  x->gate->text, (long long)x->crossing);
    else if (x->crossing == 0)
      report_note(r, _("%s: no resident's part in it changed; the base crosses it too"),
                  x->gate->text);
  }
}

void print_gates(report *r, const whatif *w, const gate_result *results, int count, bool json) {
  char text[32];
  if (count == 0) return;
  table *t = report_table(r, "gates", _("Gates"));
  table_column(t, "gate", _("gate"), TABLE_TEXT);
  table_column(t, "base", _("base"), TABLE_TEXT);
  table_column(t, "scenario", _("scenario"), TABLE_TEXT);
  table_column(t, "limit", _("bound"), TABLE_TEXT);
  table_column(t, "kept", json ? "kept" : _("holds"), TABLE_FLAG);
  table_column(t, "residents", _("residents who cross it"), TABLE_COUNT);
  for (int i = 0; i < count; i++) {
    const gate_result *x = &results[i];
    table_text(t, x->gate->text);
    figure_text(x->gate, x->figure.base, text);
    table_text(t, x->gate->compared ? "" : text);
    figure_text(x->gate, x->figure.scenario, text);
    table_text(t, text);
    figure_text(x->gate, x->limit, text);
    table_text(t, text);
    table_flag(t, !x->crossed);
    table_count(t, x->crossing);
    if (x->in_doubt)
      report_note(r, _("%s holds by what is decided, but the undetermined could cross it"),
                  x->gate->text);
  }
  print_crossing(r, w, results, count);
}

void print_proof(report *r, const whatif_proof *proof) {
  char text[400];
  snprintf(text, sizeof text,
           _("the empty scenario, decided apart, equals the base in all %lld decisions (%lld "
             "cases); the SHA-256 of the roster and of the scripts (%d) is what it was"),
           (long long)proof->residents, (long long)proof->cases, proof->scripts);
  report_text(r, "isolation", _("isolation"), text);
  report_text(r, "roster_sha256", _("SHA-256 of the roster"), proof->roster_sha256);
}
