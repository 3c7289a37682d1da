/*
** case_questions.c - the questions of a case, gathered from the notes of its decision. Says nothing of the articles that asked.
*/
#include "studies/case_questions.h"

#include <stdlib.h>
#include <string.h>

#include "studies/explanation.h"

bool case_questions_of(case_questions *out, const verdict *v) {
  const decision *d = v->decision;
  uint32_t known = question_count(v->policy->terms);
  bool *told = calloc((size_t)known + 1, sizeof *told);
  *out = (case_questions){.notes = malloc((d->notes_count + 1) * sizeof *out->notes)};
  for (uint32_t i = 0; told && out->notes && i < d->notes_count; i++) {
    const note *n = &d->notes[i];
    if (n->assumed || n->question >= known || told[n->question] || note_is_idle(v->policy, n))
      continue;
    told[n->question] = true;
    out->notes[out->count++] = n;
  }
  bool done = told && out->notes;
  free(told);
  return done;
}

void case_questions_free(case_questions *q) {
  free(q->notes);
  *q = (case_questions){0};
}

static bool is_said(char *const *said, uint32_t count, const char *words) {
  for (uint32_t i = 0; i < count; i++)
    if (strcmp(said[i], words) == 0) return true;
  return false;
}

bool case_questions_once(case_questions *q, const policy *p) {
  char **said = malloc(((size_t)q->count + 1) * sizeof *said), words[QUESTION_TEXT];
  uint32_t kept = 0;
  bool done = said != NULL;
  for (uint32_t i = 0; done && i < q->count; i++) {
    note_said(p, q->notes[i], words, sizeof words);
    if (is_said(said, kept, words)) continue;
    q->notes[kept] = q->notes[i];
    done = (said[kept] = strdup(words)) != NULL;
    if (done) kept++;
  }
  for (uint32_t i = 0; said && i < kept; i++) free(said[i]);
  free(said);
  q->count = kept;
  return done;
}
