/* print_coverage.c - see print_coverage.h. */
#include "cli/print_coverage.h"

#include "studies/explanation.h"

static void threshold_columns(table *t) {
  table_column(t, "rules", _("rules"), TABLE_TEXT);
  table_column(t, "article", _("article"), TABLE_TEXT);
  table_column(t, "threshold", _("threshold"), TABLE_TEXT);
  table_column(t, "moved", _("moved"), TABLE_TEXT);
  table_column(t, "below", _("one below"), TABLE_TEXT);
  table_column(t, "on", _("on it"), TABLE_TEXT);
  table_column(t, "above", _("one above"), TABLE_TEXT);
}

void coverage_tables_begin(coverage_tables *t, report *r, bool every_threshold, int64_t limit) {
  *t = (coverage_tables){.report = r, .limit = limit};
  table *u = t->unreached = report_table(
      r, "nobody", _("Articles that apply to no resident, or with a condition to all"));
  table_column(u, "rules", _("rules"), TABLE_TEXT);
  table_column(u, "article", _("article"), TABLE_TEXT);
  table_column(u, "gist", _("gist"), TABLE_TEXT);
  table_column(u, "applied", _("residents it applies to"), TABLE_COUNT);
  table_column(u, "not_applied", _("residents it does not"), TABLE_COUNT);
  table *s = t->settled = report_table(r, "settled", _("Questions that everybody answers alike"));
  table_column(s, "rules", _("rules"), TABLE_TEXT);
  table_column(s, "article", _("article"), TABLE_TEXT);
  table_column(s, "answer", _("answer"), TABLE_TEXT);
  table_column(s, "residents", _("residents asked"), TABLE_COUNT);
  t->silent = report_table(r, "silent",
                           _("Suspicious: thresholds across which no decision was seen to change"));
  threshold_columns(t->silent);
  if (every_threshold) {
    t->thresholds = report_table(r, "thresholds",
                                 _("Residents made below, on and above each threshold, decided"));
    threshold_columns(t->thresholds);
    table_column(t->thresholds, "effects", _("what changes: below | on | above"), TABLE_TEXT);
  }
  table *p = t->populations = report_table(r, "populations", _("Population"));
  table_column(p, "rules", _("rules"), TABLE_TEXT);
  table_column(p, "from", _("from"), TABLE_TEXT);
  table_column(p, "residents", _("residents"), TABLE_COUNT);
  table_column(p, "cases", _("distinct cases"), TABLE_COUNT);
  table_column(p, "articles", _("articles"), TABLE_COUNT);
  table_column(p, "reached", _("reached both ways"), TABLE_COUNT);
  table_column(p, "questions", _("questions"), TABLE_COUNT);
  table_column(p, "settled", _("answered alike"), TABLE_COUNT);
  table_column(p, "thresholds", _("thresholds"), TABLE_COUNT);
  table_column(p, "turning", _("that change a decision"), TABLE_COUNT);
  table_column(p, "silent", _("suspicious"), TABLE_COUNT);
}

/* Is there room for one more row? */
static bool room(coverage_tables *t, const table *of) {
  if (t->limit == 0 || table_rows(of) < t->limit) return true;
  t->hidden++;
  return false;
}

static void article_cell(table *t, const policy *p, int index) {
  if (index >= 0)
    table_text(t, p->articles[index].number);
  else
    table_text(t, _("(a formula or a doubt)"));
}

static int print_unreached(coverage_tables *t, const policy *p, const coverage *c, int *reached) {
  int articles = 0;
  for (int i = 0; i < p->articles_count; i++) {
    if (p->articles[i].level > 0) continue;
    articles++;
    if (!coverage_unreached(c, p, i)) {
      (*reached)++;
      continue;
    }
    if (!room(t, t->unreached)) continue;
    table_text(t->unreached, p->name);
    table_text(t->unreached, p->articles[i].number);
    table_text(t->unreached, p->articles[i].title);
    table_count(t->unreached, (int64_t)c->applied[i]);
    table_count(t->unreached, (int64_t)c->not_applied[i]);
  }
  return articles;
}

static void print_settled(coverage_tables *t, const policy *p, const coverage *c) {
  char words[1200];
  for (int i = 0; i < c->settled_count; i++) {
    const settled_question *q = &c->settled[i];
    if (!room(t, t->settled)) continue;
    note_words(p->terms, q->question, q->answer, words, sizeof words);
    table_text(t->settled, p->name);
    article_cell(t->settled, p, q->article);
    table_text(t->settled, words);
    table_count(t->settled, (int64_t)q->residents);
  }
}

static void threshold_cells(table *t, const policy *p, const threshold *x) {
  char words[1200];
  question_words(p->terms, x->question, words, sizeof words);
  table_text(t, p->name);
  article_cell(t, p, x->article);
  table_text(t, words);
  table_text(t, !x->made        ? _("(nobody could be put there)")
                : x->field >= 0 ? field_name(p, x->field)
                                : _("as of"));
  for (int k = 0; k < STEPS; k++) table_text(t, x->made ? x->cells[k] : "");
}

static void print_thresholds(coverage_tables *t, const policy *p, const thresholds *steps) {
  for (int i = 0; i < steps->count; i++) {
    const threshold *x = &steps->items[i];
    if (x->made && x->turns == TURNS_NOTHING && room(t, t->silent))
      threshold_cells(t->silent, p, x);
    if (!t->thresholds || !room(t, t->thresholds)) continue;
    threshold_cells(t->thresholds, p, x);
    table_text(t->thresholds, !x->made                    ? ""
                              : x->turns == TURNS_NOTHING ? _("(nothing)")
                                                          : x->effects);
  }
}

void print_coverage(coverage_tables *t, const policy *p, const char *whence, const coverage *c,
                    const thresholds *steps) {
  int reached = 0;
  int articles = print_unreached(t, p, c, &reached);
  print_settled(t, p, c);
  print_thresholds(t, p, steps);
  table_text(t->populations, p->name);
  table_text(t->populations, whence);
  table_count(t->populations, (int64_t)c->residents);
  table_count(t->populations, c->cases);
  table_count(t->populations, articles);
  table_count(t->populations, reached);
  table_count(t->populations, c->questions);
  table_count(t->populations, c->settled_count);
  table_count(t->populations, steps->count);
  table_count(t->populations, steps->turning);
  table_count(t->populations, steps->silent);
}
