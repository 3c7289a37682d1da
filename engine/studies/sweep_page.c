/* sweep_page.c - see sweep_page.h: the frame, the question, the figures that matter. */
#include "studies/sweep_page.h"

#include <stdio.h>
#include <string.h>

#include "studies/page_doubts.h"
#include "studies/page_frame.h"
#include "studies/page_head.h"
#include "studies/page_manifest.h"
#include "studies/shown_name.h"
#include "studies/sweep_page_parts.h"
#include "studies/sweep_words.h"

__extension__ typedef __int128 wide;

#define TITLE_SIZE 700
#define TEXT_SIZE 2000
#define VALUES_SHOWN 12

/* ---- words ---- */

/* Names under which an amount is stated, for the catalogue. */
static const char *const stated_words[] = {N_("share"), N_("pays")};

/* What is varied, without its article. */
static const char *varied_name(const sweep *s, const sweep_axis *a, char *buf, size_t size) {
  (void)stated_words;
  return a->stated ? plain_name(_(a->effect), buf, size)
                   : page_effect_name(s->base->policy, a->effect, buf, size);
}

const char *sweep_axis_name(const sweep *s, int axis, char *buf, size_t size) {
  char name[120];
  const sweep_axis *a = &s->axes[axis];
  snprintf(buf, size, "%s %s", a->article, varied_name(s, a, name, sizeof name));
  return buf;
}

const char *sweep_measure_short(const sweep *s, int index, char *buf, size_t size) {
  static const char status[] = "status.";
  const char *name = s->measures[index];
  if (strncmp(name, status, sizeof status - 1) == 0)
    return plain_name(status_heading(name + sizeof status - 1), buf, size);
  return plain_name(sweep_measure_heading(s, index), buf, size);
}

const char *sweep_measure_name(const sweep *s, int index, char *buf, size_t size) {
  const char *name = s->measures[index];
  if (strcmp(name, "cost") == 0)
    snprintf(buf, size, "%s", _("Cost: subsidies and fiscal money"));
  else if (strcmp(name, "undetermined") == 0)
    snprintf(buf, size, "%s", _("Undetermined: data is missing"));
  else if (strcmp(name, "changed") == 0)
    snprintf(buf, size, "%s", _("Residents whose decision changes"));
  else
    sweep_measure_short(s, index, buf, size);
  if (buf[0] >= 'a' && buf[0] <= 'z') buf[0] = (char)(buf[0] - 'a' + 'A');
  return buf;
}

const char *sweep_point_values(const sweep *s, const sweep_point *p, char *buf, size_t size) {
  size_t used = 0;
  buf[0] = '\0';
  for (int a = 0; a < s->axes_count && used < size; a++)
    used += (size_t)snprintf(buf + used, size - used, "%s%s", a ? " × " : "",
                             sweep_value(s, p, a)->text);
  return buf;
}

static int64_t without_decision(const int64_t *by) {
  return by[DECISION_CONFLICT] + by[DECISION_GAP] + by[DECISION_LIMIT] + by[DECISION_ERROR];
}

bool sweep_point_stands(const sweep *s, const sweep_point *p) {
  return !p->problem && without_decision(p->problems) <= without_decision(s->base->totals.problems);
}

sweep_extremes sweep_extremes_of(const sweep *s, int index) {
  sweep_extremes x = {-1, -1, 0, 0, 0};
  for (int i = 0; i < s->points_count; i++) {
    if (!sweep_point_stands(s, &s->points[i])) continue;
    int64_t v = s->points[i].figures[index].scenario;
    x.standing++;
    if (x.least < 0 || v < s->points[x.least].figures[index].scenario) x.least = i, x.at_least = 0;
    if (x.most < 0 || v > s->points[x.most].figures[index].scenario) x.most = i, x.at_most = 0;
    x.at_least += v == s->points[x.least].figures[index].scenario;
    x.at_most += v == s->points[x.most].figures[index].scenario;
  }
  return x;
}

/* ---- the question ---- */

static void add(char *buf, size_t size, const char *words) {
  size_t used = strlen(buf);
  if (used < size) snprintf(buf + used, size - used, "%s", words);
}

/* "270 to 330 yuan", by size; of flags and texts the values as they are given. */
static void range_words(const sweep_axis *a, char *buf, size_t size) {
  int low = 0, high = 0;
  buf[0] = '\0';
  if (a->kind == AXIS_FLAG || a->kind == AXIS_TEXT) {
    for (int i = 0; i < a->count && i < VALUES_SHOWN; i++) {
      if (i) add(buf, size, ", ");
      add(buf, size, a->values[i].text);
    }
    return;
  }
  for (int i = 1; i < a->count; i++) {
    const axis_value *v = a->values;
    if ((wide)v[i].num * v[low].den < (wide)v[low].num * v[i].den) low = i;
    if ((wide)v[i].num * v[high].den > (wide)v[high].num * v[i].den) high = i;
  }
  snprintf(buf, size, a->kind == AXIS_MONEY ? _("%s to %s yuan") : _("%s to %s"),
           a->values[low].text, a->values[high].text);
}

static void title_of(const sweep_page *p, char *buf, size_t size) {
  char name[SWEEP_NAME], range[300];
  buf[0] = '\0';
  for (int a = 0; a < p->sweep->axes_count; a++) {
    if (a) add(buf, size, _("; "));
    add(buf, size, sweep_axis_name(p->sweep, a, name, sizeof name));
    add(buf, size, _(": "));
    range_words(&p->sweep->axes[a], range, sizeof range);
    add(buf, size, range);
  }
}

static void put_axis(page_writer *w, const sweep_page *p, int axis) {
  const sweep_axis *a = &p->sweep->axes[axis];
  const policy *start = p->start;
  char text[TEXT_SIZE], name[120];
  int found = policy_article(start, a->article);
  const char *gist = found >= 0 && start->articles[found].title ? start->articles[found].title : "";
  snprintf(text, sizeof text, _("article %s (%s), %s: "), a->article, gist,
           varied_name(p->sweep, a, name, sizeof name));
  for (int i = 0; i < a->count; i++) {
    bool hidden = a->count > VALUES_SHOWN && i >= VALUES_SHOWN - 2 && i < a->count - 1;
    if (hidden && i > VALUES_SHOWN - 2) continue;
    if (i) add(text, sizeof text, ", ");
    add(text, sizeof text, hidden ? "…" : a->values[i].text);
  }
  page_open(w, "li", NULL);
  page_text(w, text);
  page_format(w, _(" (%d values); the script says %s"), a->count,
              sweep_own_words(a, p->sweep->base->policy));
  if (a->unreached) {
    page_empty(w, "br", NULL);
    page_open(w, "span", "class", "note", NULL);
    page_format(w, _("the steps do not meet %s, so it is not among the points"), a->unreached);
    page_close(w);
  }
  page_close(w);
}

static void put_held(page_writer *w, const policy *start) {
  if (start->scenario) page_fact(w, _("what if"), start->scenario);
  if (start->edits_count == 0) return;
  page_element(w, "dt", NULL, _("the same at every point"));
  page_open(w, "dd", NULL);
  page_open(w, "ol", NULL);
  for (int i = 0; i < start->edits_count; i++) page_element(w, "li", NULL, start->edits[i].label);
  page_close(w);
  page_close(w);
}

static void put_question(page_writer *w, const sweep_page *p) {
  char title[TITLE_SIZE];
  title_of(p, title, sizeof title);
  page_head_begin(w, &(page_head){.kicker = _("What if, over a range"),
                                  .title = title,
                                  .lead = _("%s, %d: every value beside the notice that holds"),
                                  .roster_path = p->roster_path,
                                  .base = p->sweep->base});
  page_element(w, "dt", NULL, _("varied"));
  page_open(w, "dd", NULL);
  page_open(w, "ul", NULL);
  for (int a = 0; a < p->sweep->axes_count; a++) put_axis(w, p, a);
  page_close(w);
  page_close(w);
  put_held(w, p->start);
  page_close(w);
  page_close(w);
}

/* ---- the figures that matter ---- */

/* "lowest 1,116,010 (−3,240) at 270 and 2 more" */
static void put_extreme(page_writer *w, const sweep *s, int index, int point, int same,
                        const char *which) {
  const whatif_figure *f = &s->points[point].figures[index];
  char number[PAGE_NUMBER], by[PAGE_NUMBER + 8] = "", difference[PAGE_NUMBER], where[SWEEP_NAME];
  if (!s->base_figures[index].compared)
    snprintf(by, sizeof by, _(" (%s)"), page_signed(f->difference, f->money, difference));
  sweep_point_values(s, &s->points[point], where, sizeof where);
  page_open(w, "p", NULL);
  page_text(w, which);
  page_text(w, " ");
  page_element(w, "strong", NULL, page_number(f->scenario, f->money, number));
  page_text(w, by);
  if (same > 1)
    page_format(w, _(" at %s and %d more"), where, same - 1);
  else
    page_format(w, _(" at %s"), where);
  page_close(w);
}

/* What the undetermined may add to the base's figure. */
static void put_base_bounds(page_writer *w, const whatif_figure *b) {
  char low[PAGE_NUMBER], high[PAGE_NUMBER];
  if (b->compared || b->base_low == b->base_high) return;
  page_open(w, "p", NULL);
  page_format(w, _("with the undetermined, now %s to %s"), page_number(b->base_low, b->money, low),
              page_number(b->base_high, b->money, high));
  page_close(w);
}

static void put_number(page_writer *w, const sweep *s, int index) {
  const whatif_figure *b = &s->base_figures[index];
  sweep_extremes x = sweep_extremes_of(s, index);
  char name[SWEEP_NAME], big[PAGE_NUMBER] = "–", exact[PAGE_NUMBER];
  sweep_measure_name(s, index, name, sizeof name);
  if (!b->compared)
    page_compact(b->base, b->money, false, big);
  else if (x.most >= 0)
    page_compact(s->points[x.most].figures[index].scenario, b->money, false, big);
  page_number_begin(w, name, big,
                    b->compared ? b->money ? _(" yuan at most") : _(" people at most")
                    : b->money ? _(" yuan now")
                                : _(" people now"));
  page_number(b->base, b->money, exact);
  if (!b->compared && strcmp(big, exact) != 0) {
    page_open(w, "p", NULL);
    page_format(w, _("exactly %s yuan"), exact);
    page_close(w);
  }
  if (x.standing > 0 && x.at_least == x.standing) {
    page_open(w, "p", NULL);
    page_format(w, _("%s at every point"),
                page_number(s->points[x.least].figures[index].scenario, b->money, exact));
    page_close(w);
  } else if (x.standing > 0) {
    put_extreme(w, s, index, x.least, x.at_least, _("lowest"));
    put_extreme(w, s, index, x.most, x.at_most, _("highest"));
  }
  put_base_bounds(w, b);
  page_close(w);
}

/* ---- what must not be overlooked ---- */

static void put_fallen(page_writer *w, const sweep *s) {
  int points = 0;
  const sweep_point *first = NULL;
  char name[SWEEP_NAME], why[TEXT_SIZE], text[TEXT_SIZE + 700];
  for (int i = 0; i < s->points_count; i++) {
    if (sweep_point_stands(s, &s->points[i])) continue;
    if (!first) first = &s->points[i];
    points++;
  }
  if (!first) return;
  snprintf(text, sizeof text,
           _("%d of %d points cannot stand, and their figures must not be relied on; the first is "
             "%s: %s"),
           points, s->points_count, sweep_point_values(s, first, name, sizeof name),
           sweep_point_problem(first, why, sizeof why));
  page_alarm(w, text);
}

static void put_crossed(page_writer *w, const sweep *s) {
  char text[600];
  for (int g = 0; g < s->gates_count; g++) {
    int points = 0;
    for (int i = 0; i < s->points_count; i++) points += s->points[i].crossed[g];
    if (points == 0) continue;
    snprintf(text, sizeof text, _("The condition %s is crossed at %d of %d points."),
             s->gates[g].text, points, s->points_count);
    page_alarm(w, text);
  }
}

static void put_alarms(page_writer *w, const sweep *s) {
  char name[SWEEP_NAME], text[600];
  page_no_decision(w, s->base->totals.problems,
                   _("In the base the rules come to no decision for %s residents (a contradiction, "
                     "a gap, or a limit or error): the figures leave them out."));
  put_fallen(w, s);
  for (int a = 0; a < s->axes_count; a++) {
    if (!sweep_dead_axis(s, a)) continue;
    snprintf(text, sizeof text,
             _("%s changes nothing: whatever its value, every resident's decision is the same"),
             sweep_axis_name(s, a, name, sizeof name));
    page_alarm(w, text);
  }
  put_crossed(w, s);
}

/* ---- the page ---- */

static canbao_status put_main(page_writer *w, const sweep_page *p, canbao_error *error) {
  const sweep *s = p->sweep;
  page_open(w, "main", NULL);
  page_open(w, "div", "class", "numbers", NULL);
  for (int m = 0; m < s->measures_count; m++) put_number(w, s, m);
  page_close(w);
  put_alarms(w, s);
  canbao_status status = sweep_put_curves(w, p, error);
  sweep_put_gates(w, p);
  if (status == CANBAO_OK) status = sweep_put_points(w, p, error);
  sweep_put_behaviour(w, p);
  page_put_doubts(w, s->base);
  page_put_manifest(
      w, &(page_manifest){s->base, s->plain ? NULL : p->start, p->proof, p->version, p->started});
  page_close(w);
  return status;
}

canbao_status sweep_page_write(const sweep_page *page, const char *path, canbao_error *error) {
  page_writer w;
  char title[TITLE_SIZE], shown[TITLE_SIZE + 100];
  canbao_status status = page_create(&w, path, error);
  if (status != CANBAO_OK) return status;
  title_of(page, title, sizeof title);
  snprintf(shown, sizeof shown, "%s · %s", title, page->sweep->base->policy->name);
  page_frame_begin(&w, shown);
  put_question(&w, page);
  status = put_main(&w, page, error);
  page_footer(&w, page->version);
  page_frame_end(&w);
  if (status == CANBAO_OK) return page_commit(&w, error);
  page_discard(&w);
  return status;
}
