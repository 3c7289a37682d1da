/*
** whatif_prove.c - that a scenario cannot reach its base: the base is loaded and decided
** once more, afterwards and apart, and every decision must be what it was; so must every
** byte of the scripts and of the roster's file.
*/
#include <stdio.h>
#include <string.h>

#include "studies/whatif_parts.h"
#include "values/file.h"
#include "values/message.h"
#include "values/sha256.h"

static canbao_status differs(canbao_error *error, const whatif_side *base, uint32_t row,
                             const char *what) {
  return fault(error, CANBAO_FOUND,
               _("the base decided again is not the base: the resident on line %u of the roster "
                 "has another %s; do not use "
                 "the comparison, and report this"),
               (unsigned)roster_line(base->roster, row), what);
}

static bool same_text(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : "") == 0; }

/* Everything that eval writes, and more: questions and candidates too. NULL, or what differs. */
static const char *decisions_differ(const decision *a, const decision *b) {
  if (a->notes_count != b->notes_count) return _("number of questions");
  for (uint32_t i = 0; i < a->notes_count; i++)
    if (a->notes[i].answer != b->notes[i].answer || a->notes[i].article != b->notes[i].article ||
        a->notes[i].assumed != b->notes[i].assumed)
      return _("answer");
  if (a->candidates_count != b->candidates_count) return _("number of candidates");
  for (uint32_t i = 0; i < a->candidates_count; i++) {
    const candidate *x = &a->candidates[i], *y = &b->candidates[i];
    if (x->effect != y->effect || x->article != y->article || x->by != y->by || x->fate != y->fate)
      return _("candidate");
  }
  if (a->doubts != b->doubts) return _("doubt");
  if (a->unknown_fields != b->unknown_fields) return _("unknown cell");
  return a->problem == b->problem && same_text(a->problem_text, b->problem_text) ? NULL
                                                                                 : _("problem");
}

static const char *facts_differ(term_match *m, const policy *p, const case_fact *a,
                                const case_fact *b) {
  if (a->problem != b->problem || a->doubts != b->doubts || (a->low != NULL) != (b->low != NULL))
    return _("problem");
  for (int i = 0; i < p->effects_count; i++) {
    const effect_fact *x = &a->effects[i], *y = &b->effects[i];
    bool known = x->state == VALUE_KNOWN && !x->varies;
    if (x->state != y->state || x->winner != y->winner || x->varies != y->varies)
      return p->effects[i].name;
    if (!term_match_same(m, x->term, y->term)) return p->effects[i].name;
    if (known && !term_match_value(m, (uint8_t)p->effects[i].type, x->v, y->v))
      return p->effects[i].name;
    if (a->low &&
        (!term_match_same(m, a->low[i], b->low[i]) || !term_match_same(m, a->high[i], b->high[i])))
      return p->effects[i].name;
  }
  return NULL;
}

static canbao_status compare_cases(const whatif_side *a, const whatif_side *b, term_match *m,
                                   decision *first, decision *second, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (uint32_t c = 1; c <= a->cases && status == CANBAO_OK; c++) {
    const decision *x, *y;
    const char *what = facts_differ(m, a->policy, &a->facts[c], &b->facts[c]);
    /* Texts among the answers have numbers of their own on each side: there only the facts are compared. */
    if (!what && a->counts.fallback_field < 0) {
      status = whatif_case_whole(a, c, &x, first, error);
      if (status == CANBAO_OK) status = whatif_case_whole(b, c, &y, second, error);
      if (status == CANBAO_OK) what = decisions_differ(x, y);
    }
    if (what) status = differs(error, a, a->facts[c].first_row, what);
  }
  return status;
}

static canbao_status compare_sides(const whatif_side *a, const whatif_side *b,
                                   canbao_error *error) {
  for (uint32_t row = 0; row < a->roster->rows; row++)
    if (a->case_of[row] != b->case_of[row]) return differs(error, a, row, _("case number"));
  if (a->cases != b->cases || a->policy->effects_count != b->policy->effects_count)
    return differs(error, a, 0, _("number of cases"));
  term_match m;
  decision *first = decision_new(), *second = decision_new();
  bool good = term_match_open(&m, a, b) && first && second;
  canbao_status status =
      good ? compare_cases(a, b, &m, first, second, error) : whatif_no_memory(error);
  term_match_close(&m);
  decision_free(first), decision_free(second);
  return status;
}

/* ---- bytes ---- */

static canbao_status same_bytes(const char *path, const char *sha256, bool *same,
                                canbao_error *error) {
  file_map map;
  char now[65];
  canbao_status status = file_map_open(&map, path, error);
  if (status != CANBAO_OK) return status;
  sha256_of(map.at, map.length, now);
  file_map_close(&map);
  *same = strcmp(now, sha256) == 0;
  return *same ? CANBAO_OK
               : fault(error, CANBAO_FOUND,
                       _("%s changed while it was being compared; run it again"), path);
}

static canbao_status same_files(whatif_proof *out, const whatif_side *base, const char *roster_path,
                                canbao_error *error) {
  canbao_status status = CANBAO_OK;
  for (int i = 0; i < base->policy->sources_count && status == CANBAO_OK; i++) {
    const source *s = &base->policy->sources[i];
    status = same_bytes(s->path, s->sha256, &out->same_scripts, error);
    out->scripts++;
  }
  snprintf(out->roster_sha256, sizeof out->roster_sha256, "%s", roster_sha256(base->roster));
  out->same_roster = true;
  if (status == CANBAO_OK && roster_path)
    status = same_bytes(roster_path, out->roster_sha256, &out->same_roster, error);
  return status;
}

canbao_status whatif_prove(whatif_proof *out, const whatif_side *base, const char *roster_path,
                           canbao_error *error) {
  *out = (whatif_proof){.residents = base->roster->rows, .cases = base->cases};
  whatif_side *again;
  whatif_question q = base->question;
  canbao_status status = whatif_side_load(&again, &q, &base->options, base->roster, error);
  if (status == CANBAO_OK) status = compare_sides(base, again, error);
  out->same_decisions = status == CANBAO_OK;
  whatif_side_free(again);
  return status == CANBAO_OK ? same_files(out, base, roster_path, error) : status;
}
