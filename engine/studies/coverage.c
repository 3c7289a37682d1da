/* coverage.c - see coverage.h. */
#include "studies/coverage.h"

#include <stdlib.h>

#include "studies/explanation.h"
#include "values/message.h"

/* What is known of one question. */
typedef struct {
  bool asked, varies;
  int16_t article;
  int64_t answer;
  uint64_t residents;
  uint32_t last; /* case in which it was counted last: a path may ask twice */
} tally;

/* Nothing is learnt from a question that can only have one answer: the day of the run is one for all, and a person always
** has a birthday. */
static bool says_nothing(const policy *p, const note *n) {
  const question *q = question_at(p->terms, n->question);
  if (note_is_idle(p, n) || question_fields(p->terms, n->question) == 0) return true;
  return q->kind == ASK_STATE && p->schema->fields[q->a].role == ROLE_BIRTH_DATE;
}

static void take_case(coverage *c, tally *tallies, uint32_t known, const policy *p,
                      const decision *d, uint32_t number, uint64_t residents) {
  for (int i = 0; i < p->articles_count; i++) {
    if (d->marks[i] == MARK_APPLIED) c->applied[i] += residents;
    if (d->marks[i] == MARK_NOT) c->not_applied[i] += residents;
  }
  for (uint32_t i = 0; i < d->notes_count; i++) {
    const note *n = &d->notes[i];
    if (n->assumed || n->question >= known || says_nothing(p, n)) continue;
    tally *t = &tallies[n->question];
    if (!t->asked) t->asked = true, t->answer = n->answer, t->article = n->article, c->questions++;
    t->varies = t->varies || t->answer != n->answer;
    if (n->article >= 0 && (t->article < 0 || n->article < t->article)) t->article = n->article;
    if (t->last != number) t->residents += residents;
    t->last = number;
  }
}

static int by_article(const void *x, const void *y) {
  const settled_question *a = x, *b = y;
  if (a->article != b->article) return a->article < b->article ? -1 : 1;
  return a->question < b->question ? -1 : a->question > b->question;
}

static bool take_settled(coverage *c, const tally *tallies, uint32_t known) {
  c->settled = calloc((size_t)c->questions + 1, sizeof *c->settled);
  for (uint32_t q = 0; c->settled && q < known; q++)
    if (tallies[q].asked && !tallies[q].varies)
      c->settled[c->settled_count++] =
          (settled_question){q, tallies[q].answer, tallies[q].article, tallies[q].residents};
  if (c->settled) qsort(c->settled, (size_t)c->settled_count, sizeof *c->settled, by_article);
  return c->settled != NULL;
}

canbao_status coverage_make(coverage *out, const population *from, const policy *p,
                            canbao_error *error) {
  *out = (coverage){0};
  uint32_t known = question_count(p->terms);
  tally *tallies = calloc((size_t)known + 1, sizeof *tallies);
  decision *scratch = decision_new();
  bool good = tallies && scratch;
  for (uint32_t i = 1; good && i <= population_counted(from).cases; i++) {
    const decision *d;
    good = population_whole(from, i, &d, scratch, error) == CANBAO_OK;
    if (!good || !d) continue;
    uint64_t residents = population_residents(from, i);
    out->residents += residents;
    out->cases++;
    take_case(out, tallies, known, p, d, i, residents);
  }
  good = good && take_settled(out, tallies, known);
  decision_free(scratch);
  free(tallies);
  return good ? CANBAO_OK : fault(error, CANBAO_LIMIT, _("memory ran out"));
}

void coverage_free(coverage *c) {
  free(c->settled);
  *c = (coverage){0};
}

bool coverage_unreached(const coverage *c, const policy *p, int article_index) {
  if (c->applied[article_index] == 0) return true;
  return p->articles[article_index].guarded && c->not_applied[article_index] == 0;
}
