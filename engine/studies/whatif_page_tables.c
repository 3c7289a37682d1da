/* whatif_page_tables.c - a comparison's tables on its page: what changes for whom, statuses, money, gates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/page_behaviour.h"
#include "studies/page_table.h"
#include "studies/shown_name.h"
#include "studies/whatif_page_parts.h"
#include "studies/whatif_words.h"

/* ---- transitions ---- */

static void put_parts(page_writer *w, const whatif *x, const whatif_transition *t) {
  char words[WORDS_SIZE];
  page_open(w, "ul", NULL);
  for (int i = -1; i < t->changes_count; i++)
    if (transition_part(x, t, i, words, sizeof words)) page_element(w, "li", NULL, words);
  page_close(w);
}

static void put_transition(page_table *t, const whatif *x, const whatif_transition *one) {
  page_row_begin(t, NULL);
  page_cell_open(t);
  put_parts(t->w, x, one);
  page_close(t->w);
  page_cell_number(t, one->residents, false);
  page_cell_number(t, one->gains[GAIN_BETTER], false);
  page_cell_number(t, one->gains[GAIN_WORSE], false);
  if (x->gains[GAIN_MIXED]) page_cell_number(t, one->gains[GAIN_MIXED], false);
  page_cell_signed(t, one->cost, true);
  page_cell_signed(t, one->gain.sum, true);
  page_row_end(t);
}

void page_put_transitions(page_writer *w, const whatif_page *p) {
  const whatif *x = p->whatif;
  bool mixed = x->gains[GAIN_MIXED] != 0;
  const page_column end[] = {{_("cost, yuan"), true}, {_("gain, yuan"), true}};
  page_column columns[7] = {{_("what changes"), false},
                            {_("people"), true},
                            {_("better off"), true},
                            {_("worse off"), true},
                            {_("mixed"), true}};
  memcpy(&columns[4 + mixed], end, sizeof end);
  char a[PAGE_NUMBER], b[PAGE_NUMBER];
  int64_t hidden = 0;
  page_table t;
  if (x->transitions_count == 0) return;
  page_section(w, _("What changes, and for how many"));
  page_table_begin(
      &t, w, _("Largest first. Gain: by how much less these residents pay, or get back more."),
      columns, 6 + mixed, PAGE_SPARSE);
  for (int i = 0; i < x->transitions_count; i++) {
    if (p->transitions_most == 0 || i < p->transitions_most)
      put_transition(&t, x, &x->transitions[i]);
    else
      hidden += x->transitions[i].residents;
  }
  page_table_end(&t);
  if (hidden) {
    page_open(w, "p", "class", "note", NULL);
    page_format(w,
                _("%s more kinds of change concern %s residents; --limit shows more, --residents "
                  "FILE lists everybody."),
                page_number(x->transitions_count - p->transitions_most, false, a),
                page_number(hidden, false, b));
    page_close(w);
  }
  page_close(w);
}

/* ---- base, scenario, difference ---- */

static void three_cells(page_table *t, int64_t base, int64_t scenario, bool money) {
  page_cell_number(t, base, money);
  page_cell_number(t, scenario, money);
  page_cell_signed(t, scenario - base, money);
}

canbao_status page_put_status(page_writer *w, const whatif_page *p, canbao_error *error) {
  const whatif *x = p->whatif;
  const page_column columns[] = {
      {_("status"), false}, {_("base"), true}, {_("scenario"), true}, {_("difference"), true}};
  whatif_group_row *rows;
  char name[120];
  int count;
  page_table t;
  if (!x->base->groups[BY_STATUS].there) return CANBAO_OK;
  canbao_status status = whatif_group_rows(x, BY_STATUS, &rows, &count, error);
  if (status != CANBAO_OK) return status;
  page_section(w, _("People by status"));
  page_table_begin(&t, w, NULL, columns, 4, PAGE_NARROW);
  for (int i = 0; i < count; i++) {
    page_row_begin(&t, NULL);
    page_cell_text(&t, *rows[i].name ? plain_name(status_heading(rows[i].name), name, sizeof name)
                                     : _("(none)"));
    three_cells(&t, rows[i].base->people, rows[i].scenario->people, false);
    page_row_end(&t);
  }
  page_row_begin(&t, "sum");
  page_cell_text(&t, _("all"));
  three_cells(&t, x->base->totals.people, x->scenario->totals.people, false);
  page_row_end(&t);
  page_table_end(&t);
  page_close(w);
  free(rows);
  return CANBAO_OK;
}

static void money_row(page_table *t, const whatif *x, const char *figure, const char *name) {
  whatif_figure f;
  if (whatif_measure(x, figure, &f, NULL) != CANBAO_OK) return;
  page_row_begin(t, strcmp(figure, "cost") == 0 ? "sum" : NULL);
  page_cell_text(t, name);
  three_cells(t, f.base, f.scenario, true);
  page_cell_number(t, f.low, true);
  page_cell_number(t, f.high, true);
  page_row_end(t);
}

void page_put_money(page_writer *w, const whatif_page *p) {
  static const char *const names[] = {EFFECT_PREMIUM, EFFECT_PERSONAL_DUE, EFFECT_REFUND,
                                      EFFECT_SUBSIDY, EFFECT_FISCAL};
  const page_column columns[] = {{_("amount"), false},  {_("base"), true},
                                 {_("scenario"), true}, {_("difference"), true},
                                 {_("at least"), true}, {_("at most"), true}};
  const policy *s = p->whatif->scenario->policy;
  char name[120];
  page_table t;
  page_section(w, _("Money"));
  page_table_begin(&t, w,
                   _("Yuan, of the enrolled; refunds of everybody. At least and at most: the "
                     "scenario with what the undetermined may add."),
                   columns, 6, PAGE_STACK);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (policy_effect(s, names[i]) >= 0)
      money_row(&t, p->whatif, names[i], page_effect_name(s, names[i], name, sizeof name));
  money_row(&t, p->whatif, "cost", _("Cost: subsidies and fiscal money"));
  page_table_end(&t);
  whatif_figure cost;
  char number[PAGE_NUMBER];
  if (whatif_measure(p->whatif, "cost", &cost, NULL) == CANBAO_OK && cost.unbounded) {
    page_open(w, "p", "class", "note", NULL);
    page_format(w, _("There are no bounds for %s of the undetermined; they are not in at most."),
                page_number(cost.unbounded, false, number));
    page_close(w);
  }
  page_close(w);
}

/* ---- behaviour ---- */

void page_put_expected(page_writer *w, const whatif_page *p) {
  const whatif *x = p->whatif;
  page_behaviour table;
  if (x->expected_count == 0) return;
  page_behaviour_begin(w);
  page_behaviour_table(&table, w, NULL, _("assumed"));
  for (int i = 0; i < x->expected_count; i++)
    page_behaviour_row(&table, NULL, x->expected[i].assumption->text, &x->expected[i]);
  page_behaviour_table_end(&table);
  page_close(w);
}

/* ---- gates ---- */

void page_put_gates(page_writer *w, const whatif_page *p) {
  const page_column columns[] = {{_("gate"), false},
                                 {_("result"), false},
                                 {_("scenario"), true},
                                 {_("bound"), true},
                                 {_("residents who cross it"), true}};
  page_table t;
  if (p->gates_count == 0) return;
  page_section(w, _("Conditions that must hold"));
  page_table_begin(&t, w, NULL, columns, 5, PAGE_STACK);
  for (int i = 0; i < p->gates_count; i++) {
    const gate_result *g = &p->gates[i];
    page_row_begin(&t, NULL);
    page_cell_text(&t, g->gate->text);
    page_cell_open(&t);
    page_element(w, "span", g->crossed ? "crossed" : "held",
                 g->crossed ? _("✗ crossed") : _("✓ held"));
    page_close(w);
    page_cell_number(&t, g->figure.scenario, g->gate->money);
    page_cell_number(&t, g->limit, g->gate->money);
    page_cell_number(&t, g->crossing, false);
    page_row_end(&t);
  }
  page_table_end(&t);
  for (int i = 0; i < p->gates_count; i++) {
    if (!p->gates[i].in_doubt) continue;
    page_open(w, "p", "class", "note", NULL);
    page_format(w, _("%s holds by what is decided, but the undetermined could cross it"),
                p->gates[i].gate->text);
    page_close(w);
  }
  page_close(w);
}
