/* print_whatif.c - see print_whatif.h. */
#include "cli/print_whatif.h"

#include <stdlib.h>
#include <string.h>

#include "cli/print_day.h"
#include "cli/print_summary.h"
#include "studies/one_sided_label.h"
#include "studies/whatif_residents.h"

/* ---- words ---- */

static const char *money_text(int64_t fen, char buf[24]) {
  money_format(fen, buf);
  return buf;
}

/* With its sign: a difference. */
static void signed_text(int64_t v, bool money, char *buf, size_t size) {
  char digits[24];
  if (money)
    money_format(v, digits);
  else
    snprintf(digits, sizeof digits, "%lld", (long long)v);
  snprintf(buf, size, "%s%s", v > 0 ? "+" : "", digits);
}

/* ---- head ---- */

/* Beside the sum, which is not what it seems where there is any. */
static void print_one_sided_labels(report *r, const whatif *w) {
  one_sided_label *labels;
  char words[1024];
  int count;
  if (one_sided_labels(w, &labels, &count, NULL) != CANBAO_OK) report_lost(r);
  for (int i = 0; i < count; i++)
    report_note(r, "%s", one_sided_label_words(&labels[i], words, sizeof words));
  free(labels);
}

void print_whatif_numbers(report *r, const whatif *w) {
  whatif_figure cost = {0};
  char a[24], b[24], by[32], text[200];
  if (whatif_measure(w, "cost", &cost, NULL) == CANBAO_OK) {
    signed_text(cost.difference, true, by, sizeof by);
    snprintf(text, sizeof text, _("%s yuan (%s → %s)"), by, money_text(cost.base, a),
             money_text(cost.scenario, b));
    report_text(r, "cost_difference", _("cost (subsidy and fiscal, of the enrolled)"), text);
  }
  snprintf(text, sizeof text, _("%lld better off, %lld worse off, %lld mixed"),
           (long long)w->gains[GAIN_BETTER], (long long)w->gains[GAIN_WORSE],
           (long long)w->gains[GAIN_MIXED]);
  report_text(r, "winners_losers", _("residents"), text);
  snprintf(text, sizeof text, _("%lld of %lld"), (long long)w->changed,
           (long long)w->base->totals.people);
  report_text(r, "changed_of", _("decisions that change"), text);
  print_one_sided_labels(r, w);
}

void print_whatif_base(report *r, const cli *c, const whatif_side *base) {
  const policy *p = base->policy;
  char text[512];
  report_text(r, "rules", _("rules"), p->name);
  snprintf(text, sizeof text, "%s %d %s", p->place ? p->place : "", p->year,
           p->notice ? p->notice : "");
  report_text(r, "notice", _("notice"), text);
  print_day(r, c, p);
}

void print_whatif_head(report *r, const cli *c, const whatif *w) {
  const policy *p = w->scenario->policy;
  print_whatif_base(r, c, w->base);
  if (p->scenario) report_text(r, "scenario", _("what if"), p->scenario);
  for (int i = 0; i < p->edits_count; i++) {
    char key[32];
    snprintf(key, sizeof key, "edit_%d", i + 1);
    report_text(r, key, p->edits[i].applied ? _("edit") : _("edit left out"), p->edits[i].label);
  }
  print_whatif_numbers(r, w);
}

/* ---- figures ---- */

static void figure_row(table *t, const char *heading, const whatif_figure *f) {
  void (*cell)(table *, int64_t) = f->money ? table_money : table_count;
  table_text(t, heading);
  cell(t, f->base), cell(t, f->scenario), cell(t, f->difference);
  cell(t, f->low), cell(t, f->high);
}

static void figure_columns(table *t, table_type type) {
  table_column(t, "figure", _("figure"), TABLE_TEXT);
  table_column(t, "base", _("base"), type);
  table_column(t, "scenario", _("scenario"), type);
  table_column(t, "difference", _("difference"), type);
  table_column(t, "low", _("at least"), type);
  table_column(t, "high", _("at most"), type);
}

static void print_people(report *r, const whatif *w, bool json) {
  static const char *const names[] = {N_("people"), N_("eligible"), N_("ineligible"),
                                      N_("enrolled"), N_("undetermined")};
  table *t =
      report_table(r, "people", _("People: the scenario, and what the undetermined leave open"));
  figure_columns(t, TABLE_COUNT);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    whatif_figure f;
    if (whatif_measure(w, names[i], &f, NULL) == CANBAO_OK)
      figure_row(t, json ? names[i] : _(names[i]), &f);
  }
}

/* At most is no bound where somebody has none. */
static void note_unbounded(report *r, int64_t people) {
  char number[24];
  if (people == 0) return;
  snprintf(number, sizeof number, "%lld", (long long)people);
  report_note(r, _("There are no bounds for %s of the undetermined; they are not in at most."),
              number);
}

static void print_money(report *r, const whatif *w, bool json) {
  static const char *const names[] = {EFFECT_PREMIUM, EFFECT_SUBSIDY, EFFECT_PERSONAL_DUE,
                                      EFFECT_FISCAL, EFFECT_REFUND};
  int64_t unbounded = 0;
  table *t = report_table(r, "money", _("Money of the enrolled (refund: of everybody), yuan"));
  figure_columns(t, TABLE_MONEY);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    whatif_figure f;
    int e = policy_effect(w->scenario->policy, names[i]);
    if (e < 0 || whatif_measure(w, names[i], &f, NULL) != CANBAO_OK) continue;
    figure_row(t, json ? names[i] : effect_heading(&w->scenario->policy->effects[e]), &f);
    if (f.unbounded > unbounded) unbounded = f.unbounded;
  }
  whatif_figure f;
  if (whatif_measure(w, "cost", &f, NULL) == CANBAO_OK)
    figure_row(t, json ? "cost" : _("cost"), &f);
  note_unbounded(r, unbounded);
}

/* ---- groups ---- */

typedef struct {
  const char *key, *title, *heading;
  const char *effect; /* whose enrolled sum is shown; NULL: cost */
  whatif_grouping by;
} group_table;

static const group_table group_tables[] = {
    {"by_status", N_("By status"), N_("status"), NULL, BY_STATUS},
    {"by_fund", N_("Money by fund"), N_("fund"), EFFECT_SUBSIDY, BY_FUND},
    {"by_certifier", N_("By certifier"), N_("certifier"), EFFECT_SUBSIDY, BY_CERTIFIER},
    {"by_identity", N_("By identity"), N_("identity"), EFFECT_SUBSIDY, BY_IDENTITY},
    {"by_town", N_("By town"), N_("town"), NULL, BY_TOWN},
};

static int64_t enrolled_sum(const whatif_side *s, const whatif_totals *t, const char *name) {
  int e = policy_effect(s->policy, name);
  return e < 0 ? 0 : t->enrolled_sums[e];
}

static int64_t group_money(const whatif_side *s, const whatif_totals *t, const group_table *spec) {
  if (spec->effect) return enrolled_sum(s, t, spec->effect);
  return enrolled_sum(s, t, EFFECT_SUBSIDY) + enrolled_sum(s, t, EFFECT_FISCAL);
}

static void group_columns(table *t, const whatif *w, const group_table *spec) {
  char heading[160];
  int e = spec->effect ? policy_effect(w->base->policy, spec->effect) : -1;
  const char *money = e >= 0 ? effect_heading(&w->base->policy->effects[e]) : _("cost");
  table_column(t, spec->heading, _(spec->heading), TABLE_TEXT);
  table_column(t, "people", _("people"), TABLE_COUNT);
  table_column(t, "people_scenario", _("scenario"), TABLE_COUNT);
  table_column(t, "people_difference", _("difference"), TABLE_COUNT);
  snprintf(heading, sizeof heading, _("%s (enrolled)"), money);
  table_column(t, "money", heading, TABLE_MONEY);
  table_column(t, "money_scenario", _("scenario"), TABLE_MONEY);
  table_column(t, "money_difference", _("difference"), TABLE_MONEY);
}

static void print_groups(report *r, const whatif *w, const group_table *spec, bool json,
                         int64_t limit) {
  whatif_group_row *rows;
  int count;
  if (!w->base->groups[spec->by].there) return;
  if (whatif_group_rows(w, spec->by, &rows, &count, NULL) != CANBAO_OK) {
    report_lost(r);
    return;
  }
  table *t = report_table(r, spec->key, _(spec->title));
  group_columns(t, w, spec);
  for (int i = 0; i < count && (limit == 0 || i < limit); i++) {
    const char *name = rows[i].name;
    int64_t before = group_money(w->base, rows[i].base, spec),
            after = group_money(w->scenario, rows[i].scenario, spec);
    table_text(t, json                    ? name
                  : !*name                ? _("(none)")
                  : spec->by == BY_STATUS ? status_heading(name)
                                          : name);
    table_count(t, rows[i].base->people), table_count(t, rows[i].scenario->people);
    table_count(t, rows[i].scenario->people - rows[i].base->people);
    table_money(t, before), table_money(t, after), table_money(t, after - before);
  }
  if (limit && count > limit)
    report_note(r, _("%d more rows: --limit shows them"), (int)(count - limit));
  free(rows);
}

/* ---- who is better off ---- */

static void spread_row(table *t, const char *name, const whatif_spread *s) {
  table_text(t, name);
  table_count(t, s->count);
  table_money(t, s->sum);
  const int64_t values[] = {s->least,          s->tenth,       s->quarter, s->median,
                            s->three_quarters, s->ninth_tenth, s->most};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    if (s->count)
      table_money(t, values[i]);
    else
      table_blank(t);
  }
}

static void print_gains(report *r, const whatif *w, bool json) {
  table *t = report_table(r, "gains", _("Who is better off"));
  table_column(t, "who", _("residents who are"), TABLE_TEXT);
  table_column(t, "people", _("people"), TABLE_COUNT);
  for (int i = 0; i < GAINS_COUNT; i++) {
    table_text(t, json ? gain_word((gain_kind)i) : gain_heading((gain_kind)i));
    table_count(t, w->gains[i]);
  }
  static const char *const headings[] = {N_("least"), "10%", "25%",     N_("median"),
                                         "75%",       "90%", N_("most")};
  static const char *const columns[] = {"least", "p10", "p25", "median", "p75", "p90", "most"};
  t = report_table(r, "spread",
                   _("By how much, yuan (what they pay falls, what they get back rises)"));
  table_column(t, "who", _("who"), TABLE_TEXT);
  table_column(t, "people", _("people"), TABLE_COUNT);
  table_column(t, "sum", _("sum"), TABLE_MONEY);
  for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
    table_column(t, columns[i], _(headings[i]), TABLE_MONEY);
  spread_row(t, json ? "gain" : _("gain"), &w->better);
  spread_row(t, json ? "loss" : _("loss"), &w->worse);
}

/* ---- transitions ---- */

static void pair_words(const whatif_transition *t, char *buf, size_t size) {
  size_t at = 0;
  buf[0] = '\0';
  for (int i = 0; i < t->pairs_count && at + 40 < size; i++)
    at += (size_t)snprintf(buf + at, size - at, "%s%u→%u: %lld", i ? "; " : "",
                           (unsigned)t->pairs[i].before, (unsigned)t->pairs[i].after,
                           (long long)t->pairs[i].residents);
}

static void transition_columns(table *t, bool json) {
  table_column(t, "residents", _("residents"), TABLE_COUNT);
  table_column(t, "changes", _("what changes"), TABLE_TEXT);
  table_column(t, "better", _("better off"), TABLE_COUNT);
  table_column(t, "worse", _("worse off"), TABLE_COUNT);
  table_column(t, "mixed", _("mixed"), TABLE_COUNT);
  table_column(t, "enrolled", _("enrolled"), TABLE_COUNT);
  table_column(t, "cost", _("cost"), TABLE_MONEY);
  table_column(t, "gain", _("gain"), TABLE_MONEY);
  if (!json) return;
  table_column(t, "median", "median", TABLE_MONEY);
  table_column(t, "cases", "cases", TABLE_TEXT);
  table_column(t, "first_row", "first_row", TABLE_COUNT);
}

static void print_transitions(report *r, const whatif *w, bool json, int64_t limit) {
  char words[2048], pairs[4096];
  if (w->transitions_count == 0) return;
  table *t = report_table(r, "transitions", _("What changes, and for how many"));
  transition_columns(t, json);
  table_fold(t);
  for (int i = 0; i < w->transitions_count && (limit == 0 || i < limit); i++) {
    const whatif_transition *x = &w->transitions[i];
    transition_words(w, x, words, sizeof words);
    table_count(t, x->residents), table_text(t, words);
    table_count(t, x->gains[GAIN_BETTER]), table_count(t, x->gains[GAIN_WORSE]),
        table_count(t, x->gains[GAIN_MIXED]);
    table_count(t, x->enrolled), table_money(t, x->cost), table_money(t, x->gain.sum);
    if (!json) continue;
    pair_words(x, pairs, sizeof pairs);
    table_money(t, x->gain.median), table_text(t, pairs), table_count(t, (int64_t)x->first_row + 1);
  }
  if (limit && w->transitions_count > limit)
    report_note(r, _("%d more rows: --limit shows them"), (int)(w->transitions_count - limit));
}

/* ---- towns ---- */

static int measure_like(const policy *p, const measure *m) {
  for (int i = 0; i < p->measures_count; i++)
    if (p->measures[i].level == m->level && p->measures[i].type == m->type &&
        strcmp(p->measures[i].name, m->name) == 0)
      return i;
  return -1;
}

static void measure_cell(table *t, const measure *m, const value *v) {
  if (v->state != VALUE_KNOWN)
    table_blank(t);
  else if (m->type == TYPE_MONEY)
    table_money(t, v->v);
  else if (m->type == TYPE_FLAG)
    table_flag(t, v->v != 0);
  else
    table_count(t, v->v);
}

static void measure_columns(table *t, const measure *m) {
  char key[120], heading[200];
  table_type type = m->type == TYPE_MONEY  ? TABLE_MONEY
                    : m->type == TYPE_FLAG ? TABLE_FLAG
                                           : TABLE_COUNT;
  snprintf(heading, sizeof heading, "%s",
           message_is_chinese() && m->measure_title ? m->measure_title : m->name);
  table_column(t, m->name, heading, type);
  snprintf(key, sizeof key, "%s_scenario", m->name);
  table_column(t, key, _("scenario"), type);
}

/* Is it a township's measure that the base has not? */
static bool is_new_measure(const whatif *w, const measure *m) {
  return m->level == LEVEL_TOWNSHIP && measure_like(w->base->policy, m) < 0;
}

static void town_columns(table *t, const whatif *w) {
  const policy *p = w->base->policy, *q = w->scenario->policy;
  table_column(t, "town", _("town"), TABLE_TEXT);
  table_column(t, "counted", _("counted"), TABLE_COUNT);
  table_column(t, "counted_scenario", _("scenario"), TABLE_COUNT);
  table_column(t, "rank", _("rank"), TABLE_COUNT);
  table_column(t, "rank_scenario", _("scenario"), TABLE_COUNT);
  for (int i = 0; i < p->measures_count; i++)
    if (p->measures[i].level == LEVEL_TOWNSHIP) measure_columns(t, &p->measures[i]);
  for (int i = 0; i < q->measures_count; i++)
    if (is_new_measure(w, &q->measures[i])) measure_columns(t, &q->measures[i]);
}

static void rank_cell(table *t, int rank) {
  if (rank)
    table_count(t, rank);
  else
    table_blank(t);
}

static void town_cells(table *t, const whatif *w, const town_row *a, const town_row *b) {
  const policy *p = w->base->policy;
  table_text(t, *a->name ? a->name : _("(no town)"));
  table_count(t, a->counted), table_count(t, b->counted);
  rank_cell(t, a->rank), rank_cell(t, b->rank);
  for (int i = 0; i < p->measures_count; i++) {
    const measure *m = &p->measures[i];
    if (m->level != LEVEL_TOWNSHIP) continue;
    int other = measure_like(w->scenario->policy, m);
    measure_cell(t, m, &a->measures[i]);
    if (other < 0)
      table_blank(t);
    else
      measure_cell(t, m, &b->measures[other]);
  }
  const policy *q = w->scenario->policy;
  for (int i = 0; i < q->measures_count; i++) {
    if (!is_new_measure(w, &q->measures[i])) continue;
    table_blank(t);
    measure_cell(t, &q->measures[i], &b->measures[i]);
  }
}

static void print_towns(report *r, const whatif *w, bool json, int64_t limit) {
  const town_table *a = w->base_towns, *b = w->scenario_towns;
  const policy *p = w->base->policy;
  int changed = whatif_changed_towns(w), shown = 0;
  if (!a || !b || (!p->targets.declared && p->measures_count == 0 && changed == 0)) return;
  if (changed == 0) {
    report_note(r, "%s", _("No township's count, rank or reward changes."));
    if (!json) return;
  }
  table *t = report_table(r, "towns", _("Townships: counted, rank and what they earn"));
  town_columns(t, w);
  for (int i = 0; i < a->count && (limit == 0 || shown < limit); i++) {
    const town_row *other = whatif_town_beside(w, i);
    if (!other || (!json && whatif_same_town(w, &a->towns[i], other))) continue;
    town_cells(t, w, &a->towns[i], other);
    shown++;
  }
}

/* ---- behaviour ---- */

static void print_expected(report *r, const whatif *w) {
  char people[24];
  if (w->expected_count == 0) return;
  table *t =
      report_table(r, "behaviour",
                   _("What is assumed about behaviour would add (in none of the figures above)"));
  table_column(t, "assumption", _("assumed"), TABLE_TEXT);
  table_column(t, "concerned", _("concerned"), TABLE_COUNT);
  table_column(t, "people", _("would enrol"), TABLE_TEXT);
  table_column(t, "cost", _("cost"), TABLE_MONEY);
  table_column(t, "subsidy", _("subsidy"), TABLE_MONEY);
  table_column(t, "fiscal", _("fiscal"), TABLE_MONEY);
  table_column(t, "personal_due", _("they pay"), TABLE_MONEY);
  for (int i = 0; i < w->expected_count; i++) {
    const whatif_expected *x = &w->expected[i];
    money_format(x->people, people); /* hundredths, like fen */
    table_text(t, x->assumption->text), table_count(t, x->concerned), table_text(t, people);
    table_money(t, x->cost), table_money(t, x->subsidy), table_money(t, x->fiscal),
        table_money(t, x->personal_due);
  }
  report_note(r, "%s",
              _("Expected values, exact until one rounding at the end: to a hundredth of a person "
                "and to the fen, a half up."));
}

void print_whatif_tables(report *r, const whatif *w, bool json, int64_t limit) {
  print_people(r, w, json);
  print_money(r, w, json);
  if (w->has & WHATIF_GROUPS)
    for (size_t i = 0; i < sizeof group_tables / sizeof group_tables[0]; i++)
      print_groups(r, w, &group_tables[i], json, limit);
  print_gains(r, w, json);
  print_transitions(r, w, json, limit);
  if (w->has & WHATIF_TOWNS) print_towns(r, w, json, limit);
  print_expected(r, w);
}

void print_whatif(report *r, const cli *c, const whatif *w, int64_t limit) {
  print_whatif_head(r, c, w);
  print_whatif_tables(r, w, c->options.json, limit);
}
