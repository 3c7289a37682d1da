/*
** case_table.c - which cases the table holds, in which order, and each one's
** line. A case beyond those whose decision is kept is decided again from its
** first resident.
*/
#include "studies/case_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "studies/case_questions.h"
#include "studies/explanation.h"
#include "studies/mask.h"
#include "studies/programme_names.h"
#include "values/csv.h"
#include "values/message.h"

#define LINE_TEXT 32768 /* every article's number joined fits */

static canbao_status no_memory(canbao_error *error) {
  return fault(error, CANBAO_LIMIT, _("memory ran out"));
}

/* ---- texts ---- */

int64_t case_share(const case_table *t, uint64_t residents) {
  uint64_t all = t->roster->rows;
  return all ? (int64_t)((residents * 10000 + all / 2) / all) : 0;
}

size_t case_effect_text(const outcome *o, int effect_index, char *buf, size_t size) {
  const policy *p = o->verdict->policy;
  const effect_mark *mark = &o->verdict->decision->effects[effect_index];
  if (mark->state == VALUE_KNOWN && mark->value && term_depends(p->terms, mark->value))
    return term_words(p->terms, mark->value, buf, size);
  return outcome_text(o, effect_index, buf, size);
}

size_t case_articles_text(const outcome *o, bool guarded, char *buf, size_t size) {
  const policy *p = o->verdict->policy;
  size_t at = 0;
  buf[0] = '\0';
  for (int i = 0; i < p->articles_count; i++) {
    if (o->verdict->decision->marks[i] != MARK_APPLIED) continue;
    if (guarded && !p->articles[i].guarded) continue;
    int n = snprintf(buf + at, size - at, "%s%s", at ? "、" : "", p->articles[i].number);
    if (n < 0 || (size_t)n >= size - at) {
      buf[at] = '\0'; /* whole numbers only */
      break;
    }
    at += (size_t)n;
  }
  return at;
}

/* ---- which cases ---- */

static bool lets_through(const case_filter *f, const outcome *o) {
  char text[64];
  const policy *p = o->verdict->policy;
  if (f->article >= 0 && o->verdict->decision->marks[f->article] != MARK_APPLIED) return false;
  if (!f->status) return true;
  int at = policy_effect(p, EFFECT_STATUS);
  if (at < 0) return false;
  outcome_text(o, at, text, sizeof text);
  return strcmp(text, f->status) == 0;
}

static int commonest_first(const void *x, const void *y) {
  const case_row *a = x, *b = y;
  if (a->residents != b->residents) return a->residents > b->residents ? -1 : 1;
  return a->number < b->number ? -1 : a->number > b->number;
}

/* Every case with its first row. */
static bool list_cases(case_table *t) {
  const population *p = t->population;
  uint32_t cases = population_counted(p).cases;
  t->rows = calloc((size_t)cases + 1, sizeof *t->rows);
  if (!t->rows) return false;
  for (uint32_t c = 1; c <= cases; c++)
    t->rows[t->count++] = (case_row){c, population_first_row(p, c), population_residents(p, c)};
  return true;
}

canbao_status case_table_make(case_table *out, const population *from, policy *p, const roster *r,
                              const case_filter *filter, canbao_error *error) {
  *out = (case_table){.population = from, .policy = p, .roster = r, .scratch = decision_new()};
  if (!out->scratch || !list_cases(out)) return no_memory(error);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < out->count; i++) {
    verdict v;
    outcome o;
    canbao_status status = case_table_verdict(out, i, &v, error);
    if (status != CANBAO_OK) return status;
    outcome_of(&o, &v);
    if (!lets_through(filter, &o)) continue;
    out->residents += out->rows[i].residents;
    out->rows[kept++] = out->rows[i];
  }
  out->count = kept;
  qsort(out->rows, kept, sizeof *out->rows, commonest_first);
  return CANBAO_OK;
}

void case_table_free(case_table *t) {
  free(t->rows);
  decision_free(t->scratch);
  *t = (case_table){0};
}

canbao_status case_table_verdict(case_table *t, uint32_t i, verdict *out, canbao_error *error) {
  canbao_status status = population_verdict(t->population, t->rows[i].row, out, t->scratch, error);
  return status == CANBAO_OK ? verdict_whole(out, t->scratch, error) : status;
}

/* ---- as CSV ---- */

static void write_text(file_writer *w, const char *text) {
  char masked[LINE_TEXT];
  file_append_char(w, ',');
  csv_append(w, slice_of(masked, mask_ids(slice_of(text, strlen(text)), masked, sizeof masked)),
             true);
}

static void write_heading(const case_table *t, file_writer *w) {
  file_append_text(w, "case,residents,share");
  for (int i = 0; i < t->policy->effects_count; i++)
    if (t->policy->effects[i].output) write_text(w, t->policy->effects[i].name);
  file_append_text(w, t->questions ? ",articles,doubts,problem,questions\n"
                                   : ",articles,doubts,problem\n");
}

/* All that the residents of the case were asked, with their answers, as one cell. False when memory ran out. */
static bool write_questions(const outcome *o, file_writer *w) {
  case_questions asked;
  char *text = NULL, words[QUESTION_TEXT];
  size_t size = 0;
  bool done =
      case_questions_of(&asked, o->verdict) && case_questions_once(&asked, o->verdict->policy);
  FILE *out = done ? open_memstream(&text, &size) : NULL;
  for (uint32_t i = 0; out && i < asked.count; i++) {
    note_said(o->verdict->policy, asked.notes[i], words, sizeof words);
    fprintf(out, "%s%s", i ? _("; ") : "", words);
  }
  done = out && fclose(out) == 0;
  file_append_char(w, ',');
  if (done) csv_append(w, slice_of(text, size), true);
  free(text);
  case_questions_free(&asked);
  return done;
}

/* False when memory ran out. */
static bool write_line(const case_table *t, const case_row *row, const outcome *o, file_writer *w) {
  char text[LINE_TEXT];
  int64_t share = case_share(t, row->residents);
  snprintf(text, sizeof text, "%u,%llu,%lld.%02lld", (unsigned)row->number,
           (unsigned long long)row->residents, (long long)(share / 100), (long long)(share % 100));
  file_append_text(w, text);
  for (int i = 0; i < t->policy->effects_count; i++) {
    if (!t->policy->effects[i].output) continue;
    case_effect_text(o, i, text, sizeof text);
    write_text(w, text);
  }
  case_articles_text(o, false, text, sizeof text);
  write_text(w, text);
  outcome_doubts(o, text, sizeof text);
  write_text(w, text);
  write_text(w, o->problem_text);
  bool done = !t->questions || write_questions(o, w);
  file_append_char(w, '\n');
  return done;
}

canbao_status case_table_write(case_table *t, file_writer *w, uint32_t limit, canbao_error *error) {
  canbao_status status = CANBAO_OK;
  write_heading(t, w);
  for (uint32_t i = 0; i < t->count && (limit == 0 || i < limit) && status == CANBAO_OK; i++) {
    verdict v;
    outcome o;
    status = case_table_verdict(t, i, &v, error);
    if (status != CANBAO_OK) break;
    outcome_of(&o, &v);
    if (!write_line(t, &t->rows[i], &o, w)) status = no_memory(error);
  }
  return status;
}
