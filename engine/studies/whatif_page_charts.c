/* whatif_page_charts.c - a comparison's charts: money by fund, who gains and loses how much, what each edit brings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/page_chart.h"
#include "studies/page_table.h"
#include "studies/whatif_page_parts.h"
#include "studies/whatif_parts.h"
#include "studies/whatif_words.h"

#define FUNDS_MOST 12
#define AMOUNTS_MOST 9 /* distinct gains that are drawn one by one */
#define LABEL_SIZE 160

static void add_words(char *buf, size_t size, const char *words) {
  size_t used = strlen(buf);
  if (used + strlen(words) + 1 < size) snprintf(buf + used, size - used, "%s", words);
}

/* ---- money by fund ---- */

static int64_t subsidy_of(const whatif_side *s, const whatif_totals *t) {
  return s->subsidy < 0 ? 0 : t->enrolled_sums[s->subsidy];
}

static int fund_bars(const whatif *x, const whatif_group_row *rows, int count, page_bar *bars,
                     char *summary, size_t size) {
  char a[PAGE_NUMBER], b[PAGE_NUMBER], words[400];
  int n = 0;
  summary[0] = '\0';
  for (int i = 0; i < count && n < FUNDS_MOST; i++) {
    int64_t before = subsidy_of(x->base, rows[i].base),
            after = subsidy_of(x->scenario, rows[i].scenario);
    if (before == 0 && after == 0) continue;
    bars[n] = (page_bar){*rows[i].name ? rows[i].name : _("(none)"), {before, after}};
    snprintf(words, sizeof words, _("%s: %s → %s yuan. "), bars[n].label,
             page_number(before, true, a), page_number(after, true, b));
    add_words(summary, size, words);
    n++;
  }
  return n;
}

static canbao_status put_funds(page_writer *w, const whatif *x, canbao_error *error) {
  whatif_group_row *rows;
  page_bar bars[FUNDS_MOST];
  char summary[WORDS_SIZE];
  int count;
  if (!x->base->groups[BY_FUND].there) return CANBAO_OK;
  canbao_status status = whatif_group_rows(x, BY_FUND, &rows, &count, error);
  if (status != CANBAO_OK) return status;
  count = fund_bars(x, rows, count, bars, summary, sizeof summary);
  page_chart chart = {.id = "funds",
                      .title = _("Money by fund: subsidies for the enrolled, yuan"),
                      .summary = summary,
                      .money = true,
                      .series = {_("base"), _("scenario")}};
  page_bars(w, &chart, BARS_PAIR, bars, count);
  free(rows);
  return CANBAO_OK;
}

/* ---- winners and losers ---- */

typedef struct {
  page_bar bars[2 * AMOUNTS_MOST + 2];
  char labels[2 * AMOUNTS_MOST + 2][LABEL_SIZE];
  int count;
} gain_bars;

static void add_gain(gain_bars *g, const char *label, bool better, int64_t people) {
  snprintf(g->labels[g->count], LABEL_SIZE, "%s", label);
  g->bars[g->count] = (page_bar){g->labels[g->count], {better ? people : -people, 0}};
  g->count++;
}

static void each_amount(gain_bars *g, const whatif_tally *t, bool better) {
  char amount[PAGE_NUMBER], label[LABEL_SIZE];
  for (uint32_t i = t->used; i-- > 0;) {
    const tally_entry *e = &t->entries[i];
    page_number(better ? e->fen : -e->fen, true, amount);
    snprintf(label, sizeof label, better ? _("%s yuan a head better") : _("%s yuan a head worse"),
             amount);
    add_gain(g, label, better, e->count);
  }
}

/* Too many amounts to be drawn one by one: from most to least gained, then from least to most lost. */
static void by_range(gain_bars *g, const whatif_tally *t, bool better) {
  static const int64_t limits[] = {0, 1000, 5000, 10000, 20000, 30000, 50000, INT64_MAX}; /* fen */
  enum { RANGES = (int)(sizeof limits / sizeof limits[0]) - 1 };
  char low[PAGE_NUMBER], high[PAGE_NUMBER], label[LABEL_SIZE];
  for (int k = 0; k < RANGES; k++) {
    int r = better ? RANGES - 1 - k : k;
    int64_t people = 0;
    for (uint32_t i = 0; i < t->used; i++) {
      int64_t size = better ? t->entries[i].fen : -t->entries[i].fen;
      if (size > limits[r] && size <= limits[r + 1]) people += t->entries[i].count;
    }
    if (people == 0) continue;
    page_number(limits[r], true, low);
    page_number(limits[r + 1], true, high);
    if (r == RANGES - 1)
      snprintf(label, sizeof label,
               better ? _("over %s yuan a head better") : _("over %s yuan a head worse"), low);
    else
      snprintf(label, sizeof label,
               better ? _("%s to %s yuan a head better") : _("%s to %s yuan a head worse"), low,
               high);
    add_gain(g, label, better, people);
  }
}

static void put_gains(page_writer *w, const whatif *x) {
  const whatif_tally *better = &x->verdicts->better, *worse = &x->verdicts->worse;
  gain_bars g = {.count = 0};
  char a[PAGE_NUMBER], b[PAGE_NUMBER], c[PAGE_NUMBER], d[PAGE_NUMBER], words[200],
      summary[600] = "";
  bool each = better->used <= AMOUNTS_MOST && worse->used <= AMOUNTS_MOST;
  (each ? each_amount : by_range)(&g, better, true);
  (each ? each_amount : by_range)(&g, worse, false);
  page_number(x->better.count, false, a), page_number(x->better.sum, true, b);
  page_number(x->worse.count, false, c), page_number(-x->worse.sum, true, d);
  snprintf(words, sizeof words, _("%s residents gain %s yuan in all. "), a, b);
  if (x->better.count) add_words(summary, sizeof summary, words);
  snprintf(words, sizeof words, _("%s residents lose %s yuan in all. "), c, d);
  if (x->worse.count) add_words(summary, sizeof summary, words);
  add_words(summary, sizeof summary,
            _("Who changes otherwise does so in dates, standing or articles."));
  page_chart chart = {
      .id = "gains",
      .title = _("Who gains and who loses, and how much: people"),
      .summary = summary,
      .series = {_("pays less or gets back more"), _("pays more or gets back less")},
      .below = summary};
  page_bars(w, &chart, BARS_SIDES, g.bars, g.count);
  if (g.count > 0) return;
  page_open(w, "figure", "class", "chart", NULL);
  page_element(w, "figcaption", NULL, chart.title);
  page_element(w, "p", "below", _("Nobody pays or gets back another amount."));
  page_close(w);
}

canbao_status page_put_charts(page_writer *w, const whatif_page *p, canbao_error *error) {
  page_section(w, _("Where the money goes, and who feels it"));
  page_open(w, "div", "class", "charts", NULL);
  canbao_status status = put_funds(w, p->whatif, error);
  put_gains(w, p->whatif);
  page_close(w);
  page_close(w);
  return status;
}

/* ---- attribution ---- */

static void attribution_table(page_writer *w, const whatif_page *p) {
  const attribution *a = p->attribution;
  char words[WORDS_SIZE];
  const page_column columns[] = {
      {_("edit"), false}, {_("order-free"), true}, {_("in order"), true}};
  page_table t;
  page_table_begin(&t, w, NULL, columns, 3, PAGE_STACK);
  for (int i = 0; i < a->count; i++) {
    page_row_begin(&t, NULL);
    edit_words(p->whatif, i, words, sizeof words);
    page_cell_text(&t, words);
    if (a->order_free)
      page_cell_signed(&t, a->parts[i].share, a->money);
    else
      page_cell_text(&t, "–");
    if (a->ordered)
      page_cell_signed(&t, a->parts[i].in_order, a->money);
    else
      page_cell_text(&t, "–");
    page_row_end(&t);
  }
  if (a->declared != 0) {
    page_row_begin(&t, NULL);
    page_cell_text(&t, _("fields and labels of the scenario"));
    page_cell_signed(&t, a->declared, a->money), page_cell_signed(&t, a->declared, a->money);
    page_row_end(&t);
  }
  page_row_begin(&t, "sum");
  page_cell_text(&t, _("total"));
  page_cell_signed(&t, a->total, a->money), page_cell_signed(&t, a->total, a->money);
  page_row_end(&t);
  page_table_end(&t);
}

static void attribution_chart(page_writer *w, const whatif_page *p, const char *title) {
  const attribution *a = p->attribution;
  page_bar bars[EDITS_MAX];
  char labels[EDITS_MAX][LABEL_SIZE], figure[PAGE_NUMBER], words[400], summary[WORDS_SIZE] = "";
  for (int i = 0; i < a->count; i++) {
    edit_words_brief(p->whatif, i, labels[i], LABEL_SIZE);
    bars[i] = (page_bar){labels[i], {a->parts[i].share, a->parts[i].in_order}};
    if (!a->order_free) bars[i].values[0] = bars[i].values[1];
    snprintf(words, sizeof words, "%.*s: %s. ", LABEL_SIZE, labels[i],
             page_signed(bars[i].values[0], a->money, figure));
    add_words(summary, sizeof summary, words);
  }
  page_chart chart = {.id = "attribution",
                      .title = title,
                      .summary = summary,
                      .money = a->money,
                      .series = {a->order_free ? _("order-free") : _("in order"), _("in order")},
                      .below = a->order_free
                                   ? _("Order-free: what the edit brings on the average of all "
                                       "orders in which the edits could be made.")
                                   : NULL};
  if (!a->order_free) chart.series[1] = NULL;
  page_bars(w, &chart, a->order_free ? BARS_SIGNED : BARS_SINGLE, bars, a->count);
}

void page_put_attribution(page_writer *w, const whatif_page *p) {
  const attribution *a = p->attribution;
  char title[300], name[120], words[WORDS_SIZE];
  if (!a) return;
  snprintf(title, sizeof title, a->money ? _("Difference in %s, yuan") : _("Difference in %s"),
           strcmp(a->measure, "cost") == 0
               ? _("cost")
               : page_effect_name(p->whatif->base->policy, a->measure, name, sizeof name));
  page_section(w, _("What each edit brings"));
  if (a->ordered) attribution_chart(w, p, title);
  attribution_table(w, p);
  for (int i = 0; attribution_note(a, i, words, sizeof words); i++)
    page_element(w, "p", "note", words);
  page_close(w);
}
