/* whatif_page.c - see whatif_page.h: the frame, the question and the three numbers. */
#include "studies/whatif_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/one_sided_label.h"
#include "studies/page_doubts.h"
#include "studies/page_frame.h"
#include "studies/page_head.h"
#include "studies/page_manifest.h"
#include "studies/whatif_page_parts.h"
#include "studies/whatif_words.h"

/* ---- words ---- */

/* The scenario's own title, without one its first edit; and how many others there are. */
static void title_of(const whatif_page *p, char *buf, size_t size) {
  const policy *s = p->whatif->scenario->policy;
  int others = s->scenario ? 0 : -1;
  for (int i = 0; i < s->edits_count; i++) others += !s->scenario || !s->edits[i].file;
  buf[0] = '\0';
  if (s->scenario)
    snprintf(buf, size, "%s", s->scenario);
  else if (s->edits_count > 0)
    edit_words(p->whatif, 0, buf, size);
  size_t used = strlen(buf);
  if (others > 0 && used + 1 < size) snprintf(buf + used, size - used, _(", and %d more"), others);
}

/* ---- the question ---- */

static void put_note(page_writer *w, const char *text) {
  page_empty(w, "br", NULL);
  page_element(w, "span", "note", text);
}

static void put_edits(page_writer *w, const whatif_page *p) {
  const policy *s = p->whatif->scenario->policy;
  char words[WORDS_SIZE];
  page_element(w, "dt", NULL, _("what is different"));
  page_open(w, "dd", NULL);
  page_open(w, "ol", NULL);
  for (int i = 0; i < s->edits_count; i++) {
    edit_words(p->whatif, i, words, sizeof words);
    page_open(w, "li", NULL);
    page_text(w, words);
    if (!s->edits[i].applied) page_element(w, "span", "note", _(" – left out"));
    if (p->edit_notes && p->edit_notes[i]) put_note(w, p->edit_notes[i]);
    for (int k = 0; p->shared && k < p->shared->count; k++)
      if (p->shared->items[k].edit == i) put_note(w, p->shared->items[k].said);
    page_close(w);
  }
  page_close(w);
  page_close(w);
}

static void put_question(page_writer *w, const whatif_page *p) {
  char title[TITLE_SIZE];
  title_of(p, title, sizeof title);
  page_head_begin(w, &(page_head){.kicker = _("What if"),
                                  .title = title,
                                  .lead = _("%s, %d: the changed notice beside the one that holds"),
                                  .roster_path = p->roster_path,
                                  .base = p->whatif->base});
  put_edits(w, p);
  page_close(w);
  page_close(w);
}

/* ---- the three numbers ---- */

static void put_cost(page_writer *w, const whatif_figure *f) {
  char big[PAGE_NUMBER], a[PAGE_NUMBER], b[PAGE_NUMBER], by[PAGE_NUMBER], share[PAGE_NUMBER];
  page_compact(f->difference, true, true, big);
  page_signed(f->difference, true, by);
  page_number_begin(w, _("Cost: subsidies and fiscal money"), big, _(" yuan"));
  page_open(w, "p", NULL);
  page_format(w, _("%s → %s yuan"), page_number(f->base, true, a),
              page_number(f->scenario, true, b));
  if (*page_percent(f->difference, f->base, share)) page_format(w, _(" (%s)"), share);
  page_close(w);
  if (strcmp(big, by) != 0) {
    page_open(w, "p", NULL);
    page_format(w, _("exactly %s yuan"), by);
    page_close(w);
  }
  page_close(w);
}

static void put_touched(page_writer *w, const whatif *x) {
  char big[PAGE_NUMBER], all[PAGE_NUMBER], a[PAGE_NUMBER], b[PAGE_NUMBER], c[PAGE_NUMBER];
  page_number(x->changed, false, big);
  page_number(x->base->totals.people, false, all);
  page_number_begin(w, _("Residents whose decision changes"), big, _(" people"));
  page_open(w, "p", NULL);
  page_format(w, _("of %s; %s better off, %s worse off"), all,
              page_number(x->gains[GAIN_BETTER], false, a),
              page_number(x->gains[GAIN_WORSE], false, b));
  page_close(w);
  if (x->gains[GAIN_MIXED]) {
    page_open(w, "p", NULL);
    page_format(w, _("%s better in one thing and worse in another"),
                page_number(x->gains[GAIN_MIXED], false, c));
    page_close(w);
  }
  page_close(w);
}

static void put_undetermined(page_writer *w, const whatif_figure *open, const whatif_figure *cost) {
  char big[PAGE_NUMBER], base[PAGE_NUMBER], low[PAGE_NUMBER], high[PAGE_NUMBER];
  page_number(open->scenario, false, big);
  page_number_begin(w, _("Undetermined: data is missing"), big, _(" people"));
  page_open(w, "p", NULL);
  page_format(w, _("in the base %s"), page_number(open->base, false, base));
  page_close(w);
  page_open(w, "p", NULL);
  if (cost->unbounded)
    page_format(w, _("for %s of them what they cost has no bounds"),
                page_number(cost->unbounded, false, low));
  else if (cost->low == cost->high)
    page_text(w, _("they leave the cost of the scenario as it is"));
  else
    page_format(w, _("with them the scenario costs %s to %s yuan"),
                page_number(cost->low, true, low), page_number(cost->high, true, high));
  page_close(w);
  page_close(w);
}

/* ---- what must not be overlooked ---- */

static canbao_status put_one_sided_labels(page_writer *w, const whatif *x, canbao_error *error) {
  one_sided_label *labels;
  char words[1024];
  int count;
  canbao_status status = one_sided_labels(x, &labels, &count, error);
  for (int i = 0; i < count; i++)
    page_alarm(w, one_sided_label_words(&labels[i], words, sizeof words));
  free(labels);
  return status;
}

static void put_alarms(page_writer *w, const whatif *x) {
  page_no_decision(
      w, x->base->totals.problems,
      _("In the base the rules come to no decision for %s residents (a contradiction, a "
        "gap, or a limit or error): the figures leave them out."));
  page_no_decision(
      w, x->scenario->totals.problems,
      _("In the scenario the rules come to no decision for %s residents (a contradiction, "
        "a gap, or a limit or error): the figures leave them out, so they must not be "
        "relied on."));
  if (x->changed != 0) return;
  page_alarm(w,
             page_changed_towns(x)
                 ? _("No resident's decision changes; what changes is how townships rank or what "
                     "they earn, below.")
                 : _("Nothing changed: no resident's decision is another one in the scenario."));
}

/* ---- the three numbers together ---- */

static canbao_status put_numbers(page_writer *w, const whatif_page *p, canbao_error *error) {
  whatif_figure cost, open;
  canbao_status status = whatif_measure(p->whatif, "cost", &cost, error);
  if (status == CANBAO_OK) status = whatif_measure(p->whatif, "undetermined", &open, error);
  if (status != CANBAO_OK) return status;
  page_open(w, "div", "class", "numbers", NULL);
  put_cost(w, &cost);
  put_touched(w, p->whatif);
  put_undetermined(w, &open, &cost);
  page_close(w);
  put_alarms(w, p->whatif);
  return put_one_sided_labels(w, p->whatif, error);
}

/* ---- the page ---- */

static canbao_status put_main(page_writer *w, const whatif_page *p, canbao_error *error) {
  page_open(w, "main", NULL);
  canbao_status status = put_numbers(w, p, error);
  if (status == CANBAO_OK) status = page_put_charts(w, p, error);
  page_put_attribution(w, p);
  page_put_gates(w, p);
  page_put_transitions(w, p);
  if (status == CANBAO_OK) status = page_put_status(w, p, error);
  page_put_money(w, p);
  page_put_towns(w, p);
  page_put_expected(w, p);
  page_put_doubts(w, p->whatif->scenario);
  page_put_manifest(w, &(page_manifest){p->whatif->base, p->whatif->scenario->policy, p->proof,
                                        p->version, p->started});
  page_close(w);
  return status;
}

canbao_status whatif_page_write(const whatif_page *page, const char *path, canbao_error *error) {
  page_writer w;
  char title[TITLE_SIZE], shown[TITLE_SIZE + 100];
  canbao_status status = page_create(&w, path, error);
  if (status != CANBAO_OK) return status;
  title_of(page, title, sizeof title);
  snprintf(shown, sizeof shown, "%s · %s", title, page->whatif->base->policy->name);
  page_frame_begin(&w, shown);
  put_question(&w, page);
  status = put_main(&w, page, error);
  page_footer(&w, page->version);
  page_frame_end(&w);
  if (status == CANBAO_OK) return page_commit(&w, error);
  page_discard(&w);
  return status;
}
