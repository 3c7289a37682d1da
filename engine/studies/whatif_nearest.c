/*
** whatif_nearest.c - who comes nearest to an article that applies to nobody. Looks at
** the question that stopped each case; a resident's distance is taken only where that
** question compares days or amounts.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"
#include "studies/whatif_alarm.h"
#include "studies/whatif_parts.h"

/* How near a case comes; the larger, the nearer. */
typedef struct {
  int passed;    /* different fields that the guard came to ask about */
  bool compares; /* the question that stopped it has a distance */
} reach;

typedef struct {
  const whatif_side *side;
  int article;
  reach *reaches;       /* by case */
  uint32_t *stopped_at; /* by case: the question; UINT32_MAX where the guard asked nothing */
  reach best;
  uint32_t row;
  int64_t distance;
  bool found;
} search;

static bool nearer(reach a, reach b) {
  return a.passed != b.passed ? a.passed > b.passed : a.compares && !b.compares;
}

static bool compares(const policy *p, const note *n) {
  const question *q = question_at(p->terms, n->question);
  return (q->kind == ASK_LESS || q->kind == ASK_MOST || q->kind == ASK_EQUAL) &&
         n->answer != QUESTION_ERROR && n->answer != QUESTION_UNKNOWN && !n->assumed;
}

static void look_at_case(search *s, uint32_t number, const decision *d) {
  const policy *p = s->side->policy;
  note_span guard = d->asked[s->article];
  const note *stop = deciding_note(p, d, s->article);
  uint64_t asked = 0;
  s->stopped_at[number] = UINT32_MAX;
  if (d->marks[s->article] != MARK_NOT || !stop) return;
  for (uint32_t i = 0; i < guard.count; i++)
    asked |= question_fields(p->terms, d->notes[guard.first + i].question);
  s->stopped_at[number] = stop->question;
  s->reaches[number] = (reach){__builtin_popcountll(asked), compares(p, stop)};
  if (!s->found || nearer(s->reaches[number], s->best)) s->best = s->reaches[number];
  s->found = true;
}

/* Of the residents of the nearest cases, the first at the smallest distance. */
static void look_at_rows(search *s) {
  const policy *p = s->side->policy;
  bool any = false;
  for (uint32_t row = 0; row < s->side->roster->rows; row++) {
    uint32_t c = s->side->case_of[row];
    if (s->stopped_at[c] == UINT32_MAX || nearer(s->best, s->reaches[c])) continue;
    int64_t distance = 0;
    if (s->best.compares) {
      const question *q = question_at(p->terms, s->stopped_at[c]);
      resident who = {s->side->roster, row, s->side->question.as_of};
      value a = term_value(p->terms, q->a, &who), b = term_value(p->terms, q->b, &who);
      if (a.state != VALUE_KNOWN || b.state != VALUE_KNOWN) continue;
      distance = a.v > b.v ? a.v - b.v : b.v - a.v;
    }
    if (any && distance >= s->distance) continue;
    any = true;
    s->row = row, s->distance = distance;
    if (!s->best.compares) break;
  }
  s->found = any;
}

static canbao_status say(char **out, const search *s, decision *scratch, canbao_error *error) {
  const roster *r = s->side->roster;
  verdict v;
  outcome o;
  char id[256] = "", masked[256] = "";
  canbao_status status = whatif_side_verdict(s->side, s->row, &v, scratch, error);
  if (status != CANBAO_OK) return status;
  outcome_of(&o, &v);
  char *fact = deciding_fact(&o, s->article);
  int at = schema_role(r->schema, ROLE_ID_NUMBER);
  size_t n = at < 0 ? 0 : roster_text(r, at, s->row, id, sizeof id);
  text_mask_id(slice_of(id, n), masked, sizeof masked);
  int length = !fact ? -1
               : *masked
                   ? asprintf(out, _("the nearest is row %u (ID %s): %s"), s->row + 1, masked, fact)
                   : asprintf(out, _("the nearest is row %u: %s"), s->row + 1, fact);
  free(fact);
  if (length >= 0) return CANBAO_OK;
  *out = NULL;
  return whatif_no_memory(error);
}

canbao_status nearest_in_range(char **out, const whatif_side *side, int article_index,
                               canbao_error *error) {
  search s = {.side = side, .article = article_index};
  decision *scratch = decision_new();
  s.reaches = calloc((size_t)side->cases + 1, sizeof *s.reaches);
  s.stopped_at = calloc((size_t)side->cases + 1, sizeof *s.stopped_at);
  bool good = scratch && s.reaches && s.stopped_at;
  canbao_status status = good ? CANBAO_OK : whatif_no_memory(error);
  *out = NULL;
  for (uint32_t c = 1; c <= side->cases && status == CANBAO_OK; c++) {
    const decision *d;
    status = whatif_case_whole(side, c, &d, scratch, error);
    if (status == CANBAO_OK) look_at_case(&s, c, d);
  }
  if (status == CANBAO_OK && s.found) look_at_rows(&s);
  if (status == CANBAO_OK && s.found) {
    status = say(out, &s, scratch, error);
  } else if (status == CANBAO_OK) {
    *out = strdup("");
    if (!*out) status = whatif_no_memory(error);
  }
  decision_free(scratch);
  free(s.reaches), free(s.stopped_at);
  return status;
}
